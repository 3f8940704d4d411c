"""Reads of accounts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, or_, select

from engage.accounts.models import Account, RoleGrant
from engage.core import clock
from engage.core.database import db
from engage.core.permissions import Role
from engage.taxonomy.models import Area

UNCONFIRMED_FOR = timedelta(days=7)


def account(account_id: int) -> Account | None:
    """The account of an id, a closed one too."""
    return db.session.get(Account, account_id)


def account_by_email(email: str) -> Account | None:
    """The account of an address, however it is written."""
    return db.session.scalars(select(Account).where(Account.email == email.strip().lower())).first()


def locked_account(account_id: int) -> Account:
    """The account as it stands in the database now, kept from others until the unit of work ends."""
    return db.session.scalars(
        select(Account).where(Account.id == account_id).with_for_update().execution_options(populate_existing=True)
    ).one()


@dataclass(frozen=True)
class Held:
    """A role that an account holds, and the area in which it does; None is everywhere."""

    grant: RoleGrant
    area: Area | None


def roles_of(account_id: int) -> Sequence[Held]:
    """The roles that an account holds."""
    rows = db.session.execute(
        select(RoleGrant, Area)
        .outerjoin(Area, Area.id == RoleGrant.area_id)
        .where(RoleGrant.account_id == account_id)
        .order_by(RoleGrant.role, Area.name)
    )
    return [Held(grant, area) for grant, area in rows]


def grant_of(account_id: int, role: Role, area_id: int | None) -> RoleGrant | None:
    """The grant of a role to an account for exactly this area, or everywhere."""
    return db.session.scalars(
        select(RoleGrant).where(
            RoleGrant.account_id == account_id,
            RoleGrant.role == role,
            RoleGrant.area_id.is_(None) if area_id is None else RoleGrant.area_id == area_id,
        )
    ).first()


def grant_by_id(account_id: int, grant_id: int) -> RoleGrant | None:
    """The grant of an id, if the account holds it."""
    return db.session.scalars(
        select(RoleGrant).where(RoleGrant.id == grant_id, RoleGrant.account_id == account_id)
    ).first()


def names_of(account_ids: Collection[int]) -> dict[int, str]:
    """The names of accounts by id."""
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(set(account_ids))))
    found: dict[int, str] = dict(rows.all())
    return found


def other_administrators(account_id: int) -> int:
    """How many accounts besides this one can administer the site."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(RoleGrant)
            .join(Account, Account.id == RoleGrant.account_id)
            .where(RoleGrant.role == Role.ADMINISTRATOR, Account.closed_at.is_(None), Account.id != account_id)
        )
        or 0
    )


def never_confirmed(*, limit: int) -> Sequence[Account]:
    """Open accounts whose address nobody has confirmed in the time that the link for it works."""
    return db.session.scalars(
        select(Account)
        .where(
            Account.confirmed_at.is_(None),
            Account.closed_at.is_(None),
            Account.created_at < clock.now() - UNCONFIRMED_FOR,
        )
        .limit(limit)
    ).all()


@dataclass(frozen=True)
class Listed:
    """A line of the list of accounts."""

    account: Account
    roles: tuple[Role, ...]


def listed_accounts(
    *, words: str = "", role: Role | None = None, after: int | None = None, limit: int = 50
) -> Sequence[Listed]:
    """Accounts that are not closed, newest first, by key; those whose name or address holds the words."""
    wanted = select(Account).where(Account.closed_at.is_(None)).order_by(Account.id.desc()).limit(limit)
    if words:
        wanted = wanted.where(
            or_(Account.name.icontains(words, autoescape=True), Account.email.icontains(words, autoescape=True))
        )
    if role is not None:
        wanted = wanted.where(Account.id.in_(select(RoleGrant.account_id).where(RoleGrant.role == role)))
    if after is not None:
        wanted = wanted.where(Account.id < after)
    accounts = db.session.scalars(wanted).all()
    roles = _roles_by_account([found.id for found in accounts])
    return [Listed(found, tuple(sorted(roles.get(found.id, ())))) for found in accounts]


def _roles_by_account(account_ids: Sequence[int]) -> dict[int, set[Role]]:
    rows = db.session.execute(select(RoleGrant.account_id, RoleGrant.role).where(RoleGrant.account_id.in_(account_ids)))
    found: dict[int, set[Role]] = {}
    for account_id, role in rows:
        found.setdefault(account_id, set()).add(role)
    return found
