"""Inviting stakeholders who have not said anything, each once."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete

from engage.consultations.models import Consultation
from engage.core import clock, ledger, outbox
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_line, clean_text, is_blank
from engage.mail import preferences
from engage.mail.actions import ensure_subscriber, ensure_subscribers
from engage.mail.consents import Leave
from engage.mail.kinds import CONSULTATIONS
from engage.mail.models import Subscriber
from engage.mail.queries import objections
from engage.reach import mails, verbs
from engage.reach.models import Invitation, InvitationWords
from engage.reach.queries.inviting import Guest, answered_by_now, invited_to, lock_invitations, titles_of_materials
from engage.reach.stakeholders import Stakeholder

MOST_AT_ONCE = 500
WORDS_KEPT_FOR = timedelta(days=30)


def checked_words(subject: str, body: str) -> tuple[str, str]:
    """The subject and the words of an invitation, cleaned; refuses empty ones."""
    subject, body = clean_line(subject), clean_text(body)
    if is_blank(subject):
        raise Refused("Enter a subject.", "subject")
    if is_blank(body):
        raise Refused("Write to them in your own words.", "body")
    return subject, body


def keep_words(actor: Viewer, *, consultation: Consultation, chosen: str, subject: str, body: str) -> None:
    """Keep what somebody is writing to those who are chosen, in place of what they wrote before."""
    subject, body = checked_words(subject, body)
    lock_invitations(consultation)
    about = {"account_id": actor.account_id, "consultation_id": consultation.id}
    db.session.merge(InvitationWords(**about, chosen=chosen, subject=subject, body=body, at=clock.now()))


def forget_words() -> None:
    """Forget what was written to be sent a month ago."""
    db.session.execute(delete(InvitationWords).where(InvitationWords.at < clock.now() - WORDS_KEPT_FOR))


def invite(actor: Viewer, *, consultation: Consultation, guests: Sequence[Guest], subject: str, body: str) -> int:
    """Invite those who can be invited by mail, each once whatever is clicked; how many are written to now."""
    if not consultation.is_open(clock.now()):
        raise Refused("The consultation takes no answers now, so nobody can be invited to it.")
    subject, body = checked_words(subject, body)
    chosen = _not_invited_yet(consultation, guests)
    numbers = ensure_subscribers([guest.email for guest in chosen])
    documents = titles_of_materials(consultation)
    for guest in chosen:
        who = guest.stakeholder
        db.session.add(
            Invitation(
                consultation_id=consultation.id,
                organisation_id=who.organisation_id,
                contact_id=who.contact_id,
                email=guest.email,
                at=clock.now(),
                account_id=actor.account_id,
            )
        )
        subscriber = db.session.get_one(Subscriber, numbers[guest.email])
        message = mails.invitation(
            guest, consultation, subject=subject, body=body, documents=documents, subscriber=subscriber
        )
        outbox.put(message, key=f"invitation:{consultation.id}:{who.key}", bulk=True)
    if chosen:
        db.session.flush()
        _record(actor, consultation, [guest.stakeholder for guest in chosen])
    return len(chosen)


def _record(actor: Viewer, consultation: Consultation, invited: Sequence[Stakeholder]) -> None:
    organisations = ",".join(str(one.id) for one in invited if not one.is_person)
    contacts = ",".join(str(one.id) for one in invited if one.is_person)
    about: dict[str, Any] = {"subject_id": consultation.id, "actor_id": actor.account_id}
    if organisations:
        ledger.record(verbs.STAKEHOLDERS_INVITED, **about, organisation_ids=organisations)
    if contacts:
        ledger.record(verbs.CONTACTS_INVITED, **about, contact_ids=contacts)


def _not_invited_yet(consultation: Consultation, guests: Sequence[Guest]) -> list[Guest]:
    """Those who can be invited, one for each address, seen while nobody else invites to the same consultation.

    Who has answered since the figures were counted is not asked for an answer.
    """
    known = invited_to(consultation)
    addresses = {row.email for row in known}
    invited = {Stakeholder.of(row.organisation_id, row.contact_id) for row in known}
    invited |= answered_by_now(consultation, [guest.stakeholder for guest in guests])
    found = []
    for guest in guests[:MOST_AT_ONCE]:
        if not guest.why_not and guest.stakeholder not in invited and guest.email not in addresses:
            addresses.add(guest.email)
            found.append(guest)
    return found


def refuse_invitations(actor: Viewer, *, email: str, leave: Leave) -> Subscriber:
    """Write no more to an address about consultations; asking twice changes nothing."""
    subscriber = ensure_subscriber(email)
    kinds = objections(subscriber.id) | {CONSULTATIONS.key}
    preferences.object_to(actor, subscriber=subscriber, kinds=kinds, leave=leave)
    return subscriber
