"""An appeal by the writer of a comment, and the decision of somebody else."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import url_for

from engage.casework import mails, queries, verbs
from engage.casework.actions.people import MOVED_ON, appeal_url, bind_again, end_sanction
from engage.casework.models import Appeal, AppealState
from engage.comments import actions as comments
from engage.comments import codes
from engage.comments import queries as comment_queries
from engage.comments.actions.transitions import changing
from engage.comments.models import Comment, CommentState
from engage.core import clock, ledger, outbox, undoing
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.messages import Message, link
from engage.core.permissions import Viewer
from engage.core.text import clean_text, is_blank
from engage.moderation import queries as desk
from engage.moderation.actions import undo
from engage.moderation.actions.recording import Said, stands_now
from engage.moderation.actions.recording import put_on_record as put_decision_on_record
from engage.moderation.models import Decision, Verdict
from engage.moderation.queries.cards import is_own
from engage.screening.models import Sanction

LONGEST = 4_000
UNDO_KIND = WITHIN = "appeal"
Write = Callable[[Appeal, str, str, str], Message]
DECIDED = "Somebody else has decided this appeal already."
NOT_YOURS = "You took the decision that this appeal is against, so somebody else must hear it."
OWN = "This is about your own comment, so somebody else must hear it."


def appeal_comment(actor: Viewer, *, comment: Comment, text: str) -> Appeal:
    """Appeal against the decision about one's own comment; a second appeal about the same decision is refused."""
    text = checked(text)
    if not queries.can_be_appealed(comment):
        raise Refused("Nothing has been decided about this comment that you could appeal against.")
    decision = queries.decision_against(comment)
    known = queries.appeal_about(comment)
    if known is not None and known.decision_id == (decision.id if decision else None):
        raise Refused("You have appealed against this decision already.")
    now = clock.now()
    appeal = Appeal(
        comment_id=comment.id,
        decision_id=decision.id if decision else None,
        publication_id=comment.publication_id,
        reason_key=comment.reason_key,
        decider_id=decision.account_id if decision else None,
        account_id=actor.account_id,
        email=None if actor.account_id else comment.email,
        text=text,
        asked_at=now,
        due_at=queries.appeal_due(now),
        state=AppealState.OPEN,
    )
    put_on_record(actor, appeal)
    _write_to(comment, appeal, mails.appeal_received, "received")
    return appeal


def appeal_sanction(actor: Viewer, *, sanction: Sanction, text: str) -> Appeal:
    """Appeal against a sanction that binds; once."""
    text = checked(text)
    if sanction.lifted_at is not None:
        raise Refused("This is over already, so there is nothing to appeal against.")
    if queries.appeal_about_sanction(sanction.id) is not None:
        raise Refused("You have appealed against this already.")
    now = clock.now()
    appeal = Appeal(
        sanction_id=sanction.id,
        reason_key=sanction.reason_key,
        decider_id=sanction.by_id,
        account_id=sanction.account_id,
        email=None if sanction.account_id else sanction.email,
        text=text,
        asked_at=now,
        due_at=queries.appeal_due(now),
        state=AppealState.OPEN,
    )
    put_on_record(actor, appeal)
    _write_about(sanction, appeal, mails.appeal_received, "received")
    return appeal


def settle_sanction_appeal(actor: Viewer, *, appeal: Appeal, sanction: Sanction, overturn: bool, answer: str) -> Appeal:
    """Let a sanction stand, or lift it; the person is told why."""
    require_other(actor, appeal)
    lifted = end_sanction(actor, sanction) if overturn else False
    close(actor, appeal, overturn, answer)
    _keep(actor, appeal, sanction=lifted)
    _write_about(sanction, appeal, mails.appeal_answered, "answered", undoing.until())
    return appeal


def checked(text: str) -> str:
    """The cleaned words of an appeal; refuses none, and too many."""
    text = clean_text(text)
    if is_blank(text):
        raise Refused("Say why you think that the decision is wrong.", "text")
    if len(text) > LONGEST:
        raise Refused(f"What you write must be {LONGEST:,} characters or fewer.", "text")
    return text


def put_on_record(actor: Viewer, appeal: Appeal) -> None:
    """Keep an appeal and tell the ledger."""
    db.session.add(appeal)
    db.session.flush()
    ledger.record(
        verbs.APPEAL_MADE,
        subject_id=appeal.id,
        actor_id=actor.account_id,
        comment_id=appeal.comment_id,
        sanction_id=appeal.sanction_id,
        reason_key=appeal.reason_key,
    )


def settle_appeal(actor: Viewer, *, appeal: Appeal, comment: Comment, overturn: bool, answer: str) -> Appeal:
    """Let the decision about a comment stand, or overturn it: then the comment is shown. The writer is told why."""
    require_other(actor, appeal)
    if is_own(actor, comment):
        raise Refused(OWN)
    shown = _show(actor, comment) if overturn else None
    close(actor, appeal, overturn, answer)
    _keep(actor, appeal, decision=shown.id if shown else None)
    _write_to(comment, appeal, mails.appeal_answered, "answered", undoing.until())
    return appeal


def reopen_appeal(
    actor: Viewer, *, appeal: Appeal, at: str, decision: int | None = None, sanction: bool = False
) -> None:
    """Let an appeal wait again that was decided at a moment, with what followed from it; its answer is kept as a draft.

    Refuses when the comment or the sanction has changed since.
    """
    db.session.refresh(appeal, with_for_update=True)
    if appeal.state is AppealState.OPEN or appeal.decided_at is None or appeal.decided_at.isoformat() != at:
        raise Refused(MOVED_ON)
    if decision is not None:
        made, comment = desk.access_decision(actor, decision)
        undo(actor, decision=made, comment=comment, within=WITHIN)
    bound = queries.sanction(appeal.sanction_id) if sanction and appeal.sanction_id else None
    if bound is not None:
        bind_again(actor, sanction=bound, at=at)
    appeal.state, appeal.decided_by, appeal.decided_at = AppealState.OPEN, None, None
    outbox.drop_planned(f"appeal-answered:{appeal.id}:")
    ledger.record(
        verbs.APPEAL_REOPENED,
        subject_id=appeal.id,
        actor_id=actor.account_id,
        comment_id=appeal.comment_id,
        sanction_id=appeal.sanction_id,
    )


def _keep(actor: Viewer, appeal: Appeal, **change: Any) -> None:
    assert appeal.decided_at is not None  # noqa: S101 - just decided
    undoing.keep(actor, UNDO_KIND, appeal.id, "decided an appeal", {"at": appeal.decided_at.isoformat(), **change})


def require_other(actor: Viewer, appeal: Appeal) -> None:
    """Refuse whoever took the decision, and a second outcome of one appeal."""
    db.session.refresh(appeal, with_for_update=True)
    if appeal.state is not AppealState.OPEN:
        raise Refused(DECIDED)
    if appeal.decider_id is not None and appeal.decider_id == actor.account_id:
        raise Refused(NOT_YOURS)
    if appeal.account_id is not None and appeal.account_id == actor.account_id:
        raise Refused(OWN)


def close(actor: Viewer, appeal: Appeal, overturn: bool, answer: str) -> None:
    """Put the outcome of an appeal on record."""
    answer = clean_text(answer)
    if is_blank(answer):
        raise Refused("Write the answer. It goes to the writer.", "answer")
    appeal.state = AppealState.OVERTURNED if overturn else AppealState.UPHELD
    appeal.answer, appeal.decided_by, appeal.decided_at = answer, actor.account_id, clock.now()
    ledger.record(
        verbs.APPEAL_DECIDED,
        subject_id=appeal.id,
        actor_id=actor.account_id,
        comment_id=appeal.comment_id,
        sanction_id=appeal.sanction_id,
        outcome=appeal.state.value,
    )


def _show(actor: Viewer, comment: Comment) -> Decision | None:
    """Show the comment again as a decision on record, so that nobody is told while it can be undone."""
    with changing(comment):
        before = stands_now(comment)
        if comment.state is CommentState.HIDDEN:
            comments.restore_comment(actor, comment=comment)
            verdict = Verdict.RESTORED
        elif comment.state is CommentState.REJECTED:
            comments.readmit_comment(actor, comment=comment)
            verdict = Verdict.APPROVED
        else:
            return None
        said = Said(verdict, comment.body_revision, None, "", before, within=WITHIN)
        return put_decision_on_record(actor, comment, said)


def _write_about(sanction: Sanction, appeal: Appeal, write: Write, what: str, due_at: datetime | None = None) -> None:
    address = queries.address_of_sanction(sanction)
    if address is not None:
        message = write(appeal, address, "", appeal_url(sanction))
        outbox.put(message, key=f"appeal-{what}:{appeal.id}:", due_at=due_at)


def _write_to(comment: Comment, appeal: Appeal, write: Write, what: str, due_at: datetime | None = None) -> None:
    address = comment_queries.address_of(comment)
    if address is None:
        return
    if comment.account_id is None:
        path = url_for("casework.guest_appeal", token=codes.manage_token(comment))
    else:
        path = url_for("casework.appeal", comment_id=comment.id)
    message = write(appeal, address, comment_queries.title_of(comment), link(path))
    outbox.put(message, key=f"appeal-{what}:{appeal.id}:", due_at=due_at)
