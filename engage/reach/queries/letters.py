"""Who of the silent prefers a letter or a call to mail, where it reaches them, and what stands against it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, exists, select

from engage.core.database import db
from engage.core.i18n import date_text
from engage.core.permissions import Viewer
from engage.directory.models import (
    Channel,
    Contact,
    ContactAddress,
    ContactPermission,
    Format,
    Purpose,
    StakeholderKind,
)
from engage.lists.queries.lists import NO_BASIS
from engage.lists.queries.objections import OBJECTED
from engage.reach.models import About, Invitation, ReachStanding, Route, Telling
from engage.reach.queries.inviting import INVITED
from engage.reach.queries.needs import needs_of
from engage.reach.queries.scopes import KNOWN, near_people
from engage.reach.queries.seeing import silence_seen
from engage.reach.queries.standings import has
from engage.reach.queries.subjects import Subject

MOST = 500
PERSON = StakeholderKind.CONTACT
NO_ADDRESS = {Channel.POST: "No postal address is known.", Channel.PHONE: "No telephone number is known."}
SENT = "Was sent a letter on {day}."


@dataclass(frozen=True)
class Addressee:
    """Somebody who prefers not to be mailed; `why_not` says why a letter or a call is not for her either."""

    contact_id: int
    name: str
    channel: Channel
    address: str
    language: str
    format: Format
    why_not: str

    @property
    def needs(self) -> str:
        """In which form and language, where that is not the usual one."""
        return needs_of(self.language, self.format)


def not_by_mail(viewer: Viewer, subject: Subject, *, only: Collection[int] | None = None) -> list[Addressee]:
    """The first of those whom a subject concerns and who are silent; or some who are named, whatever they said since.

    Only those whom the viewer may see to be silent. Who can be told stands before who cannot, so that the list empties
    as they are told.
    """
    people = silence_seen(viewer, subject)
    if people is None:
        return []
    wanted = _asked(subject).where(*KNOWN, *people, Contact.channel != Channel.EMAIL)
    if only is not None:
        wanted = wanted.where(Contact.id.in_(only))
    else:
        wanted = wanted.where(~has(subject, PERSON, Contact.id, ReachStanding.spoke))
        if not subject.is_for_all:
            wanted = wanted.where(Contact.id.in_(near_people(subject)))
    return [_addressee(row) for row in db.session.execute(wanted.limit(MOST))]


def _asked(subject: Subject) -> Select[Any]:
    agreed = (
        select(ContactPermission.agreed)
        .where(ContactPermission.contact_id == Contact.id, ContactPermission.purpose == Purpose.INVITATIONS)
        .order_by(ContactPermission.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    address = (
        select(ContactAddress.value)
        .where(ContactAddress.contact_id == Contact.id, ContactAddress.channel == Contact.channel)
        .order_by(ContactAddress.rank, ContactAddress.id)
        .limit(1)
        .scalar_subquery()
    )
    told = _told_at(subject)
    invited = exists().where(
        Invitation.contact_id == Contact.id, Invitation.consultation_id.in_(subject.consultation_ids)
    )
    able = case((and_(agreed.is_(True), address.is_not(None), told.is_(None), ~invited), 0), else_=1)
    facts = (address.label("address"), agreed.label("agreed"), told.label("told"), invited.label("invited"))
    columns: tuple[Any, ...] = (Contact.id, Contact.name, Contact.channel, Contact.language, Contact.format, *facts)
    return select(*columns).order_by(able, Contact.name_key, Contact.id)


def _told_at(subject: Subject) -> Any:
    return (
        select(Telling.at)
        .where(
            Telling.about == About.CONSULTATION,
            Telling.about_id.in_(subject.consultation_ids),
            Telling.whom == PERSON,
            Telling.whom_id == Contact.id,
            Telling.route == Route.LETTER,
        )
        .order_by(Telling.at.desc())
        .limit(1)
        .scalar_subquery()
    )


def _addressee(row: Any) -> Addressee:
    return Addressee(row.id, row.name, row.channel, row.address or "", row.language, row.format, _why_not(row))


def _why_not(row: Any) -> str:
    told: datetime | None = row.told
    if told is not None:
        return SENT.format(day=date_text(told))
    if row.invited:
        return INVITED
    if row.agreed is None:
        return NO_BASIS
    if not row.agreed:
        return OBJECTED[Purpose.INVITATIONS]
    return "" if row.address else NO_ADDRESS[row.channel]
