"""When digests are due: pure, from the site's clock and the time that people chose."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engage.core.i18n import moment_from_local
from engage.core.settings import Settings
from engage.mail.models import Frequency

SPAN = {Frequency.DAILY: timedelta(days=1), Frequency.WEEKLY: timedelta(days=7)}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Slot:
    """A time of the day, and for weekly digests a day of the week; None is the site's own."""

    hour: int | None = None
    weekday: int | None = None

    @property
    def key(self) -> str:
        """What names the slot: `` is the site's, `18` an hour, `2-` a weekday, `2-18` both."""
        hour = "" if self.hour is None else f"{self.hour:02d}"
        return hour if self.weekday is None else f"{self.weekday}-{hour}"

    @classmethod
    def named(cls, key: str) -> "Slot":
        """The slot that a key names."""
        weekday, dash, hour = key.rpartition("-")
        return cls(int(hour) if hour else None, int(weekday) if dash else None)

    def at(self, frequency: Frequency) -> "Slot":
        """The slot as far as it matters at a frequency."""
        return Slot(self.hour) if frequency is Frequency.DAILY else self

    @property
    def words(self) -> str:
        """The slot for people; nothing when it is the site's own."""
        day = "" if self.weekday is None else WEEKDAYS[self.weekday - 1]
        hour = "" if self.hour is None else f"{self.hour:02d}:00"
        return " ".join(filter(None, (day, hour)))


@dataclass(frozen=True)
class Period:
    """A day or a week whose digest is due at a moment; the same name whatever the clock does."""

    name: str
    due_at: datetime


def newest_due(frequency: Frequency, slot: Slot, now: datetime, settings: Settings) -> Period:
    """The period whose digest came due last."""
    return _newest(frequency, slot, now.astimezone(settings.zone).date() + timedelta(days=1), now, settings)


def next_due(frequency: Frequency, slot: Slot, after: datetime, settings: Settings) -> Period:
    """The period that comes due next after a moment."""
    day = newest_due(frequency, slot, after, settings).due_at.astimezone(settings.zone).date() + SPAN[frequency]
    return _period(frequency, slot, day, settings)


def _newest(frequency: Frequency, slot: Slot, day: date, now: datetime, settings: Settings) -> Period:
    if frequency is Frequency.WEEKLY:
        day -= timedelta(days=(day.isoweekday() - (slot.weekday or settings.digest_weekday)) % 7)
    found = _period(frequency, slot, day, settings)
    while found.due_at > now:
        day -= SPAN[frequency]
        found = _period(frequency, slot, day, settings)
    return found


def _period(frequency: Frequency, slot: Slot, day: date, settings: Settings) -> Period:
    hour = settings.digest_hour if slot.hour is None else slot.hour
    local = datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001 - a time on the site's clock
    name = day.isoformat() if frequency is Frequency.DAILY else _week(day)
    words = slot.at(frequency).words
    return Period(f"{name} {words}".strip(), moment_from_local(local, settings.zone))


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
