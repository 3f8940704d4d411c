"""Who took part in engagements, and who could have."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import aliased

from engage.accounts.models import Account, RoleGrant
from engage.core.database import db
from engage.core.permissions import STAFF, Viewer
from engage.core.search_words import holds, plain_marks, with_plain_marks
from engage.directory.models import Channel, Contact, ContactAddress, ContactRole, Organisation, OrganisationKind
from engage.directory.queries.contacts import within_scope
from engage.directory.rights import CONTACTS
from engage.engagements.models import EngagementParty

ORDER = ("organisation", "contact", "account")
LEFT = "A colleague who has left"
ERASED = "A person who is in the directory no more"


@dataclass(frozen=True)
class Party:
    """Somebody who took part: `kind` is organisation, contact or account, `id` that of the row that says so."""

    id: int
    kind: str
    subject_id: int
    name: str


@dataclass(frozen=True)
class Candidate:
    """Somebody who can be noted as having taken part."""

    kind: str
    id: int
    name: str
    detail: str


def parties_of(engagement_ids: Collection[int]) -> dict[int, list[Party]]:
    """Who took part in engagements: organisations, then contacts, then colleagues, each by name and once.

    One that became part of another is read as that one.
    """
    group, person = aliased(Organisation), aliased(Contact)
    rows = db.session.execute(
        select(EngagementParty, Organisation, Contact, Account.name)
        .outerjoin(group, group.id == EngagementParty.organisation_id)
        .outerjoin(Organisation, Organisation.id == func.coalesce(group.merged_into_id, group.id))
        .outerjoin(person, person.id == EngagementParty.contact_id)
        .outerjoin(Contact, Contact.id == func.coalesce(person.merged_into_id, person.id))
        .outerjoin(Account, Account.id == EngagementParty.account_id)
        .where(EngagementParty.engagement_id.in_(engagement_ids))
        .order_by(EngagementParty.id)
    )
    found: dict[int, dict[tuple[str, int], Party]] = {one: {} for one in engagement_ids}
    for row, organisation, contact, account in rows:
        party = _party(row, organisation, contact, account or LEFT)
        found[row.engagement_id].setdefault((party.kind, party.subject_id), party)
    by_name = partial(sorted, key=lambda one: (ORDER.index(one.kind), one.name.casefold(), one.id))
    return {engagement_id: by_name(parties.values()) for engagement_id, parties in found.items()}


def _party(row: EngagementParty, organisation: Organisation | None, contact: Contact | None, account: str) -> Party:
    if organisation is not None:
        return Party(row.id, "organisation", organisation.id, organisation.name)
    if row.contact_id is not None:
        return Party(row.id, "contact", contact.id if contact else row.contact_id, (contact and contact.name) or ERASED)
    return Party(row.id, "account", row.account_id or 0, account)


def may_note(viewer: Viewer, contact_id: int) -> bool:
    """Whether a contact is one whom the viewer may see, and so note."""
    return db.session.scalar(select(Contact.id).where(Contact.id == contact_id, *seen(viewer))) is not None


def seen(viewer: Viewer) -> list[ColumnElement[bool]]:
    """That a contact is one whom the viewer may see."""
    return within_scope(viewer) if viewer.may(CONTACTS) else [false()]


def recognised(viewer: Viewer, lines: Sequence[str]) -> dict[str, Candidate]:
    """Those of the lines that are the name or the email address of exactly one stakeholder whom the viewer may see."""
    wanted = {_key(line) for line in lines}
    if not wanted:
        return {}
    name, short = with_plain_marks(Organisation.name), with_plain_marks(Organisation.short_name)
    organisations = db.session.scalars(
        select(Organisation).where(or_(name.in_(wanted), short.in_(wanted)), Organisation.merged_into_id.is_(None))
    )
    contacts = db.session.scalars(
        select(Contact).where(
            with_plain_marks(Contact.name).in_(wanted), Contact.merged_into_id.is_(None), *seen(viewer)
        )
    )
    addressed = db.session.execute(
        select(ContactAddress.key, Contact)
        .join(Contact, Contact.id == ContactAddress.contact_id)
        .where(*_at(wanted), Contact.merged_into_id.is_(None), *seen(viewer))
    )
    named: list[tuple[set[str], Candidate]] = [
        *(({_key(row.name), _key(row.short_name)}, _organisation(row, "")) for row in organisations),
        *(({_key(row.name)}, Candidate("contact", row.id, row.name, "")) for row in contacts),
        *(({row.key}, Candidate("contact", row.Contact.id, row.Contact.name, "")) for row in addressed),
    ]
    return dict(_one_each(lines, named))


def _at(emails: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return ContactAddress.channel == Channel.EMAIL, ContactAddress.key.in_(emails)


def _key(name: str) -> str:
    return plain_marks(name).lower()


def _one_each(lines: Sequence[str], named: Sequence[tuple[set[str], Candidate]]) -> Iterable[tuple[str, Candidate]]:
    for line in lines:
        fitting = [one for names, one in named if _key(line) in names]
        if len(fitting) == 1:
            yield line, fitting[0]


def candidates(viewer: Viewer, words: str, limit: int = 12) -> list[Candidate]:
    """Organisations, colleagues, and contacts whom the viewer may see, by a part of a name or an email address."""
    if not words:
        return []
    return [*_organisations(words, limit), *_contacts(viewer, words, limit), *_colleagues(words, limit)]


def _organisation(row: Organisation, kind: str) -> Candidate:
    return Candidate("organisation", row.id, row.name, kind)


def _organisations(words: str, limit: int) -> list[Candidate]:
    named = or_(holds(Organisation.name, words), holds(Organisation.short_name, words))
    rows = db.session.execute(
        select(Organisation, OrganisationKind.name)
        .outerjoin(OrganisationKind, OrganisationKind.id == Organisation.kind_id)
        .where(named, Organisation.merged_into_id.is_(None))
        .order_by(Organisation.name)
        .limit(limit)
    )
    return [_organisation(row, kind or "") for row, kind in rows]


def _contacts(viewer: Viewer, words: str, limit: int) -> list[Candidate]:
    addressed = select(ContactAddress.contact_id).where(*_at([words.lower()]))
    rows = db.session.execute(
        select(Contact, func.min(Organisation.name))
        .outerjoin(ContactRole, (ContactRole.contact_id == Contact.id) & ContactRole.until.is_(None))
        .outerjoin(Organisation, Organisation.id == ContactRole.organisation_id)
        .where(
            or_(holds(Contact.name, words), Contact.id.in_(addressed)), Contact.merged_into_id.is_(None), *seen(viewer)
        )
        .group_by(Contact.id)
        .order_by(Contact.name, Contact.id)
        .limit(limit)
    )
    return [Candidate("contact", row.id, row.name, at or "") for row, at in rows]


def _colleagues(words: str, limit: int) -> list[Candidate]:
    held = select(RoleGrant.account_id).where(RoleGrant.role.in_(STAFF))
    rows = db.session.scalars(
        select(Account)
        .where(Account.id.in_(held), Account.closed_at.is_(None), holds(Account.name, words))
        .order_by(Account.name)
        .limit(limit)
    )
    return [Candidate("account", row.id, row.name, row.role_title or "Colleague") for row in rows]
