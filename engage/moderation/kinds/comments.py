"""The comments that wait: first and changed wordings, guests', replies, and those that somebody reported."""

from collections.abc import Collection, Mapping, Sequence

from flask import url_for

from engage.comments.models import WaitingKind
from engage.comments.rights import MODERATE
from engage.core.permissions import Viewer
from engage.moderation import queries
from engage.moderation.kinds.protocol import Counting, Item, Place
from engage.moderation.queries import Card, Filter, QueueState


class CommentList:
    """The waiting list of comments."""

    name = "comment"
    kinds: Mapping[str, str] = {kind.value: kind.label for kind in WaitingKind}
    permission = MODERATE

    def page(self, wanted: Filter, after: Place | None, limit: int) -> Sequence[Item]:
        """The comments behind a place."""
        if wanted.kind and wanted.kind not in (*self.kinds, queries.UNREAD):
            return []
        rows = queries.waiting_rows(wanted, after=after, limit=limit)
        return [Item(self.name, row.kind.value, row.comment_id, row.since) for row in rows]

    def counting(self, area_ids: frozenset[int] | None) -> Counting:
        """From the counter of each publication."""
        return queries.counting(area_ids)

    def shown(self, viewer: Viewer, items: Sequence[Item]) -> Mapping[int, Card]:
        """Their cards."""
        return queries.cards_by_id(viewer, {item.id for item in items})

    def reachable(self, viewer: Viewer, ids: Collection[int]) -> frozenset[int]:
        """Those within the viewer's areas."""
        return queries.reachable(viewer, ids)

    def waiting(self, ids: Collection[int]) -> Mapping[int, int]:
        """Those that have a place in the list."""
        return queries.still_waiting(ids)

    def outcome(self, ids: Collection[int]) -> Mapping[int, str]:
        """Who decided what, or that the writer took it back."""
        return queries.outcomes(ids)

    def url(self, item_id: int, wanted: Filter) -> str:
        """The comment's own page at the desk."""
        state = wanted if wanted.state is QueueState.WAITING else Filter()
        return url_for("moderation_staff.item", comment_id=item_id, **state.query)
