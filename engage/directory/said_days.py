"""The day on which somebody said something: never one to come, and today where none is given."""

from datetime import date, datetime, time

from flask import current_app

from engage.core import clock
from engage.core.errors import Refused
from engage.core.i18n import local, moment_from_local, today

EARLIEST = date(1900, 1, 1)
LONG = 10
NOT_YET = "Enter a day that has come, of 1900 or later."
_WRITTEN = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")


def can_be(day: date) -> bool:
    """Whether something can have been said on a day."""
    return EARLIEST <= day <= today()


def is_long_ago(day: date) -> bool:
    """Whether a day lies so many years back that it is rather a slip of the hand."""
    now = today()
    return (now.year - day.year, now.month, now.day) > (LONG, day.month, day.day)


def moment_of(day: date | None) -> datetime:
    """The moment that stands for a day: now for today, noon for one before; raises Refused for one to come."""
    if day is None or day == today():
        return clock.now()
    if not can_be(day):
        raise Refused(NOT_YET, "on")
    return moment_from_local(datetime.combine(day, time(12)), current_app.config["ENGAGE"].zone)


def is_after(moment: datetime, day: date | None) -> bool:
    """Whether a moment lies on a later day than the one that is given."""
    return local(moment).date() > (day or today())


def read_day(said: str) -> date | None:
    """The day that a cell says; nothing where it is none, or cannot be."""
    for form in _WRITTEN:
        try:
            found = datetime.strptime(said, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return found if can_be(found) else None
    return None
