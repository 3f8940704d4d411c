"""Where a consultation stands, in the words that people read."""

from dataclasses import dataclass
from datetime import date, datetime

from engage.consultations.models import Consultation, ConsultationChange, ConsultationState
from engage.core import clock, i18n


@dataclass(frozen=True)
class Standing:
    """One word for its tag with the tone, a sentence about its dates, and what can be done."""

    word: str
    tone: str
    dates: str
    takes_answers: bool = False


def standing(consultation: Consultation, now: datetime | None = None) -> Standing:
    """Where it stands at a moment."""
    now = now or clock.now()
    if consultation.state is ConsultationState.DRAFT:
        return Standing("Draft", "neutral", "Not launched yet")
    if consultation.state is ConsultationState.WITHDRAWN:
        return Standing("Called off", "bad", _on("Called off on", consultation.withdrawn_at))
    if not consultation.has_opened(now):
        return Standing("Coming", "neutral", _at("Opens on", consultation.opens_at))
    if not consultation.has_closed(now):
        return Standing("Open", "accent", _at("Answer until", consultation.closes_at), takes_answers=True)
    return _after_the_close(consultation, i18n.local(now).date())


def _after_the_close(consultation: Consultation, today: date) -> Standing:
    closed = _on("Closed on", consultation.closes_at)
    if consultation.results_published_at is not None:
        return Standing("Results", "good", f"{closed}. {_on('Results since', consultation.results_published_at)}")
    due = consultation.results_due
    if consultation.is_overdue(today):
        return Standing("Results overdue", "bad", f"{closed}. Results were promised for {_day(due)}")
    return Standing("Closed", "warn", f"{closed}. Results promised for {_day(due)}" if due else closed)


def _day(day: date | None) -> str:
    return i18n.date_text(day) if day else ""


def _on(words: str, moment: datetime | None) -> str:
    return f"{words} {i18n.date_text(moment)}" if moment else ""


def _at(words: str, moment: datetime | None) -> str:
    return f"{words} {i18n.datetime_text(moment)}" if moment else ""


FIELD_WORDS = {
    "closes_at": "The closing time",
    "results_due": "The date of the results",
    "title": "The title",
    "summary": "The summary",
    "to_decide": "What will be decided",
    "already_fixed": "What is already fixed",
    "audience": "Who should answer",
    "contact_name": "The contact",
    "contact_email": "The contact’s email address",
    "contact_phone": "The contact’s telephone number",
    "questions": "The wording of the questions",
    "notice": "The privacy notice",
    "materials": "The documents",
}
SHORT = frozenset({"title", "contact_name", "contact_email", "contact_phone"})


def change_words(change: ConsultationChange) -> str:
    """What was changed after the launch, in a sentence."""
    what = FIELD_WORDS.get(change.field, change.field)
    if change.field == "closes_at":
        old, new = (i18n.datetime_text(datetime.fromisoformat(value)) for value in (change.old, change.new))
        return f"{what} was moved from {old} to {new}"
    if change.field == "results_due":
        old, new = (_day(date.fromisoformat(value)) if value else "no date" for value in (change.old, change.new))
        return f"{what} was moved from {old} to {new}"
    if change.field == "materials":
        return _document_words(change.old, change.new)
    if change.field in SHORT:
        return f"{what} was changed from “{change.old}” to “{change.new}”"
    return f"{what} was corrected"


def _document_words(old: str, new: str) -> str:
    if not old:
        return f"The document “{new}” was added"
    if not new:
        return f"The document “{old}” was taken off"
    if old == new:
        return f"The document “{old}” was replaced by a corrected one"
    return f"The document “{old}” was replaced by “{new}”"
