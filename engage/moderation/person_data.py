"""What moderation holds of a person: why moderators decided about their comments as they did."""

from sqlalchemy import select

from engage.core.person import Fate, Holding, holds, one_of
from engage.moderation.models import BulkDecision, BulkItem, Decision, Lease, SavedView

WHY = "decisions must be shown to be fair, with their reasons"

holds(
    Holding(
        "Decisions about your comments",
        Decision,
        lambda person: one_of(Decision.comment_id, person.ids("comment")),
        Fate.BLACKED_OUT,
        WHY,
        also=("comment_id", "verdict", "reason_key", "at", "undone_at"),
        blacks_out=("note",),
        only_by_staff=True,
    ),
    Holding(
        "Decisions about many comments, yours among them",
        BulkDecision,
        lambda person: BulkDecision.id.in_(
            select(BulkItem.bulk_id).where(one_of(BulkItem.comment_id, person.ids("comment")))
        ),
        Fate.BLACKED_OUT,
        WHY,
        also=("verdict", "reason_key", "at"),
        blacks_out=("note", "about"),
        only_by_staff=True,
    ),
    Holding(
        "Views of the queue that you saved",
        SavedView,
        lambda person: one_of(SavedView.account_id, person.ids("account")),
        Fate.DELETED,
        "nobody else can open them",
        also=("label", "query", "at"),
    ),
    Holding(
        "What you have open in the queue",
        Lease,
        lambda person: one_of(Lease.account_id, person.ids("account")),
        Fate.DELETED,
        "somebody else may take it",
        also=("kind", "expires_at"),
    ),
)
