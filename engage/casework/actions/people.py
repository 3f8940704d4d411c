"""Sanctions, by step and always told; notes, assignments and second opinions."""

from datetime import datetime

from flask import url_for

from engage.accounts import queries as accounts
from engage.accounts.session import viewer_for
from engage.casework import mails, queries, verbs
from engage.casework.models import Assignment, Note, Opinion
from engage.casework.queries.people import Person
from engage.comments.models import Comment, Reason
from engage.comments.rights import MODERATE
from engage.core import clock, ledger, outbox, tokens, undoing
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.messages import link
from engage.core.permissions import Viewer
from engage.core.text import clean_text, is_blank
from engage.moderation.queries.cards import is_own
from engage.publishing import queries as publishing
from engage.screening.models import Sanction, SanctionStep

LONGEST = 2_000
PURPOSE = "sanction"
UNDO_SET, UNDO_LIFT = "sanction", "sanction-lifted"
MOVED_ON = "This has changed since it was decided, so it cannot be undone any more."
OWN = "This is about yourself, so somebody else must do it."


def set_sanction(
    actor: Viewer,
    *,
    person: Person,
    step: SanctionStep,
    reason: Reason | None,
    says: str,
    ends_at: datetime | None = None,
) -> Sanction:
    """Warn somebody, or bind what they may send; takes the place of an earlier sanction, and is mailed to them."""
    if person.is_of(actor):
        raise Refused(OWN)
    says = words(says, "says", "Say why. The person reads it.")
    if reason is None:
        raise Refused("Choose the rule that was broken.", "reason")
    now = clock.now()
    if step is SanctionStep.PAUSED and ends_at is None:
        raise Refused("Enter until when comments are paused.", "ends_on")
    if ends_at is not None and ends_at <= now:
        raise Refused("The end must be in the future.", "ends_on")
    replaced = _replace(actor, person) if step.binds else []
    sanction = Sanction(
        id=ledger.never_given("sanction", Sanction.id),
        account_id=person.account_id,
        email=person.email,
        step=step,
        reason_key=reason.key,
        says=says,
        by_id=actor.account_id,
        at=now,
        ends_at=ends_at if step.binds and step is not SanctionStep.CLOSED else None,
    )
    db.session.add(sanction)
    db.session.flush()
    _record(actor, sanction)
    _tell(sanction, reason)
    undoing.keep(actor, UNDO_SET, sanction.id, "decided about a person", {"replaced": replaced})
    return sanction


def _replace(actor: Viewer, person: Person) -> list[int]:
    """End what binds a person, for another sanction takes its place; the ids of what ended."""
    bound = [line.sanction for line in queries.sanctions_of(person) if line.sanction.lifted_at is None]
    for earlier in bound:
        earlier.lifted_at, earlier.lifted_by = clock.now(), actor.account_id
    return [earlier.id for earlier in bound]


def unset_sanction(actor: Viewer, *, sanction: Sanction, replaced: list[int]) -> None:
    """Take back a sanction of which nobody was told; those whose place it took bind again."""
    if sanction.lifted_at is not None or queries.appeal_about_sanction(sanction.id) is not None:
        raise Refused(MOVED_ON)
    for earlier in filter(None, map(queries.sanction, replaced)):
        earlier.lifted_at = earlier.lifted_by = None
    outbox.drop_planned(_mail_key(sanction))
    ledger.record(verbs.SANCTION_UNDONE, subject_id=sanction.id, actor_id=actor.account_id)
    db.session.delete(sanction)


def _record(actor: Viewer, sanction: Sanction) -> None:
    ledger.record(
        verbs.SANCTION_SET,
        subject_id=sanction.id,
        actor_id=actor.account_id,
        account_id=sanction.account_id,
        step=sanction.step.value,
        reason_key=sanction.reason_key,
        ends_at=sanction.ends_at.isoformat() if sanction.ends_at else None,
    )


def _tell(sanction: Sanction, reason: Reason) -> None:
    address = queries.address_of_sanction(sanction)
    if address is not None:
        message = mails.sanction_set(sanction, reason, address, appeal_url(sanction))
        outbox.put(message, key=_mail_key(sanction), due_at=undoing.until())


def _mail_key(sanction: Sanction) -> str:
    return f"sanction:{sanction.id}:"


def appeal_url(sanction: Sanction) -> str:
    """Where the person reads of the sanction and appeals, without signing in."""
    return link(url_for("casework.sanction", token=tokens.sign(PURPOSE, {"sanction": sanction.id})))


def lift_sanction(actor: Viewer, *, sanction: Sanction) -> Sanction:
    """End a sanction before its time."""
    if end_sanction(actor, sanction):
        undoing.keep(actor, UNDO_LIFT, sanction.id, "lifted what bound a person", {"at": _moment(sanction.lifted_at)})
    return sanction


def end_sanction(actor: Viewer, sanction: Sanction) -> bool:
    """The same as a part of another decision; whether it still bound."""
    if Person(sanction.account_id, sanction.email, "").is_of(actor):
        raise Refused(OWN)
    if sanction.lifted_at is not None:
        return False
    sanction.lifted_at, sanction.lifted_by = clock.now(), actor.account_id
    ledger.record(verbs.SANCTION_LIFTED, subject_id=sanction.id, actor_id=actor.account_id)
    return True


def bind_again(actor: Viewer, *, sanction: Sanction, at: str | None) -> None:
    """Let a sanction bind again that was lifted at a moment."""
    if _moment(sanction.lifted_at) != at or any(
        line.sanction.lifted_at is None and line.sanction.step.binds
        for line in queries.sanctions_of(Person(sanction.account_id, sanction.email, ""))
    ):
        raise Refused(MOVED_ON)
    sanction.lifted_at = sanction.lifted_by = None
    ledger.record(verbs.SANCTION_BINDS_AGAIN, subject_id=sanction.id, actor_id=actor.account_id)


def _moment(found: datetime | None) -> str | None:
    return found.isoformat() if found else None


def write_note(
    actor: Viewer, *, text: str, comment: Comment | None = None, person: Person | None = None, is_handover: bool = False
) -> Note:
    """Write a note on a comment, on a person, or for the next shift."""
    note = Note(
        comment_id=comment.id if comment else None,
        account_id=person.account_id if person else None,
        email=person.email if person and person.account_id is None else None,
        is_handover=is_handover,
        text=words(text, "text", "Write the note."),
        author_id=actor.account_id,
        at=clock.now(),
    )
    db.session.add(note)
    db.session.flush()
    ledger.record(
        verbs.NOTE_WRITTEN,
        subject_id=note.id,
        actor_id=actor.account_id,
        comment_id=note.comment_id,
        is_handover=is_handover,
    )
    return note


def assign(actor: Viewer, *, comment: Comment, account_id: int | None) -> None:
    """Give a comment to somebody who may decide about it, or to nobody again."""
    if account_id is not None:
        chosen = accounts.account(account_id)
        areas = publishing.area_ids(comment.publication_id)
        if chosen is None or chosen.closed_at is not None or not viewer_for(chosen).may(MODERATE, areas):
            raise Refused("This person does not moderate there.", "account")
        if is_own(viewer_for(chosen), comment):
            raise Refused("This person wrote the comment, so somebody else must decide about it.", "account")
    known = queries.assignment(comment.id)
    if (known.account_id if known else None) == account_id:
        return
    if known is not None:
        db.session.delete(known)
        db.session.flush()
    if account_id is not None:
        db.session.add(Assignment(comment_id=comment.id, account_id=account_id, by_id=actor.account_id, at=clock.now()))
    ledger.record(verbs.ITEM_ASSIGNED, subject_id=comment.id, actor_id=actor.account_id, account_id=account_id)


def ask_opinion(actor: Viewer, *, comment: Comment, question: str, asked_of: int | None = None) -> Opinion:
    """Ask a colleague's view about a comment that waits; it goes on waiting meanwhile."""
    if queries.open_opinion(comment.id) is not None:
        raise Refused("Somebody has asked for a second opinion already.")
    opinion = Opinion(
        comment_id=comment.id,
        asked_by=actor.account_id,
        asked_of=asked_of,
        question=words(question, "text", "Write your question."),
        asked_at=clock.now(),
    )
    db.session.add(opinion)
    db.session.flush()
    ledger.record(verbs.OPINION_ASKED, subject_id=opinion.id, actor_id=actor.account_id, comment_id=comment.id)
    if asked_of is not None:
        assign(actor, comment=comment, account_id=asked_of)
    return opinion


def give_opinion(actor: Viewer, *, opinion: Opinion, comment: Comment, answer: str) -> Opinion:
    """Answer with one's view; not whoever asked, and not about one's own comment."""
    if opinion.asked_by == actor.account_id:
        raise Refused("You asked for this view, so somebody else must give it.")
    if is_own(actor, comment):
        raise Refused(OWN)
    if opinion.answered_at is not None:
        raise Refused("Somebody has given a view already.")
    opinion.answer = words(answer, "text", "Write your view.")
    opinion.answered_by, opinion.answered_at = actor.account_id, clock.now()
    ledger.record(verbs.OPINION_GIVEN, subject_id=opinion.id, actor_id=actor.account_id, comment_id=comment.id)
    assign(actor, comment=comment, account_id=opinion.asked_by)
    return opinion


def words(text: str, field: str, sentence: str) -> str:
    """The cleaned text; refuses none, and too much."""
    text = clean_text(text)
    if is_blank(text):
        raise Refused(sentence, field)
    if len(text) > LONGEST:
        raise Refused(f"What you write must be {LONGEST:,} characters or fewer.", field)
    return text
