"""A guest's comment until its address is confirmed; before that it stands in no queue and no count."""

from datetime import timedelta

from flask import current_app
from sqlalchemy import delete

from engage.accounts.addresses import normal
from engage.comments import codes, mails, queries, verbs
from engage.comments.actions.checks import check_address
from engage.comments.actions.holding import findings, from_circumstances, holds, keep_findings, require_may_send
from engage.comments.actions.publishing import publish_now
from engage.comments.actions.sameness import content_key
from engage.comments.actions.transitions import changing
from engage.comments.holds import held_because
from engage.comments.models import Comment, CommentRevision, CommentState, Confirmation, ModerationMode, Thread
from engage.core import clock, ledger, limits, outbox
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.screening import queries as screening
from engage.screening.models import Sanction

MAILS_AN_HOUR = 5
MAILS_A_COMMENT = 5
MOST_TRIES = 5
MAILS_A_SOURCE = 10
TOO_MANY_MAILS = (
    "We have sent several messages to this address already. Look into the folder for unwanted mail, "
    "or try again in an hour."
)
TOO_MANY_FROM_HERE = (
    "Several comments that still need to be confirmed have come from your connection in the last hour. "
    "Keep your text and send it in an hour, or sign in and send it now."
)
TOO_MANY_TRIES = (
    "This code has been tried too often. Use the link in the message, or have the message sent again: "
    "it then holds a new code."
)
EXPIRED = "This comment was not confirmed in time and has been deleted. You can write it again."


def ask_to_confirm(comment: Comment, source: str = "") -> None:
    """Put the message with the link and the code into the outbox, for a comment that was just sent from a source."""
    hours = current_app.config["ENGAGE"].guest_confirm_hours
    confirmation = Confirmation(
        comment_id=comment.id, code_hash="", tries=0, mails=0, expires_at=clock.now() + timedelta(hours=hours)
    )
    db.session.add(confirmation)
    _send(comment, confirmation, source)


def send_again(actor: Viewer, *, comment: Comment, source: str = "") -> Comment:  # noqa: ARG001 - every action names its actor
    """Send the message once more with a new code; refuses when too many went to the address or came from the source.

    Of a comment that is confirmed already nothing is sent and nothing is said, since whoever asks may be a stranger
    who typed the same words and address.
    """
    with changing(comment):
        confirmation = _unconfirmed(comment)
        if confirmation is not None:
            _send(comment, confirmation, source)
    return comment


def correct_address(actor: Viewer, *, comment: Comment, email: str, source: str = "") -> Comment:
    """Send the message to another address; the link and code of the earlier one are worthless from now on."""
    email = normal(email)
    with changing(comment):
        confirmation = _unconfirmed(comment)
        if confirmation is None:
            return comment
        if email == comment.email:
            return send_again(actor, comment=comment, source=source)
        comment.email = email
        comment.content_key = content_key(comment)
        _send(comment, confirmation, source)
    return comment


def try_code(actor: Viewer, *, comment: Comment, code: str) -> bool:
    """Confirm by the typed code; a wrong one is counted, so keep the unit of work when the answer is no.

    What is no code, since it has too few digits or too many, is not counted.
    No code is right for a comment that is confirmed already: it would open the way to it to a stranger.
    """
    with changing(comment):
        confirmation = _unconfirmed(comment)
        if confirmation is None:
            return False
        if confirmation.tries >= MOST_TRIES:
            raise Refused(TOO_MANY_TRIES, "code")
        if not codes.is_right(comment, confirmation, code):
            confirmation.tries += len(codes.digits_of(code)) == codes.DIGITS
            return False
    confirm_comment(actor, comment=comment)
    return True


def confirm_comment(actor: Viewer, *, comment: Comment) -> Comment:
    """The address is the writer's: publish the comment or let it wait, as its thread says, and mail the way back to it.

    A second time changes nothing.
    """
    with changing(comment) as thread:
        if comment.state is CommentState.EXPIRED:
            raise Refused(EXPIRED)
        if comment.state is not CommentState.UNCONFIRMED:
            return comment
        check_address(comment.email)
        require_may_send(_sanction(comment))
        confirmation = queries.confirmation(comment.id)
        if confirmation is not None:
            db.session.delete(confirmation)
        comment.submitted_at = clock.now()
        ledger.record(
            verbs.COMMENT_CONFIRMED,
            subject_id=comment.id,
            actor_id=actor.account_id,
            publication_id=comment.publication_id,
        )
        _admit(actor, thread, comment)
        outbox.put(
            mails.received(comment, queries.title_of(comment), held_because(comment)),
            key=f"comment-received:{comment.id}",
        )
    return comment


def _admit(actor: Viewer, thread: Thread, comment: Comment) -> None:
    parent = queries.comment(comment.parent_id) if comment.parent_id else None
    comment.under_hidden = parent is not None and parent.covers
    found = findings(comment, comment.body) + from_circumstances(_sanction(comment), is_absent=screening.is_absent())
    keep_findings(comment, comment.body_revision, found)
    open_now = thread.mode is ModerationMode.AFTER and queries.is_stopped() is None
    if open_now and not comment.under_hidden and not holds(found):
        publish_now(actor, thread, comment)
    else:
        comment.state, comment.waiting_since = CommentState.WAITING, comment.submitted_at


def _sanction(comment: Comment) -> Sanction | None:
    return screening.sanction_of(comment.account_id, queries.untagged(comment.email or ""))


def expire_unconfirmed(actor: Viewer, *, limit: int = 100) -> int:
    """Delete the words and the address of comments that were not confirmed in time; give how many there were."""
    late = queries.unconfirmed_before(clock.now(), limit)
    for comment in late:
        with changing(comment):
            if comment.state is CommentState.UNCONFIRMED:
                comment.state = CommentState.EXPIRED
                comment.email = comment.content_key = None
                comment.name = comment.role_title = comment.organisation_name = comment.body = comment.html = ""
                ledger.record(
                    verbs.COMMENT_EXPIRED,
                    subject_id=comment.id,
                    actor_id=actor.account_id,
                    publication_id=comment.publication_id,
                )
            _forget(comment.id)
    return len(late)


def _forget(comment_id: int) -> None:
    db.session.execute(delete(Confirmation).where(Confirmation.comment_id == comment_id))
    db.session.execute(delete(CommentRevision).where(CommentRevision.comment_id == comment_id))


def _unconfirmed(comment: Comment) -> Confirmation | None:
    if comment.state is CommentState.EXPIRED:
        raise Refused(EXPIRED)
    return queries.confirmation(comment.id) if comment.state is CommentState.UNCONFIRMED else None


def _send(comment: Comment, confirmation: Confirmation, source: str) -> None:
    address = comment.email or ""
    if confirmation.mails >= MAILS_A_COMMENT:
        raise Refused(TOO_MANY_MAILS, "email")
    if limits.count("comment-mail", address, per=timedelta(hours=1)) > MAILS_AN_HOUR:
        raise Refused(TOO_MANY_MAILS, "email")
    if source and limits.count("comment-mail-from", source, per=timedelta(hours=1)) > MAILS_A_SOURCE:
        raise Refused(TOO_MANY_FROM_HERE, "email")
    confirmation.mails += 1
    confirmation.tries = 0
    code = codes.code_of(comment, confirmation.mails)
    confirmation.code_hash = codes.hashed(comment, code)
    outbox.put(
        mails.confirmation(comment, queries.title_of(comment), code, confirmation.expires_at),
        key=f"comment-confirm:{comment.id}:{confirmation.mails}",
    )
