"""Working time: hours and days on which the desk works, and moments counted in them. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# The bank holidays of England, with the days that stand in for those that fall on a weekend.
ENGLAND = {
    "2026-01-01": "New Year’s Day",
    "2026-04-03": "Good Friday",
    "2026-04-06": "Easter Monday",
    "2026-05-04": "Early May bank holiday",
    "2026-05-25": "Spring bank holiday",
    "2026-08-31": "Summer bank holiday",
    "2026-12-25": "Christmas Day",
    "2026-12-28": "Boxing Day (in place of 26 December)",
    "2027-01-01": "New Year’s Day",
    "2027-03-26": "Good Friday",
    "2027-03-29": "Easter Monday",
    "2027-05-03": "Early May bank holiday",
    "2027-05-31": "Spring bank holiday",
    "2027-08-30": "Summer bank holiday",
    "2027-12-27": "Christmas Day (in place of 25 December)",
    "2027-12-28": "Boxing Day (in place of 26 December)",
    "2028-01-03": "New Year’s Day (in place of 1 January)",
    "2028-04-14": "Good Friday",
    "2028-04-17": "Easter Monday",
    "2028-05-01": "Early May bank holiday",
    "2028-05-29": "Spring bank holiday",
    "2028-08-28": "Summer bank holiday",
    "2028-12-25": "Christmas Day",
    "2028-12-26": "Boxing Day",
    "2029-01-01": "New Year’s Day",
    "2029-03-30": "Good Friday",
    "2029-04-02": "Easter Monday",
    "2029-05-07": "Early May bank holiday",
    "2029-05-28": "Spring bank holiday",
    "2029-08-27": "Summer bank holiday",
    "2029-12-25": "Christmas Day",
    "2029-12-26": "Boxing Day",
}
FARTHEST = timedelta(days=3660)


@dataclass(frozen=True)
class Calendar:
    """When the desk works: weekdays (0 is Monday), minutes of the day, and the days on which it does not."""

    zone: ZoneInfo
    weekdays: Collection[int]
    opens: int
    closes: int
    holidays: Collection[date]

    def works_on(self, day: date) -> bool:
        """Whether the desk works on a day."""
        return day.weekday() in self.weekdays and day not in self.holidays

    def is_open(self, moment: datetime) -> bool:
        """Whether the desk works at a moment."""
        return any(start <= moment < end for start, end in self._hours(moment.astimezone(self.zone).date()))

    def after_hours(self, start: datetime, hours: float) -> datetime:
        """The moment at which so many working hours have passed."""
        left, day = timedelta(hours=hours), start.astimezone(self.zone).date()
        for _ in range(FARTHEST.days):
            for opens, closes in self._hours(day):
                begins = max(opens, start)
                if begins < closes:
                    if left <= closes - begins:
                        return begins + left
                    left -= closes - begins
            day += timedelta(days=1)
        return start + left

    def before_hours(self, end: datetime, hours: float) -> datetime:
        """The moment since which so many working hours have passed."""
        left, day = timedelta(hours=hours), end.astimezone(self.zone).date()
        for _ in range(FARTHEST.days):
            for opens, closes in self._hours(day):
                ends = min(closes, end)
                if opens < ends:
                    if left <= ends - opens:
                        return ends - left
                    left -= ends - opens
            day -= timedelta(days=1)
        return end - left

    def after_days(self, start: datetime, days: int) -> datetime:
        """The end of the working day that so many working days lie behind, the day itself not counted."""
        day, left = start.astimezone(self.zone).date(), days
        for _ in range(FARTHEST.days):
            day += timedelta(days=1)
            left -= self.works_on(day)
            if not left:
                return self._moment(day, self.closes)
        return start + timedelta(days=days)

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two moments."""
        day, last, found = start.astimezone(self.zone).date(), end.astimezone(self.zone).date(), timedelta()
        while day <= last:
            for opens, closes in self._hours(day):
                found += max(timedelta(), min(closes, end) - max(opens, start))
            day += timedelta(days=1)
        return found

    def _hours(self, day: date) -> list[tuple[datetime, datetime]]:
        return [(self._moment(day, self.opens), self._moment(day, self.closes))] if self.works_on(day) else []

    def _moment(self, day: date, minutes: int) -> datetime:
        if minutes >= 24 * 60:
            day, minutes = day + timedelta(days=1), 0
        return datetime.combine(day, time(minutes // 60, minutes % 60), self.zone).astimezone(UTC)
