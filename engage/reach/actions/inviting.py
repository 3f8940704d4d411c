"""Inviting stakeholders who have not said anything, each once."""

from collections.abc import Sequence

from engage.consultations.models import Consultation
from engage.core import clock, ledger, outbox
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_line, clean_text, is_blank
from engage.reach import mails, verbs
from engage.reach.models import Invitation, InvitationRefusal
from engage.reach.queries.silent import Silent, invited_to
from engage.reach.refusing import refusal_token

MOST_AT_ONCE = 500


def checked_words(subject: str, body: str) -> tuple[str, str]:
    """The subject and the words of an invitation, cleaned; refuses empty ones."""
    subject, body = clean_line(subject), clean_text(body)
    if is_blank(subject):
        raise Refused("Enter a subject.", "subject")
    if is_blank(body):
        raise Refused("Write to them in your own words.", "body")
    return subject, body


def invite(actor: Viewer, *, consultation: Consultation, silent: Sequence[Silent], subject: str, body: str) -> int:
    """Invite those who can be invited by mail, each once whatever is clicked; how many are written to now."""
    if not consultation.is_open(clock.now()):
        raise Refused("The consultation takes no answers now, so nobody can be invited to it.")
    subject, body = checked_words(subject, body)
    chosen = _not_invited_yet(consultation, silent)
    for one, email in chosen:
        db.session.add(
            Invitation(
                consultation_id=consultation.id,
                organisation_id=one.id,
                email=email,
                at=clock.now(),
                account_id=actor.account_id,
            )
        )
        message = mails.invitation(
            email, one.name, consultation, subject=subject, body=body, token=refusal_token(email, consultation.id)
        )
        outbox.put(message, key=f"invitation:{consultation.id}:{one.id}", bulk=True)
    if chosen:
        db.session.flush()
        ledger.record(
            verbs.STAKEHOLDERS_INVITED,
            subject_id=consultation.id,
            actor_id=actor.account_id,
            organisation_ids=",".join(str(one.id) for one, _ in chosen),
        )
    return len(chosen)


def _not_invited_yet(consultation: Consultation, silent: Sequence[Silent]) -> list[tuple[Silent, str]]:
    """Those who can be invited, one for each address, seen while nobody else invites to the same consultation."""
    known = invited_to(consultation)
    addresses, invited = {row.email for row in known}, {row.organisation_id for row in known}
    found = []
    for one in silent[:MOST_AT_ONCE]:
        email = one.email.strip().casefold()
        if not one.why_not and one.id not in invited and email not in addresses:
            addresses.add(email)
            found.append((one, email))
    return found


def refuse_invitations(*, email: str, consultation_id: int) -> None:
    """Never invite an address again; asking twice changes nothing."""
    if db.session.get(InvitationRefusal, email) is not None:
        return
    db.session.add(InvitationRefusal(email=email, at=clock.now()))
    ledger.record(verbs.INVITATION_REFUSED, subject_id=0, actor_id=None, consultation_id=consultation_id)
