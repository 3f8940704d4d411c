"""Undoing a decision while nobody has been told of it."""

import json

from engage.comments import actions as comments
from engage.comments import verbs as told
from engage.comments.actions.transitions import lock_thread
from engage.comments.models import Comment, Redaction
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.moderation import queries, verbs
from engage.moderation.actions.counting import count
from engage.moderation.models import Decision, Verdict
from engage.moderation.queries.cards import is_own

TOLD = {
    Verdict.APPROVED: (told.COMMENT_PUBLISHED, told.COMMENT_EDIT_APPROVED),
    Verdict.REJECTED: (told.COMMENT_REJECTED,),
    Verdict.HIDDEN: (told.COMMENT_HIDDEN,),
    Verdict.RESTORED: (told.COMMENT_RESTORED,),
    Verdict.REDACTED: (told.COMMENT_REDACTED,),
    Verdict.KEPT: (told.REPORTS_SETTLED,),
}


def undo(actor: Viewer, *, decision: Decision, comment: Comment, within: str = "") -> Decision:
    """Take back the last decision about a comment; refuses when it is too late, or when the comment has moved on.

    One that was taken within something else, such as an appeal, is taken back within that only.
    """
    if is_own(actor, comment):
        raise Refused("You wrote this comment, so somebody else must decide about it.")
    lock_thread(comment.publication_id)
    db.session.refresh(decision)
    _require_undoable(decision)
    change = json.loads(decision.change)
    if change.get("within", "") != within:
        raise Refused(f"This decision belongs to an {change['within']}. Whoever decided that can undo it there.")
    decision.undone_entry_id = comments.return_comment(
        actor, comment=comment, before=change["before"], after=change["after"], told=TOLD[decision.verdict]
    )
    decision.undone_at, decision.undone_by = clock.now(), actor.account_id
    count(comment.publication_id, decision, -1)
    ledger.record(
        verbs.DECISION_UNDONE,
        subject_id=decision.id,
        actor_id=actor.account_id,
        comment_id=comment.id,
        verdict=decision.verdict.value,
    )
    return decision


def _require_undoable(decision: Decision) -> None:
    if decision.undone_at is not None:
        raise Refused("This decision has been undone already.")
    if not queries.can_be_undone(decision, clock.now()):
        raise Refused("The time in which this could be undone is over, and the writer is being told. Decide anew.")
    if queries.decided_since(decision):
        raise Refused("Somebody has decided about this comment again since, so only that can be undone.")


def lift_black_out(actor: Viewer, *, comment: Comment, redaction: Redaction) -> None:
    """Show the words of a black-out again, at any time."""
    if is_own(actor, comment):
        raise Refused("You wrote this comment, so somebody else must decide about it.")
    comments.lift_redaction(actor, comment=comment, redaction=redaction)
