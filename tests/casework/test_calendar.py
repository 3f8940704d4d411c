"""Working time."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.casework.calendar import ENGLAND, Calendar

DESK = Calendar(ZoneInfo("Europe/London"), frozenset(range(5)), 540, 1020, {date.fromisoformat(day) for day in ENGLAND})
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 60 * 24 * 1200).map(lambda minutes: FIRST + timedelta(minutes=minutes))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23 09:00", 2, "2026-11-23 11:00"),
        ("2026-11-23 16:00", 2, "2026-11-24 10:00"),
        ("2026-11-20 16:30", 1, "2026-11-23 09:30"),
        ("2026-12-24 16:00", 2, "2026-12-29 10:00"),
        ("2026-07-06 05:00", 1, "2026-07-06 09:00"),
    ],
)
def test_hours_count_only_while_the_desk_works(start, hours, end):
    assert DESK.after_hours(at(start), hours) == at(end)


def test_days_end_when_the_desk_closes():
    assert DESK.after_days(at("2026-12-23 10:00"), 3) == at("2026-12-30 17:00")


@given(MOMENTS, st.integers(0, 60))
def test_what_is_promised_lies_that_much_work_ahead(start, hours):
    end = DESK.after_hours(start, hours)
    assert end >= start
    assert DESK.worked(start, end) == timedelta(hours=hours)


def test_a_desk_that_never_works_promises_by_the_clock():
    never = Calendar(ZoneInfo("UTC"), frozenset(), 0, 0, frozenset())
    assert never.after_hours(at("2026-11-23 09:00"), 2) == at("2026-11-23 11:00")
    assert never.after_days(at("2026-11-23 09:00"), 2) == at("2026-11-25 09:00")
