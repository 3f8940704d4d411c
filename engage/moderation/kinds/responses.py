"""The responses to consultations that wait to be read before they are published."""

from collections.abc import Collection, Mapping, Sequence

from flask import url_for

from engage.consultations.models import ResponseState
from engage.consultations.queries import response_texts, responses
from engage.consultations.rights import PASS
from engage.core.permissions import Viewer
from engage.core.text import excerpt
from engage.moderation.kinds.protocol import Counting, Item, Line, Place, counting_one
from engage.moderation.queries import Filter

KIND, EXCERPT = "response", 300
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

    def page(self, wanted: Filter, after: Place | None, limit: int) -> Sequence[Item]:
        """The responses behind a place; none where the list is narrowed by what only comments have."""
        if not wanted.may_find(KIND):
            return []
        found = responses.waiting_responses(
            after,
            limit,
            wanted.areas,
            wanted.publication_id,
            words=wanted.words,
            before=wanted.waiting_before,
        )
        return [
            Item(self.name, KIND, each.response.submission_id, each.response.waiting_since)
            for each in found
            if each.response.waiting_since is not None
        ]

    def counting(self, area_ids: frozenset[int] | None) -> Counting:
        """From the counter of each consultation."""
        return counting_one(KIND, responses.counting_waiting(area_ids))

    def shown(self, viewer: Viewer, items: Sequence[Item]) -> Mapping[int, Line]:  # noqa: ARG002 - as the desk asks
        """Who sent them, the beginning of what they say, and to which consultation."""
        found = responses.held([item.id for item in items])
        words = response_texts.beginnings(list(found))
        return {
            number: Line(each.who, excerpt(words.get(number, ""), EXCERPT), each.consultation.title)
            for number, each in found.items()
        }

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
        return url_for("consultations_staff.response_item", submission_id=item_id, **wanted.query)
