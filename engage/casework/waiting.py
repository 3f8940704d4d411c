"""Appeals as a part of the desk's one list of what waits."""

from collections.abc import Collection, Mapping

from flask import url_for

from engage.casework import queries
from engage.casework.models import Appeal
from engage.casework.rights import HEAR_APPEALS
from engage.core.permissions import Viewer
from engage.moderation import kinds
from engage.moderation.kinds import Lines, Place
from engage.moderation.kinds.protocol import Counting, counting_one
from engage.moderation.queries import Filter

KIND = "appeal"


class AppealList:
    """The waiting list of appeals."""

    name = KIND
    kinds: Mapping[str, str] = {KIND: "Appeals"}
    permission = HEAR_APPEALS
    counts_rows = True

    def lines(self, wanted: Filter, after: Place | None, limit: int) -> Lines | None:
        """Who appeals, what the writer says, and about which page."""
        if not wanted.may_find(KIND):
            return None
        return queries.open_lines(
            wanted.areas,
            wanted.publication_id,
            after=after,
            limit=limit,
            words=wanted.words,
            before=wanted.waiting_before,
        )

    def words(self, kept: str) -> str:
        """As they were typed."""
        return kept

    def counting(self, area_ids: frozenset[int] | None) -> Counting:
        """How many are open: a number that stays small, since each has a promised day."""
        return counting_one(KIND, queries.counting_open_appeals(area_ids))

    def reachable(self, viewer: Viewer, ids: Collection[int]) -> frozenset[int]:
        """Those where the viewer may decide."""
        return frozenset(queries.appeals_by_id(viewer, ids))

    def waiting(self, ids: Collection[int]) -> Mapping[int, int]:
        """Those that are open; an appeal has one wording."""
        return {appeal.id: 1 for appeal in queries.appeals(ids) if _is_open(appeal)}

    def outcome(self, ids: Collection[int]) -> Mapping[int, str]:
        """How each was decided."""
        return {appeal.id: appeal.state.label for appeal in queries.appeals(ids) if not _is_open(appeal)}

    def url(self, item_id: int, wanted: Filter) -> str:
        """The appeal's own page."""
        return url_for("casework_staff.appeal", appeal_id=item_id, **wanted.query)


def _is_open(appeal: Appeal) -> bool:
    return appeal.state.value == "open"


kinds.add(AppealList())
