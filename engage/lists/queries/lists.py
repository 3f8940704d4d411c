"""Saved lists: who is on them, and who of those would be written to."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Label, Result, Row, Select, Subquery, and_, case, func, literal, null, select

from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory import rights
from engage.directory.models import (
    Channel,
    Contact,
    ContactAddress,
    ContactPermission,
    ListWhom,
    Organisation,
    OrganisationStatus,
    Purpose,
    StakeholderKind,
)
from engage.directory.queries.filtering import Filter, Meant, contacts_where, meant, organisations_where
from engage.lists.models import StakeholderList
from engage.lists.queries.objections import OBJECTED, objecting_among
from engage.lists.withheld import reasons_for, withheld_for

NO_ADDRESS = "No email address is known."
CLOSED = "The organisation has closed."
UNLISTED = "The list from which this person came has it no longer."
NO_BASIS = "Nobody has recorded on which basis this person may be written to."
MOST_COUNTED = 50_000
Place = tuple[str, int]
Seen = Sequence[ColumnElement[bool]]


@dataclass(frozen=True)
class ListMember:
    """A stakeholder on a list; `why_not` says why the directory would not have it written to."""

    kind: str
    id: int
    name: str
    email: str | None
    why_not: str | None
    language: str
    format: str

    @property
    def place(self) -> Place:
        """Where it stands in the list: what `members_of_list` takes as `after`."""
        return self.kind, self.id


def stakeholder_lists(viewer: Viewer) -> Sequence[StakeholderList]:
    """The lists that somebody may use, by name."""
    if not viewer.may(rights.WRITE):
        return []
    return db.session.scalars(
        select(StakeholderList).where(StakeholderList.removed_at.is_(None)).order_by(StakeholderList.name)
    ).all()


def stakeholder_list(list_id: int) -> StakeholderList | None:
    """The list of an id, removed ones too, so that what was sent to it can be told."""
    return db.session.get(StakeholderList, list_id)


def list_or_404(list_id: int) -> StakeholderList:
    """The list of an id that is in use; 404 when there is none."""
    found = stakeholder_list(list_id)
    return found if found is not None and found.removed_at is None else abort(404)


def list_called(name: str) -> StakeholderList | None:
    """The list of a name that is in use."""
    wanted = select(StakeholderList).where(StakeholderList.name == name, StakeholderList.removed_at.is_(None))
    return db.session.scalars(wanted).first()


def may_change_list(viewer: Viewer, found: StakeholderList) -> bool:
    """Whether the viewer may change or remove a list: who made it, and whose role holds everywhere."""
    if not viewer.may(rights.CONTACTS):
        return False
    return viewer.scope(rights.CONTACTS) is None or (viewer.signed_in and found.made_by == viewer.account_id)


def list_size(list_id: int) -> int:
    """How many stakeholders are on a list now."""
    found = stakeholder_list(list_id)
    return 0 if found is None else filter_size(Filter.from_json(found.filters), found.whom)


def filter_size(wanted: Filter, whom: ListWhom) -> int:
    """How many stakeholders a filter means now."""
    looked_up, total = meant(wanted), 0
    if whom is not ListWhom.CONTACTS:
        total += db.session.scalar(select(func.count(Organisation.id)).where(*organisations_where(looked_up))) or 0
    if whom is not ListWhom.ORGANISATIONS:
        total += db.session.scalar(select(func.count(Contact.id)).where(*contacts_where(looked_up))) or 0
    return total


@dataclass(frozen=True)
class ListTally:
    """How many are on a list, and how many of those would be written to; for the others, how many for each reason.

    People are counted up to `MOST_COUNTED`; `is_more` says that there may be more. `beyond` counts those who are on it
    and whom the viewer may not see; they are in no other number.
    """

    total: int
    written_to: int
    reasons: Sequence[tuple[str, int]]
    is_more: bool = False
    beyond: int = 0


def tally_of(wanted: Filter, whom: ListWhom, *, seen: Seen = ()) -> ListTally:
    """How many a filter means now, counted by the database, reason by reason.

    `seen` is what a contact must be for the viewer to see it.
    """
    looked_up = meant(wanted)
    counts: Counter[str | None] = Counter()
    people: Counter[str | None] = Counter()
    if whom is not ListWhom.CONTACTS:
        counts += _tally_organisations(looked_up)
    if whom is not ListWhom.ORGANISATIONS:
        people = _tally_contacts(looked_up, seen)
        counts += people
    reasons = sorted((str(reason), count) for reason, count in counts.items() if reason is not None)
    beyond = _beyond(looked_up, seen) if seen and whom is not ListWhom.ORGANISATIONS else 0
    return ListTally(counts.total(), counts[None], reasons, people.total() == MOST_COUNTED, beyond)


def _beyond(wanted: Meant, seen: Seen) -> int:
    return db.session.scalar(select(func.count(Contact.id)).where(*contacts_where(wanted), ~and_(*seen))) or 0


def _tally_organisations(wanted: Meant) -> Counter[str | None]:
    reachable = (Organisation.email != "").label("reachable")
    each = select(reachable, Organisation.status, _withheld(Organisation.email)).where(*organisations_where(wanted))
    counts: Counter[str | None] = Counter()
    for row in _grouped(each.subquery()):
        why_not = _why_not_organisation(row.status, reachable=bool(row.reachable))
        counts[why_not or row.withheld] += row.many
    return counts


def _tally_contacts(wanted: Meant, seen: Seen) -> Counter[str | None]:
    found = _contacts(Purpose.INVITATIONS).where(*contacts_where(wanted), *seen).limit(MOST_COUNTED).subquery()
    reachable = found.c.email.is_not(None).label("reachable")
    each = select(found.c.agreed, found.c.channel, found.c.is_closed, reachable, _withheld(found.c.email))
    counts: Counter[str | None] = Counter()
    for row in _grouped(each.subquery()):
        why_not = _why_not(row, Purpose.INVITATIONS, reachable=bool(row.reachable))
        counts[why_not or row.withheld] += row.many
    return counts


def _grouped(each: Subquery) -> Result[Any]:
    """How many rows are alike in all columns."""
    return db.session.execute(select(*each.c, func.count().label("many")).group_by(*each.c))


def _withheld(email: Any) -> Label[Any]:
    """The reason for which another feature does not let an address be written to."""
    known = withheld_for(Purpose.INVITATIONS)
    cases = [(func.lower(email).in_(emails), literal(reason)) for reason, emails in known.items()]
    return (case(*cases, else_=None) if cases else null()).label("withheld")


def with_reasons(members: Sequence[ListMember], purpose: Purpose = Purpose.INVITATIONS) -> list[ListMember]:
    """Members with the reasons for which other features would not have them written to."""
    reasons = reasons_for({each.email.lower() for each in members if each.email and not each.why_not}, purpose)
    return [replace(each, why_not=each.why_not or reasons.get((each.email or "").lower())) for each in members]


def members_of_list(
    list_id: int, *, after: Place | None = None, limit: int = 1000, purpose: Purpose = Purpose.INVITATIONS
) -> Sequence[ListMember]:
    """Who is on a list behind a place, organisations first, then contacts, each by id; nobody for an unknown list.

    What a contact said about the purpose decides, and whether somebody else at the address objects.
    """
    found = stakeholder_list(list_id)
    if found is None:
        return []
    wanted = Filter.from_json(found.filters)
    members = members_of_filter(wanted, found.whom, after=after, limit=limit, purpose=purpose)
    refusing = objecting_among({each.email.lower() for each in members if each.email and not each.why_not}, purpose)
    return [
        replace(each, why_not=OBJECTED[purpose])
        if not each.why_not and (each.email or "").lower() in refusing
        else each
        for each in members
    ]


def members_of_filter(
    wanted: Filter,
    whom: ListWhom,
    *,
    after: Place | None = None,
    limit: int = 1000,
    purpose: Purpose = Purpose.INVITATIONS,
    seen: Seen = (),
) -> Sequence[ListMember]:
    """Who a filter means behind a place, organisations first, then contacts, each by id.

    `seen` is what a contact must be for the viewer to see it.
    """
    looked_up = meant(wanted)
    members: list[ListMember] = []
    at_contacts = after is not None and after[0] == StakeholderKind.CONTACT
    if whom is not ListWhom.CONTACTS and not at_contacts:
        rows = db.session.execute(
            select(Organisation.id, Organisation.name, Organisation.email, Organisation.status)
            .where(*organisations_where(looked_up), Organisation.id > (after[1] if after else 0))
            .order_by(Organisation.id)
            .limit(limit)
        )
        members = [_organisation(row) for row in rows]
    if whom is not ListWhom.ORGANISATIONS and len(members) < limit:
        behind = after[1] if after is not None and at_contacts else 0
        contacts = (
            _contacts(purpose)
            .where(*contacts_where(looked_up), *seen, Contact.id > behind)
            .order_by(Contact.id)
            .limit(limit - len(members))
        )
        members += [_contact(row, purpose) for row in db.session.execute(contacts)]
    return members


def members_by_id(
    organisation_ids: Collection[int], contact_ids: Collection[int], *, purpose: Purpose = Purpose.INVITATIONS
) -> Sequence[ListMember]:
    """Organisations and contacts of these ids as members of a list, with at most two statements."""
    members: list[ListMember] = []
    if organisation_ids:
        columns = (Organisation.id, Organisation.name, Organisation.email, Organisation.status)
        rows = db.session.execute(select(*columns).where(Organisation.id.in_(organisation_ids)))
        members = [_organisation(row) for row in rows]
    if contact_ids:
        contacts = db.session.execute(_contacts(purpose).where(Contact.id.in_(contact_ids)))
        members += [_contact(row, purpose) for row in contacts]
    return members


def _organisation(row: Row[int, str, str, OrganisationStatus]) -> ListMember:
    why_not = _why_not_organisation(row.status, reachable=bool(row.email))
    return ListMember(
        StakeholderKind.ORGANISATION.value, row.id, row.name, row.email or None, why_not, "en", "standard"
    )


def _why_not_organisation(status: OrganisationStatus, *, reachable: bool) -> str | None:
    if status is OrganisationStatus.CLOSED:
        return CLOSED
    return None if reachable else NO_ADDRESS


def _contacts(purpose: Purpose) -> Select[Any]:
    """Contacts with the address that is written to first, and what they said last about a purpose."""
    email = (
        select(ContactAddress.value)
        .where(ContactAddress.contact_id == Contact.id, ContactAddress.channel == Channel.EMAIL)
        .order_by(ContactAddress.rank, ContactAddress.id)
        .limit(1)
        .scalar_subquery()
    )
    agreed = (
        select(ContactPermission.agreed)
        .where(ContactPermission.contact_id == Contact.id, ContactPermission.purpose == purpose)
        .order_by(ContactPermission.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return select(
        Contact.id,
        Contact.name,
        Contact.channel,
        Contact.language,
        Contact.format,
        Contact.closed_at.is_not(None).label("is_closed"),
        email.label("email"),
        agreed.label("agreed"),
    )


def _contact(row: Row[Any], purpose: Purpose) -> ListMember:
    why_not = _why_not(row, purpose, reachable=row.email is not None)
    return ListMember(
        StakeholderKind.CONTACT.value, row.id, row.name, row.email, why_not, row.language, row.format.value
    )


def _why_not(row: Row[Any], purpose: Purpose, *, reachable: bool) -> str | None:
    if row.is_closed:
        return UNLISTED
    if row.agreed is None:
        return NO_BASIS
    if not row.agreed:
        return OBJECTED[purpose]
    if row.channel is not Channel.EMAIL:
        return f"Asked to be reached by {row.channel.value}, not by email."
    return None if reachable else NO_ADDRESS
