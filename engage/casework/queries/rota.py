"""Reads of the rota, and of how the promise is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import func, literal, select

from engage.accounts.models import Account, RoleGrant
from engage.casework.models import Duty, Watch
from engage.comments.models import Comment, CommentStop, Waiting, WaitingKind
from engage.core.database import db
from engage.core.permissions import Role
from engage.moderation.queries.queue import within
from engage.screening.models import Absence

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_COUNTED = 1_000


@dataclass(frozen=True)
class DutyLine:
    """A duty with who has it."""

    duty: Duty
    name: str

    @property
    def when(self) -> str:
        """The weekday or the day, and the hours."""
        day = WEEKDAYS[self.duty.weekday or 0] if self.duty.day is None else f"{self.duty.day:%d %B %Y}".lstrip("0")
        return f"{day}, {clock_text(self.duty.starts)} to {clock_text(self.duty.ends)}"


def clock_text(minutes: int) -> str:
    """A minute of the day as people write it."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def duties() -> list[DutyLine]:
    """The rota: the week first, then single days."""
    rows = db.session.execute(
        select(Duty, Account.name)
        .join(Account, Account.id == Duty.account_id)
        .order_by(Duty.day.is_not(None), Duty.day, Duty.weekday, Duty.starts, Duty.id)
    )
    return [DutyLine(duty, name) for duty, name in rows]


def duty(duty_id: int) -> Duty | None:
    """The duty of an id."""
    return db.session.get(Duty, duty_id)


def on_duty(moment: datetime) -> list[DutyLine]:
    """Who is on duty at a moment; duties of that one day take the place of those of its weekday."""
    local = moment.astimezone(current_app.config["ENGAGE"].zone)
    minute = local.hour * 60 + local.minute
    today = [line for line in duties() if line.duty.day == local.date()]
    weekly = [line for line in duties() if line.duty.day is None and line.duty.weekday == local.weekday()]
    return [line for line in today or weekly if line.duty.starts <= minute < line.duty.ends]


def is_unattended(now: datetime, minutes: int) -> bool:
    """Whether nobody has been on duty for so many minutes."""
    return not any(on_duty(now - timedelta(minutes=ago)) for ago in (*range(0, minutes, 15), minutes))


def open_absence() -> Absence | None:
    """The time without anybody on duty that has not ended."""
    return db.session.scalars(select(Absence).where(Absence.ended_at.is_(None)).limit(1)).first()


def waiting_since_before(moment: datetime) -> int:
    """How many comments have waited since before a moment; a thousand at most."""
    long = select(Comment.id).where(Comment.waiting_since <= moment).limit(MOST_COUNTED).subquery()
    return db.session.scalar(select(func.count()).select_from(long)) or 0


def longest_waiting() -> datetime | None:
    """Since when the comment waits that waits longest."""
    return db.session.scalar(
        select(Comment.waiting_since).where(Comment.waiting_since.is_not(None)).order_by(Comment.waiting_since).limit(1)
    )


def watch() -> Watch | None:
    """What the worker saw last."""
    return db.session.get(Watch, 1)


def late_and_soon(row: Watch, area_ids: frozenset[int]) -> tuple[int, int]:
    """How many comments of the areas are late, and how many soon will be, by what the worker saw last."""
    if row.late_before is None or row.soon_before is None:
        return 0, 0
    long = (
        select(Waiting.since)
        .where(Waiting.since <= row.soon_before, Waiting.kind != WaitingKind.REPORT)
        .where(*within(Waiting.publication_id, area_ids))
        .limit(MOST_COUNTED)
        .subquery()
    )
    late = func.count().filter(long.c.since <= row.late_before)
    found = db.session.execute(select(late, func.count()).select_from(long)).one()
    return found[0], found[1] - found[0]


def watch_and_stop() -> tuple[Watch | None, CommentStop | None]:
    """What the worker saw last, and the emergency stop that holds."""
    one = select(literal(1).label("one")).subquery()
    row = db.session.execute(
        select(Watch, CommentStop)
        .select_from(one)
        .outerjoin(Watch, Watch.id == 1)
        .outerjoin(CommentStop, CommentStop.lifted_at.is_(None))
        .limit(1)
    ).one()
    return row[0], row[1]


def moderators_to_tell(now: datetime) -> Sequence[str]:
    """The addresses of those on duty; of all moderators while nobody is."""
    ids = {line.duty.account_id for line in on_duty(now)}
    wanted = select(Account.email).where(Account.closed_at.is_(None), Account.email.is_not(None))
    if ids:
        wanted = wanted.where(Account.id.in_(ids))
    else:
        wanted = wanted.where(Account.id.in_(select(RoleGrant.account_id).where(RoleGrant.role == Role.MODERATOR)))
    return sorted(email for email in db.session.scalars(wanted) if email)
