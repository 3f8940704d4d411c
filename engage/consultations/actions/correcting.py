"""What may be done with a consultation after its launch: each with a reason that everybody reads."""

from datetime import date, datetime

from engage.consultations import queries, verbs
from engage.consultations.actions.building import add_definition, add_notice, lock
from engage.consultations.actions.details import FIELDS, LONGEST_TEXT, check_order
from engage.consultations.actions.indexing import index_consultation
from engage.consultations.actions.launching import write_moments
from engage.consultations.definition import Definition, Question, write_definition
from engage.consultations.models import Consultation, ConsultationChange, ConsultationState
from engage.core import cache, clock, ledger, text
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.publishing.models import Publication

CORRECTABLE = (
    "title",
    "summary",
    "to_decide",
    "already_fixed",
    "audience",
    "contact_name",
    "contact_email",
    "contact_phone",
)
NOT_LAUNCHED = "It is not launched, so there is nothing to correct in public."
SEEN_ANEW = "Somebody else changed this after you opened it. Compare what you typed with what is there now."


def lock_launched(consultation: Consultation) -> None:
    """Wait for whoever is changing the consultation; refuses unless it is launched and stands."""
    lock(consultation)
    if consultation.state is not ConsultationState.LAUNCHED:
        raise Refused(NOT_LAUNCHED)


def public_reason(said: str) -> str:
    """The reason for a change as everybody reads it; refuses none."""
    reason = text.clean_text(said)
    if text.is_blank(reason):
        raise Refused("Say why: everybody who reads the consultation sees the reason.", "reason")
    if len(reason) > 2000:
        raise Refused("The reason must be 2,000 characters or fewer.", "reason")
    return reason


def _note(actor: Viewer, consultation: Consultation, kind: str, field: str, old: str, new: str, reason: str) -> int:  # noqa: PLR0917 - a row's columns in their order
    row = ConsultationChange(
        consultation_id=consultation.id,
        kind=kind,
        field=field,
        old=old,
        new=new,
        reason=reason,
        at=clock.now(),
        account_id=actor.account_id,
    )
    db.session.add(row)
    db.session.flush()
    index_consultation(consultation)
    cache.bump(cache.SITE, consultation.scope)
    return row.id


def extend(
    actor: Viewer,
    *,
    consultation: Consultation,
    closes_at: datetime,
    reason: str,
    results_due: date | None = None,
) -> None:
    """Move the closing time to a later one, also of what is closed; the same again changes nothing."""
    lock_launched(consultation)
    reason = public_reason(reason)
    old, old_due = consultation.closes_at, consultation.results_due
    if old == closes_at and (results_due is None or results_due == old_due):
        return
    if consultation.results_published_at is not None:
        raise Refused("Its results are published, so it cannot be opened again.")
    if old is not None and closes_at < old:
        raise Refused("The new closing time must be later than the old one.", "on")
    if closes_at <= clock.now():
        raise Refused("The new closing time must be in the future.", "on")
    check_order(consultation.opens_at, closes_at, results_due or old_due)
    if old != closes_at:
        consultation.closes_at = closes_at
        before, after = old.isoformat() if old else "", closes_at.isoformat()
        change = _note(actor, consultation, "extended", "closes_at", before, after, reason)
        ledger.record(
            verbs.CONSULTATION_EXTENDED,
            subject_id=consultation.id,
            actor_id=actor.account_id,
            change_id=change,
            old=before,
            new=after,
        )
    if results_due is not None and results_due != old_due:
        consultation.results_due = results_due
        before = old_due.isoformat() if old_due else ""
        note_correction(actor, consultation, "results_due", before, results_due.isoformat(), reason)
    db.session.flush()


def note_correction(actor: Viewer, consultation: Consultation, field: str, old: str, new: str, reason: str) -> None:  # noqa: PLR0917 - a row's columns in their order
    """Keep what was corrected with its reason; those who have answered are told."""
    change = _note(actor, consultation, "corrected", field, old, new, reason)
    ledger.record(
        verbs.CONSULTATION_CORRECTED,
        subject_id=consultation.id,
        actor_id=actor.account_id,
        change_id=change,
        field=field,
    )


def correct_detail(
    actor: Viewer, *, consultation: Consultation, field: str, value: str, reason: str, old: str | None = None
) -> None:
    """Put a corrected text in the place of one that people have seen; the old one stays in the record.

    Refuses when it is no longer what it was when it was opened (`old`).
    """
    if field not in CORRECTABLE:
        raise TypeError(f"{field} cannot be corrected")
    new = FIELDS[field](value)
    lock_launched(consultation)
    before = getattr(consultation, field)
    if before == new:
        return
    if old is not None and old != before:
        raise Refused(SEEN_ANEW)
    reason = public_reason(reason)
    setattr(consultation, field, new)
    db.session.flush()
    note_correction(actor, consultation, field, before, new, reason)


def correct_notice(actor: Viewer, *, consultation: Consultation, body: str, reason: str) -> None:
    """Put a new version of the privacy notice; who has answered was told the version of then."""
    body = text.clean_text(body)
    if text.is_blank(body) or len(body) > LONGEST_TEXT:
        raise Refused(f"Write the privacy notice, in {LONGEST_TEXT:,} characters or fewer.", "text")
    lock_launched(consultation)
    held = queries.notice_of(consultation)
    if held is not None and held.body == body:
        return
    reason = public_reason(reason)
    number = consultation.notice
    add_notice(actor, consultation, body)
    note_correction(actor, consultation, "notice", str(number), str(consultation.notice), reason)


def correct_questions(
    actor: Viewer, *, consultation: Consultation, base: int, definition: Definition, reason: str
) -> None:
    """Put other words into questions that people have seen. What is asked for, and of whom, stays as it is."""
    lock_launched(consultation)
    held = queries.definition_of(consultation)
    if definition == held:
        return
    if base != consultation.definition:
        raise Refused(SEEN_ANEW)
    if shape_of(definition) != shape_of(held):
        raise Refused("After the launch only the words of questions can be corrected, not what is asked.")
    reason = public_reason(reason)
    number = consultation.definition
    add_definition(actor, consultation, write_definition(definition))
    note_correction(actor, consultation, "questions", str(number), str(consultation.definition), reason)


def shape_of(definition: Definition) -> Definition:
    """The definition without its words: what two definitions share that ask the same."""
    pages = tuple(
        page.model_copy(update={"title": "-", "introduction": "", "questions": tuple(map(_wordless, page.questions))})
        for page in definition.pages
    )
    return Definition(pages=pages, equality=tuple(map(_wordless, definition.equality)))


def _wordless(question: Question) -> Question:
    words = {"label": "", "help": "", "lowest_label": "", "highest_label": ""}
    for name in ("options", "rows"):
        words[name] = tuple(part.model_copy(update={"label": "-"}) for part in getattr(question, name))  # type: ignore[assignment]  # a part of either kind
    return question.model_copy(update=words)


def call_off(actor: Viewer, *, consultation: Consultation, reason: str) -> None:
    """End it without results; the page stays and says why, and what was sent is kept."""
    lock(consultation)
    if consultation.state is ConsultationState.WITHDRAWN:
        return
    lock_launched(consultation)
    reason = public_reason(reason)
    write_moments(consultation)
    consultation.state = ConsultationState.WITHDRAWN
    consultation.withdrawn_at, consultation.withdrawn_reason = clock.now(), reason
    db.session.flush()
    ledger.record(verbs.CONSULTATION_WITHDRAWN, subject_id=consultation.id, actor_id=actor.account_id)
    cache.bump(cache.SITE, consultation.scope)


def publish_results(
    actor: Viewer, *, consultation: Consultation, body: str = "", publication: Publication | None = None
) -> None:
    """Say what was heard and decided, in a text or a publication; sent once more it is put right in silence."""
    body = text.clean_text(body)
    if text.is_blank(body) and publication is None:
        raise Refused("Write what was heard and decided, or give the address of the post that says it.", "text")
    if len(body) > LONGEST_TEXT:
        raise Refused(f"The text must be {LONGEST_TEXT:,} characters or fewer. Put the rest into a post.", "text")
    lock_launched(consultation)
    now = clock.now()
    if not consultation.has_closed(now):
        raise Refused("It is still open. Results are published after it has closed.")
    if publication is not None and not publication.is_public(now):
        raise Refused("This post is not public yet. Publish it first.", "address")
    consultation.results_text = "" if text.is_blank(body) else body
    consultation.results_publication_id = publication.id if publication else None
    if consultation.results_published_at is None:
        write_moments(consultation)
        consultation.results_published_at = now
        ledger.record(verbs.RESULTS_PUBLISHED, subject_id=consultation.id, actor_id=actor.account_id)
    index_consultation(consultation)
    cache.bump(cache.SITE, consultation.scope)
