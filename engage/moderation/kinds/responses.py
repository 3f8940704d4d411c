"""The responses to consultations that wait to be read before they are published."""

import json
from collections.abc import Collection, Mapping

from flask import url_for

from engage.core.permissions import Viewer
from engage.moderation.kinds.protocol import Counting, Lines, Place, counting_one
from engage.moderation.queries import Filter
from engage.responses.models import ResponseState
from engage.responses.queries import responses
from engage.responses.rights import PASS

KIND = "response"
OUTCOMES = {
    ResponseState.PUBLISHED: "The response was published",
    ResponseState.REFUSED: "The response was not published",
    ResponseState.WITHDRAWN: "The response was withdrawn",
}


class ResponseList:
    """The waiting list of responses."""

    name = "response"
    kinds: Mapping[str, str] = {KIND: "Responses to consultations"}
    permission = PASS
    counts_rows = False

    def lines(self, wanted: Filter, after: Place | None, limit: int) -> Lines | None:
        """Who sent them, the longest answer, and to which consultation."""
        if not wanted.may_find(KIND):
            return None
        return responses.waiting_lines(
            wanted.areas,
            wanted.publication_id,
            after=after,
            limit=limit,
            words=wanted.words,
            before=wanted.waiting_before,
        )

    def words(self, kept: str) -> str:
        """The answer as it is kept is JSON."""
        return str(json.loads(kept)) if kept else ""

    def counting(self, area_ids: frozenset[int] | None) -> Counting:
        """From the counter of each consultation."""
        return counting_one(KIND, responses.counting_waiting(area_ids))

    def reachable(self, viewer: Viewer, ids: Collection[int]) -> frozenset[int]:
        """Those to consultations about the viewer's areas."""
        return responses.reachable(viewer, ids)

    def waiting(self, ids: Collection[int]) -> Mapping[int, int]:
        """Those that wait, with the version to be read."""
        return responses.still_waiting(ids)

    def outcome(self, ids: Collection[int]) -> Mapping[int, str]:
        """How each stands now."""
        return {
            number: OUTCOMES.get(each.response.state, "The response waits no more")
            for number, each in responses.held(ids).items()
        }

    def url(self, item_id: int, wanted: Filter) -> str:
        """The response's own page."""
        return url_for("responses_staff.response_item", submission_id=item_id, **wanted.query)
