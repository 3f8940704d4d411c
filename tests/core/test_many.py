"""Many values in one question."""

from datetime import date

import pytest
from sqlalchemy import select

from engage.core.calendar import DayKind, SpecialDays
from engage.core.database import db, reading, unit_of_work
from engage.core.many import among
from tests.support.statements import counted

TITLES = ("Jubilee", "O'Brien's “day”", '"quoted"', "100 %", "Día\tde\\todos", "1", "")


@pytest.fixture
def kept(site):
    with unit_of_work():
        rows = [
            SpecialDays(kind=DayKind.BANK_HOLIDAY, title=title, starts=date(2026, 6, 1), ends=date(2026, 6, 1))
            for title in TITLES
        ]
        db.session.add_all(rows)
        db.session.flush()
        return {row.title: row.id for row in rows}


def titles_among(column, values):
    with reading():
        return sorted(db.session.scalars(select(SpecialDays.title).where(among(column, values))))


@pytest.mark.parametrize("values", [TITLES, TITLES[:1], [TITLES[1], "gone"], ["jubilee"], []])
def test_texts_are_found_as_they_are_written(kept, values):
    assert titles_among(SpecialDays.title, values) == sorted(set(values) & set(TITLES))


def test_numbers_are_found(kept):
    assert titles_among(SpecialDays.id, [kept["Jubilee"], kept["1"], 10**6]) == ["1", "Jubilee"]


def test_more_values_than_a_statement_may_have_parameters_go_as_one(kept):
    with counted() as statements:
        found = titles_among(SpecialDays.title, [f"day {number}" for number in range(70_000)] + ["1"])
    assert found == ["1"]
    assert len(statements) == 1
