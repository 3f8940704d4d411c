"""Appeals as a part of the desk's one list of what waits."""

from collections.abc import Collection, Mapping, Sequence

from flask import url_for

from engage.casework import queries
from engage.casework.models import Appeal
from engage.casework.rights import HEAR_APPEALS
from engage.core.permissions import Viewer
from engage.core.text import excerpt
from engage.moderation import kinds
from engage.moderation.kinds import Item, Line, Place
from engage.moderation.kinds.protocol import Counting, counting_one
from engage.moderation.queries import Filter

KIND, EXCERPT = "appeal", 300


class AppealList:
    """The waiting list of appeals."""

    name = KIND
    kinds: Mapping[str, str] = {KIND: "Appeals"}
    permission = HEAR_APPEALS
    counts_rows = True

    def page(self, wanted: Filter, after: Place | None, limit: int) -> Sequence[Item]:
        """The open appeals behind a place; none where the list is narrowed by what only comments have."""
        if not wanted.may_find(KIND):
            return []
        found = queries.open_appeals(
            wanted.areas,
            wanted.publication_id,
            after=after,
            limit=limit,
            words=wanted.words,
            before=wanted.waiting_before,
        )
        return [Item(self.name, KIND, appeal.id, appeal.asked_at) for appeal in found]

    def counting(self, area_ids: frozenset[int] | None) -> Counting:
        """How many are open: a number that stays small, since each has a promised day."""
        return counting_one(KIND, queries.counting_open_appeals(area_ids))

    def shown(self, viewer: Viewer, items: Sequence[Item]) -> Mapping[int, Line]:
        """What the writer says, and about which page."""
        lines = queries.appeals_by_id(viewer, {item.id for item in items})
        return {
            number: Line(
                f"Appeal by {line.comment.name}" if line.comment else "Appeal against a sanction",
                excerpt(line.appeal.text, EXCERPT),
                line.title,
            )
            for number, line in lines.items()
        }

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
