"""The words of notices about consultations, written when they leave from what is true at that moment."""

from typing import Any

from engage.consultations.models import Consultation, ConsultationChange
from engage.consultations.queries import consultation as consultation_of
from engage.core.database import db
from engage.core.i18n import date_text, datetime_text
from engage.core.messages import Message
from engage.mail import consultation_news, links, mails
from engage.mail.kinds import BY_MESSAGE
from engage.mail.models import MailRun, Subscriber


def written(run: MailRun, name: str, subscriber: Subscriber) -> Message | None:
    """The message of a run for one person; nothing when what it tells is no longer so."""
    facts = consultation_news.facts_of(run)
    consultation = consultation_of(facts["consultation_id"])
    if consultation is None or not consultation_news.still_holds(facts, consultation):
        return None
    kind = BY_MESSAGE[name]
    return mails.consultation_notice(
        name,
        to=subscriber.email,
        path=f"/consultations/{consultation.slug}/",
        title=consultation.title,
        summary=consultation.summary,
        kind=kind,
        stop_url=links.object_url(kind.key, subscriber),
        preferences_url=links.url("mail.preferences", links.PREFERENCES, subscriber),
        **_words(facts, consultation),
    )


def _words(facts: dict[str, Any], consultation: Consultation) -> dict[str, Any]:
    closes = datetime_text(consultation.closes_at) if consultation.closes_at else ""
    change = db.session.get(ConsultationChange, facts["change_id"]) if facts.get("change_id") else None
    reason = change.reason if change else ""
    title = consultation.title
    match facts["what"]:
        case "opened":
            return _said(f"Have your say: {title}", f"It is open until {closes}.", "Answer it")
        case "closing":
            day = date_text(consultation.closes_at) if consultation.closes_at else ""
            return _said(
                f"Closes on {day}: {title}", f"There is still time to answer. It closes at {closes}.", "Answer it"
            )
        case "extended":
            said = f"It stays open for longer, until {closes}. If you have answered, you can still change your answer."
            return _said(f"More time to answer: {title}", said, "See the consultation", reason)
        case "corrected":
            said = "We corrected something in this consultation. The page says what it was and what it is now."
            return _said(f"Corrected: {title}", said, "See what was corrected", reason)
    return _said(f"What we heard: {title}", "The results are published.", "Read the results")


def _said(headline: str, said: str, action: str, reason: str = "") -> dict[str, str]:
    return {"headline": headline, "said": said, "action": action, "reason": reason}
