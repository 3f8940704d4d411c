"""Days that are not like others: the bank holidays of England, and the periods before elections.

What follows from a rule is worked out for every year; what is announced (a coronation, a general election) is a row.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, db, stored_enum

DAY = timedelta(days=1)
MAY, AUGUST, DECEMBER = 5, 8, 12
MONDAY, THURSDAY, SATURDAY = 0, 3, 5
NOTICE_OF_ELECTION = 25


class DayKind(StrEnum):
    """Why a day is not like others."""

    BANK_HOLIDAY = "bank_holiday"
    PRE_ELECTION = "pre_election"


class SpecialDays(Base):
    """One day, or a period with its first and last day, that follows from no rule."""

    __tablename__ = "special_days"
    __table_args__ = (Index("ix_special_days_ends", "ends", "starts"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[DayKind] = mapped_column(stored_enum(DayKind, "kind"))
    title: Mapped[str]
    starts: Mapped[date]
    ends: Mapped[date]


@dataclass(frozen=True)
class Period:
    """A day or some days with what they are called."""

    name: str
    starts: date
    ends: date


def bank_holidays(starts: date, ends: date) -> list[Period]:
    """The bank holidays in a span of days, in their order."""
    by_rule = [
        Period(name, day, day)
        for year in range(starts.year, ends.year + 1)
        for name, day in _english(year)
        if starts <= day <= ends
    ]
    return _in_order([*by_rule, *_kept(DayKind.BANK_HOLIDAY, starts, ends)])


def pre_election_periods(starts: date, ends: date) -> list[Period]:
    """The periods before elections that touch a span of days: those of local elections, and those that were kept."""
    by_rule = [_local_elections(year) for year in range(starts.year, ends.year + 1)]
    touching = [period for period in by_rule if period.starts <= ends and period.ends >= starts]
    return _in_order([*touching, *_kept(DayKind.PRE_ELECTION, starts, ends)])


def is_working_day(day: date, holidays: Iterable[Period]) -> bool:
    """Whether offices are open: no Saturday, no Sunday, and none of these bank holidays."""
    return day.weekday() < SATURDAY and all(day != each.starts for each in holidays)


def announced_days() -> list[SpecialDays]:
    """The days and periods that were kept, the last ones first."""
    return list(db.session.scalars(select(SpecialDays).order_by(SpecialDays.starts.desc(), SpecialDays.id.desc())))


def _in_order(periods: list[Period]) -> list[Period]:
    return sorted(periods, key=lambda period: (period.starts, period.name))


def _kept(kind: DayKind, starts: date, ends: date) -> list[Period]:
    rows = db.session.scalars(
        select(SpecialDays).where(SpecialDays.kind == kind, SpecialDays.starts <= ends, SpecialDays.ends >= starts)
    )
    return [Period(row.title, row.starts, row.ends) for row in rows]


def _english(year: int) -> Iterator[tuple[str, date]]:
    easter = _easter(year)
    yield "New Year’s Day", _moved_from_weekend(date(year, 1, 1))
    yield "Good Friday", easter - 2 * DAY
    yield "Easter Monday", easter + DAY
    yield "Early May bank holiday", _first(year, MAY, MONDAY)
    yield "Spring bank holiday", _last_monday(year, MAY)
    yield "Summer bank holiday", _last_monday(year, AUGUST)
    christmas = date(year, DECEMBER, 25)
    yield "Christmas Day", _moved_from_weekend(christmas)
    boxing = christmas + DAY
    # Where Christmas Day itself moves, its Monday is taken, and Boxing Day goes on to the Tuesday.
    yield "Boxing Day", boxing if boxing.weekday() < SATURDAY and christmas.weekday() < SATURDAY else _after(christmas)


def _after(christmas: date) -> date:
    moved = _moved_from_weekend(christmas)
    return moved + DAY if christmas.weekday() >= SATURDAY else _moved_from_weekend(christmas + DAY)


def _moved_from_weekend(day: date) -> date:
    return day + max(0, 7 - day.weekday()) % 7 * DAY if day.weekday() >= SATURDAY else day


def _first(year: int, month: int, weekday: int) -> date:
    first = date(year, month, 1)
    return first + (weekday - first.weekday()) % 7 * DAY


def _last_monday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - last.weekday() * DAY


def _easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus, with the golden number and the epact."""
    golden, century = year % 19, year // 100
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    sunday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    offset = epact - sunday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


def _local_elections(year: int) -> Period:
    """From the last day on which the notice of election may be given to the poll on the first Thursday of May."""
    poll = _first(year, MAY, THURSDAY)
    holidays = {day for _, day in _english(year)}
    day, left = poll, NOTICE_OF_ELECTION
    while left:
        day -= DAY
        left -= day.weekday() < SATURDAY and day not in holidays
    return Period("Local elections", day, poll)
