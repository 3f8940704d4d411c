"""A date and a time that somebody typed, on the site's clock."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from engage.core import clock
from engage.core.errors import Refused
from engage.core.i18n import date_text
from engage.publishing.fields import A_DATE, A_TIME

FURTHEST_YEARS = 20


def moment_of(day: date, minute: time, zone: ZoneInfo) -> datetime:
    """The moment in UTC; refuses a time that the clocks skip on that day, one that comes twice, a year too far off."""
    if day.year > clock.now().year + FURTHEST_YEARS:
        raise Refused(f"{date_text(day)} is more than {FURTHEST_YEARS} years from now. Check the year.", "date")
    typed = datetime.combine(day, minute)
    first, second = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != typed:
        raise Refused(
            f"The clocks go forward on {date_text(day)}, so there is no {minute:%H:%M} that day. Choose another time.",
            "time",
        )
    if first.utcoffset() != second.utcoffset():
        raise Refused(
            f"The clocks go back on {date_text(day)}, so {minute:%H:%M} comes twice that day. Choose another time.",
            "time",
        )
    return first.astimezone(UTC)


def moment_typed(day: date | None, minute: time | None, zone: ZoneInfo) -> datetime:
    """The same for a form in which either may be missing; the refusal names the field."""
    if day is None:
        raise Refused(A_DATE, "date")
    if minute is None:
        raise Refused(A_TIME, "time")
    return moment_of(day, minute, zone)
