"""Consultations that are open, who is silent about them, and the officers who look after them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from engage.accounts.models import Account, RoleGrant
from engage.accounts.session import viewer_for
from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.core.database import db
from engage.core.permissions import Role
from engage.directory.models import StakeholderKind
from engage.reach import rights
from engage.reach.models import ReachStanding, SilenceWarning
from engage.reach.queries.scopes import concerned
from engage.reach.queries.standings import has
from engage.reach.queries.subjects import Subject

MOST = 10_000


def open_consultations(now: datetime) -> Sequence[Consultation]:
    """The consultations that take answers, all of them."""
    return consultations.open_now(now, limit=MOST)


def told_of_silence(consultation_id: int, part: str) -> datetime | None:
    """When the officers were told at this part of the time; nothing when they were not."""
    found = db.session.get(SilenceWarning, (consultation_id, part), populate_existing=True)
    return found.at if found is not None else None


def silent_people(subject: Subject) -> int:
    """How many of the people whom a subject concerns had neither answered nor commented when it was counted last.

    It reads all of them: for a worker.
    """
    people = concerned(subject, StakeholderKind.CONTACT)
    spoke = has(subject, StakeholderKind.CONTACT, people.c.id, ReachStanding.spoke)
    return db.session.scalar(select(func.count()).select_from(people).where(~spoke)) or 0


def officers_of(consultation: Consultation) -> list[Account]:
    """The officers whose role reaches a consultation."""
    held = select(RoleGrant.account_id).where(RoleGrant.role == Role.OFFICER)
    rows = db.session.scalars(
        select(Account).where(
            Account.id.in_(held),
            Account.closed_at.is_(None),
            Account.confirmed_at.is_not(None),
            Account.email.is_not(None),
        )
    )
    areas = consultations.area_ids(consultation)
    return [account for account in rows if viewer_for(account).may(rights.INVITE, areas)]
