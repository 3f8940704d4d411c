"""Who took part in engagements, and who could have."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from engage.accounts.models import Account, RoleGrant
from engage.core.database import db
from engage.core.permissions import STAFF
from engage.directory.models import Organisation
from engage.engagements.models import EngagementParty


@dataclass(frozen=True)
class Party:
    """Somebody who took part: `kind` is organisation or account, `id` that of the row in `engagement_party`."""

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


WORDS = {"organisation": "Organisation", "account": "Colleague"}


def parties_of(engagement_ids: Collection[int]) -> dict[int, list[Party]]:
    """Who took part in engagements, organisations before colleagues, by name."""
    rows = db.session.execute(
        select(EngagementParty, Organisation.name, Account.name)
        .outerjoin(Organisation, Organisation.id == EngagementParty.organisation_id)
        .outerjoin(Account, Account.id == EngagementParty.account_id)
        .where(EngagementParty.engagement_id.in_(engagement_ids))
    )
    found: dict[int, list[Party]] = {one: [] for one in engagement_ids}
    for row, organisation, account in rows:
        if row.organisation_id is not None:
            party = Party(row.id, "organisation", row.organisation_id, organisation)
        elif row.account_id is not None:
            party = Party(row.id, "account", row.account_id, account or "A colleague who has left")
        else:
            continue
        found[row.engagement_id].append(party)
    order = list(WORDS)
    for parties in found.values():
        parties.sort(key=lambda one: (order.index(one.kind), one.name.casefold(), one.id))
    return found


def recognised(lines: Sequence[str]) -> dict[str, Candidate]:
    """Those of the lines that are the name or short name of exactly one organisation of the directory."""
    wanted = {line.casefold() for line in lines}
    if not wanted:
        return {}
    name, short = func.lower(Organisation.name), func.lower(Organisation.short_name)
    rows = db.session.scalars(select(Organisation).where(or_(name.in_(wanted), short.in_(wanted)))).all()
    found: dict[str, Candidate] = {}
    for line in lines:
        fitting = [row for row in rows if line.casefold() in (row.name.lower(), row.short_name.lower())]
        if len(fitting) == 1:
            found[line] = Candidate("organisation", fitting[0].id, fitting[0].name, fitting[0].kind)
    return found


def candidates(words: str, limit: int = 12) -> list[Candidate]:
    """Organisations and colleagues whose name holds the words."""
    if not words:
        return []
    named = or_(
        Organisation.name.icontains(words, autoescape=True), Organisation.short_name.icontains(words, autoescape=True)
    )
    organisations = db.session.scalars(select(Organisation).where(named).order_by(Organisation.name).limit(limit))
    held = select(RoleGrant.account_id).where(RoleGrant.role.in_(STAFF))
    colleagues = db.session.scalars(
        select(Account)
        .where(Account.id.in_(held), Account.closed_at.is_(None), Account.name.icontains(words, autoescape=True))
        .order_by(Account.name)
        .limit(limit)
    )
    return [
        *(Candidate("organisation", row.id, row.name, row.kind) for row in organisations),
        *(Candidate("account", row.id, row.name, row.role_title or "Colleague") for row in colleagues),
    ]
