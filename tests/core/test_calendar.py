"""Bank holidays and the periods before elections."""

from datetime import date

import pytest

from engage.core import calendar
from engage.core.calendar import DayKind, SpecialDays
from engage.core.database import db, reading, unit_of_work

ANNOUNCED = {
    2021: "2021-01-01 2021-04-02 2021-04-05 2021-05-03 2021-05-31 2021-08-30 2021-12-27 2021-12-28",
    2023: "2023-01-02 2023-04-07 2023-04-10 2023-05-01 2023-05-29 2023-08-28 2023-12-25 2023-12-26",
    2026: "2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28",
    2027: "2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28",
    2028: "2028-01-03 2028-04-14 2028-04-17 2028-05-01 2028-05-29 2028-08-28 2028-12-25 2028-12-26",
}


@pytest.mark.parametrize("year", sorted(ANNOUNCED))
def test_the_rules_give_what_was_announced(site, year):
    with reading():
        found = calendar.bank_holidays(date(year, 1, 1), date(year, 12, 31))
    assert [period.starts.isoformat() for period in found] == ANNOUNCED[year].split()


def test_a_day_that_was_announced_is_a_bank_holiday_too(site):
    day = date(2026, 6, 15)
    with unit_of_work():
        db.session.add(SpecialDays(kind=DayKind.BANK_HOLIDAY, title="Jubilee", starts=day, ends=day))
    with reading():
        announced = calendar.bank_holidays(day, day)
    assert [period.name for period in announced] == ["Jubilee"]
    assert not calendar.is_working_day(day, announced)
    assert calendar.is_working_day(day, [])


def test_the_period_before_local_elections_ends_with_the_poll(site):
    with reading():
        (period,) = calendar.pre_election_periods(date(2027, 4, 10), date(2027, 4, 11))
    assert (period.starts, period.ends) == (date(2027, 3, 31), date(2027, 5, 6))
