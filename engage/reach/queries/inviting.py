"""Who of the silent can be invited, and why the others cannot."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, func, literal, select, union_all

from engage.consultations.models import Consultation
from engage.consultations.queries import materials_of
from engage.core.database import db
from engage.core.i18n import date_text
from engage.core.permissions import Viewer
from engage.directory.models import (
    Channel,
    Contact,
    ContactAddress,
    ErasedObjection,
    Format,
    Organisation,
    Purpose,
    StakeholderKind,
)
from engage.directory.queries.erased import hashes_of
from engage.lists.queries.lists import members_by_id
from engage.lists.queries.objections import OBJECTED, objecting_emails
from engage.mail.kinds import CONSULTATIONS
from engage.mail.models import Objection, Subscriber, Suppression
from engage.mail.told_lately import QUIET, noticed_lately
from engage.reach.models import Invitation, InvitationWords
from engage.reach.queries.doings import PEOPLE
from engage.reach.queries.needs import needs_of
from engage.reach.queries.silent import Silent
from engage.reach.stakeholders import Stakeholder
from engage.submissions.models import Submission, SubmissionState

INVITED = "Invited already."
SAME_ADDRESS = "Has the same address as {name}, which is written to."
INVITED_THERE = "Invited already, at the same address."
OBJECTS = "Asked not to be written to about consultations."
CAME_BACK = "Mail to this address came back."
NOTICED = "Heard of it by a notice on {told}. Can be invited from {again}."


@dataclass(frozen=True)
class Guest:
    """A silent stakeholder with the address at which it can be invited, or why it cannot, and the form it asked for."""

    silent: Silent
    email: str
    why_not: str
    needs: str = ""

    @property
    def stakeholder(self) -> Stakeholder:
        """Who it is."""
        return self.silent.stakeholder

    @property
    def name(self) -> str:
        """What it is called."""
        return self.silent.name


def guests(consultation_ids: Sequence[int], rows: Sequence[Silent]) -> list[Guest]:
    """Each of the silent with its address, in the same order, with as many statements for fifty as for one."""
    known = {
        Stakeholder(StakeholderKind(one.kind), one.id): one
        for one in members_by_id(
            [row.stakeholder.id for row in rows if not row.stakeholder.is_person],
            [row.stakeholder.id for row in rows if row.stakeholder.is_person],
        )
    }
    emails = {who: (one.email or "").strip().lower() for who, one in known.items()}
    erased = _hashes({email for who, email in emails.items() if email and not who.is_person})
    said = _said(consultation_ids, list(known), sorted({email for email in emails.values() if email}), erased)
    noticed = noticed_lately(consultation_ids, {email for email in emails.values() if email})
    found = []
    for row in rows:
        who = row.stakeholder
        member, email = known[who], emails[who]
        why_not = INVITED if who in said.invited else member.why_not or said.by_address.get(email, "")
        if not why_not and email in noticed:
            why_not = _noticed(noticed[email])
        found.append(Guest(row, email, why_not, needs_of(member.language, Format(member.format))))
    return found


def _noticed(at: datetime) -> str:
    return NOTICED.format(told=date_text(at), again=date_text(at + QUIET + timedelta(days=1)))


def one_for_each_address(found: Sequence[Guest]) -> list[Guest]:
    """The guests in their order, of whom only the first at each address is written to."""
    first: dict[str, Guest] = {}
    told = []
    for guest in found:
        other = first.setdefault(guest.email, guest) if not guest.why_not else guest
        told.append(guest if other is guest else replace(guest, why_not=SAME_ADDRESS.format(name=other.name)))
    return told


@dataclass(frozen=True)
class _Said:
    """Who was invited already, and what stands against which address."""

    invited: set[Stakeholder]
    by_address: dict[str, str]


def _hashes(emails: Collection[str]) -> dict[str, str]:
    """The addresses by the hashes under which somebody's no is kept who was erased."""
    return {each: email for email in emails for each in hashes_of([(Channel.EMAIL, email)])}


def _said(
    consultation_ids: Sequence[int], whom: Sequence[Stakeholder], emails: Sequence[str], erased: Mapping[str, str]
) -> _Said:
    """What stands against some addresses, the reason that counts most last, with one statement."""
    of_these = Invitation.consultation_id.in_(consultation_ids)
    # Who was invited under a record that is part of this one now was invited.
    organisation = func.coalesce(Organisation.merged_into_id, Organisation.id)
    contact = func.coalesce(Contact.merged_into_id, Contact.id)
    organisations = organisation.in_([one.id for one in whom if not one.is_person])
    contacts = contact.in_([one.id for one in whom if one.is_person])
    objects = select(literal(OBJECTS), Subscriber.email, literal(0)).join(
        Objection, Objection.subscriber_id == Subscriber.id
    )
    refusing = objecting_emails(Purpose.INVITATIONS).where(ContactAddress.key.in_(emails)).subquery()
    rows = db.session.execute(
        union_all(
            select(literal(INVITED).label("why"), literal("o").label("what"), organisation.label("id"))
            .select_from(Invitation)
            .join(Organisation, Organisation.id == Invitation.organisation_id)
            .where(of_these, organisations),
            select(literal(INVITED), literal("c"), contact)
            .select_from(Invitation)
            .join(Contact, Contact.id == Invitation.contact_id)
            .where(of_these, contacts),
            select(literal(INVITED_THERE), Invitation.email, literal(0)).where(of_these, Invitation.email.in_(emails)),
            select(literal(OBJECTED[Purpose.INVITATIONS]), refusing.c.key, literal(0)),
            select(literal(OBJECTED[Purpose.INVITATIONS]), ErasedObjection.address_hash, literal(0)).where(
                ErasedObjection.address_hash.in_(erased), ErasedObjection.purpose == Purpose.INVITATIONS
            ),
            objects.where(Subscriber.email.in_(emails), Objection.kind == CONSULTATIONS.key),
            select(literal(CAME_BACK), Suppression.email, literal(0)).where(Suppression.email.in_(emails)),
        )
    ).all()
    invited = {found for row in rows if (found := Stakeholder.read(f"{row.what}{row.id}")) is not None}
    return _Said(invited, {erased.get(row.what, row.what): row.why for row in rows})


def answered_by_now(consultation: Consultation, whom: Sequence[Stakeholder]) -> set[Stakeholder]:
    """Those of some stakeholders who have answered, also since the figures were counted."""
    sent = (Submission.consultation_id == consultation.id, Submission.state == SubmissionState.SENT)
    organisations = Submission.organisation_id.in_([one.id for one in whom if not one.is_person])
    contacts = Contact.id.in_([one.id for one in whom if one.is_person])
    people = select(literal("c"), Contact.id).join(Submission, Submission.account_id == Contact.account_id)
    both: CompoundSelect[Any] = union_all(
        select(literal("o").label("what"), Submission.organisation_id.label("id")).where(*sent, organisations),
        people.where(*sent, Submission.respondent.in_(PEOPLE), contacts),
    )
    rows = db.session.execute(both)
    return {found for row in rows if (found := Stakeholder.read(f"{row.what}{row.id}")) is not None}


def lock_invitations(consultation: Consultation) -> None:
    """Let nobody else write or send invitations to a consultation until the unit of work ends."""
    db.session.execute(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())


def words_of(viewer: Viewer, consultation: Consultation) -> InvitationWords | None:
    """What somebody wrote last to be sent to stakeholders of a consultation."""
    return db.session.get(InvitationWords, (viewer.account_id, consultation.id))


def invited_to(consultation: Consultation) -> Sequence[Invitation]:
    """The invitations to a consultation, which nobody else can add to until the unit of work ends."""
    lock_invitations(consultation)
    return db.session.scalars(select(Invitation).where(Invitation.consultation_id == consultation.id)).all()


def titles_of_materials(consultation: Consultation) -> list[str]:
    """What the documents beside the questions are called."""
    return [material.title for material, _ in materials_of(consultation)]
