"""Who took part in engagements, and who could have."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from engage.accounts.models import Account, RoleGrant
from engage.core.database import db
from engage.core.permissions import STAFF
from engage.directory.models import Contact, ContactRole, Organisation, OrganisationKind
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
    """Who took part in engagements: organisations, then contacts, then colleagues, each by name.

    A double is read as the record that is kept.
    """
    noted, person = aliased(Contact), aliased(Contact)
    rows = db.session.execute(
        select(EngagementParty, Organisation.name, person.id, person.name, Account.name)
        .outerjoin(Organisation, Organisation.id == EngagementParty.organisation_id)
        .outerjoin(noted, noted.id == EngagementParty.contact_id)
        .outerjoin(person, person.id == func.coalesce(noted.merged_into_id, noted.id))
        .outerjoin(Account, Account.id == EngagementParty.account_id)
        .where(EngagementParty.engagement_id.in_(engagement_ids))
    )
    found: dict[int, list[Party]] = {one: [] for one in engagement_ids}
    for row, organisation, contact_id, contact, account in rows:
        known = {
            "organisation": (row.organisation_id, organisation or ""),
            "contact": (contact_id, contact or ERASED),
            "account": (row.account_id, account or LEFT),
        }
        kind = next(kind for kind in ORDER if known[kind][0] is not None)
        found[row.engagement_id].append(Party(row.id, kind, known[kind][0] or 0, known[kind][1]))
    for parties in found.values():
        _leave_out_doubles(parties)
        parties.sort(key=lambda one: (ORDER.index(one.kind), one.name.casefold(), one.id))
    return found


def _leave_out_doubles(parties: list[Party]) -> None:
    """Name a person once, who was noted under two records that are one now."""
    first = {(one.kind, one.subject_id): one for one in reversed(parties)}
    parties[:] = first.values()


def recognised(lines: Sequence[str]) -> dict[str, Candidate]:
    """Those of the lines that are the name, or short name, of exactly one stakeholder of the directory."""
    wanted = {line.lower() for line in lines}
    if not wanted:
        return {}
    name, short = func.lower(Organisation.name), func.lower(Organisation.short_name)
    organisations = db.session.scalars(
        select(Organisation).where(or_(name.in_(wanted), short.in_(wanted)), Organisation.merged_into_id.is_(None))
    )
    contacts = db.session.scalars(
        select(Contact).where(func.lower(Contact.name).in_(wanted), Contact.merged_into_id.is_(None))
    )
    named: list[tuple[set[str], Candidate]] = [
        *(({row.name.lower(), row.short_name.lower()}, _organisation(row, "")) for row in organisations),
        *(({row.name.lower()}, Candidate("contact", row.id, row.name, "")) for row in contacts),
    ]
    return dict(_one_each(lines, named))


def _one_each(lines: Sequence[str], named: Sequence[tuple[set[str], Candidate]]) -> Iterable[tuple[str, Candidate]]:
    for line in lines:
        fitting = [one for names, one in named if line.lower() in names]
        if len(fitting) == 1:
            yield line, fitting[0]


def candidates(words: str, limit: int = 12) -> list[Candidate]:
    """Organisations, contacts and colleagues whose name holds the words."""
    if not words:
        return []
    return [*_organisations(words, limit), *_contacts(words, limit), *_colleagues(words, limit)]


def _organisation(row: Organisation, kind: str) -> Candidate:
    return Candidate("organisation", row.id, row.name, kind)


def _organisations(words: str, limit: int) -> list[Candidate]:
    named = or_(
        Organisation.name.icontains(words, autoescape=True), Organisation.short_name.icontains(words, autoescape=True)
    )
    rows = db.session.execute(
        select(Organisation, OrganisationKind.name)
        .outerjoin(OrganisationKind, OrganisationKind.id == Organisation.kind_id)
        .where(named, Organisation.merged_into_id.is_(None))
        .order_by(Organisation.name)
        .limit(limit)
    )
    return [_organisation(row, kind or "") for row, kind in rows]


def _contacts(words: str, limit: int) -> list[Candidate]:
    rows = db.session.execute(
        select(Contact, func.min(Organisation.name))
        .outerjoin(ContactRole, (ContactRole.contact_id == Contact.id) & ContactRole.until.is_(None))
        .outerjoin(Organisation, Organisation.id == ContactRole.organisation_id)
        .where(Contact.name.icontains(words, autoescape=True), Contact.merged_into_id.is_(None))
        .group_by(Contact.id)
        .order_by(Contact.name, Contact.id)
        .limit(limit)
    )
    return [Candidate("contact", row.id, row.name, at or "") for row, at in rows]


def _colleagues(words: str, limit: int) -> list[Candidate]:
    held = select(RoleGrant.account_id).where(RoleGrant.role.in_(STAFF))
    rows = db.session.scalars(
        select(Account)
        .where(Account.id.in_(held), Account.closed_at.is_(None), Account.name.icontains(words, autoescape=True))
        .order_by(Account.name)
        .limit(limit)
    )
    return [Candidate("account", row.id, row.name, row.role_title or "Colleague") for row in rows]
