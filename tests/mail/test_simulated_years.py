"""Two years of digests on a clock that is moved: each period once, and each thing told once, whatever happens."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select

from engage.core import jobs
from engage.core.database import db, unit_of_work
from engage.core.outbox import OutboxMessage
from engage.core.permissions import VISITOR
from engage.mail import queries, runs, targets, timing
from engage.mail.models import Frequency, MailRun, RunKind
from engage.mail.periods import Slot, newest_due, next_due
from tests.support.backup import restore_backup, take_backup
from tests.support.mail import follow
from tests.support.publishing import make_plan

LONDON = ZoneInfo("Europe/London")
START = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAYS = 730
EVENINGS = 250
DOWN = {100, 101, 102, 333}
PUBLISHED = set(range(3, DAYS - 12, 14))
READERS = {"daily@example.org": "daily", "weekly@example.org": "weekly", "evening@example.org": "daily"}


class Years:
    """A site that lives through two years, a few looks of the worker a day."""

    def __init__(self, clock) -> None:
        self.clock = clock
        self.plans: list[int] = []
        self.told_before_the_backup = Counter()

    def at(self, moment: datetime) -> None:
        """Let the worker look at a moment."""
        self.clock.move_to(moment)
        jobs.run("mail.digests")

    def day(self, number: int) -> datetime:
        """Noon of a day."""
        return START + timedelta(days=number)


def told() -> Counter:
    """How often each reader was told of each publication."""
    db.session.rollback()
    rows = db.session.execute(select(OutboxMessage.to, OutboxMessage.contents).where(OutboxMessage.name == "digest"))
    return Counter((to, part[0]) for to, contents in rows for part in json.loads(contents)[1:])


def periods(kind: RunKind, slot: str = "") -> list[str]:
    db.session.rollback()
    wanted = select(MailRun.period).where(MailRun.kind == kind, MailRun.slot == slot)
    return list(db.session.scalars(wanted.order_by(MailRun.id)))


def test_two_years_of_digests(site, database_home):
    with time_machine.travel(START, tick=False) as clock:
        years = Years(clock)
        for address, frequency in READERS.items():
            follow(address, targets.EVERYTHING, frequency)
        choose(18)
        years.at(START)
        for number in range(1, DAYS):
            if number in DOWN:
                continue
            _one_day(years, number, database_home)
        expected = [f"2026-03-{day:02d}" for day in range(2, 32)]
        daily = periods(RunKind.DAILY)
        assert daily[:30] == expected
        days = {(START + timedelta(days=number)).date().isoformat() for number in range(DAYS)}
        missed = {(START + timedelta(days=number)).date().isoformat() for number in DOWN}
        assert sorted(daily) == sorted(days - missed)
        assert len(set(periods(RunKind.WEEKLY))) == len(periods(RunKind.WEEKLY)) == 105
        evenings = periods(RunKind.DAILY, "18")
        assert len(evenings) == len(set(evenings))
        everything = Counter({(address, plan): 1 for address in READERS for plan in years.plans})
        assert told() + years.told_before_the_backup == everything


def _one_day(years: Years, number: int, database_home) -> None:
    noon = years.day(number)
    if number == 200:
        _restored(years, noon, database_home)
    years.at(noon)
    if number in (50, 120):
        years.at(noon + timedelta(days=40))
        years.at(noon - timedelta(days=2))
        years.at(noon)
    if number in PUBLISHED:
        years.plans.append(make_plan(f"Plan of day {number}").id)
        jobs.run("ledger.seal")
    if number < EVENINGS:
        years.at(noon.replace(hour=20))
    elif number == EVENINGS:
        choose(None)


def choose(hour: int | None) -> None:
    """Let a reader choose her hour, or the site's again."""
    with unit_of_work():
        reader = queries.subscriber_by_email("evening@example.org")
        timing.choose_time(VISITOR, subscriber=reader, hour=hour, weekday=None)


def _restored(years: Years, noon: datetime, database_home) -> None:
    """The runs of a day are started and lost with the database; the restored one must not start them again."""
    backup = take_backup()
    before = told()
    years.at(noon)
    years.told_before_the_backup = told() - before
    assert years.told_before_the_backup
    restore_backup(database_home, backup)
    years.at(noon + timedelta(minutes=5))
    assert told() == before
    run = db.session.scalars(select(MailRun).where(MailRun.note == runs.RESTORED)).one()
    assert run.period == noon.date().isoformat()


def test_the_hour_is_that_of_the_sites_zone_through_both_changes_of_clock(site):
    settings = site.config["ENGAGE"]
    for year in (2026, 2027):
        moment, found = datetime(year, 1, 1, tzinfo=UTC), []
        while moment < datetime(year + 1, 1, 1, tzinfo=UTC):
            found.append(newest_due(Frequency.DAILY, Slot(), moment, settings))
            moment += timedelta(minutes=90)
        assert {one.due_at.astimezone(LONDON).hour for one in found} == {8}
        assert len({one.name for one in found}) == 366


@pytest.mark.parametrize("hour", [0, 1, 2])
def test_an_hour_that_the_clock_skips_or_repeats_is_one_period_of_its_day(site, hour):
    settings = site.config["ENGAGE"].model_copy(update={"digest_hour": hour})
    moment, names = datetime(2026, 3, 27, tzinfo=UTC), []
    while moment < datetime(2026, 10, 30, tzinfo=UTC):
        names.append(newest_due(Frequency.DAILY, Slot(), moment, settings).name)
        moment += timedelta(minutes=30)
    assert names == sorted(names)
    first, last = datetime.fromisoformat(names[0]), datetime.fromisoformat(names[-1])
    assert len(set(names)) == (last - first).days + 1


@pytest.mark.parametrize(
    ("moment", "daily", "weekly"),
    [
        (datetime(2026, 3, 2, 7, 59, tzinfo=UTC), "2026-03-01", "2026-W09"),
        (datetime(2026, 3, 2, 8, 0, tzinfo=UTC), "2026-03-02", "2026-W10"),
        (datetime(2026, 3, 30, 6, 59, tzinfo=UTC), "2026-03-29", "2026-W13"),
        (datetime(2026, 3, 30, 7, 0, tzinfo=UTC), "2026-03-30", "2026-W14"),
        (datetime(2027, 1, 1, 12, tzinfo=UTC), "2027-01-01", "2026-W53"),
    ],
)
def test_a_period_begins_at_the_hour_of_the_site(site, moment, daily, weekly):
    settings = site.config["ENGAGE"]
    assert newest_due(Frequency.DAILY, Slot(), moment, settings).name == daily
    assert newest_due(Frequency.WEEKLY, Slot(), moment, settings).name == weekly


def test_a_chosen_day_and_hour_come_once_a_week(site):
    settings = site.config["ENGAGE"]
    slot = Slot.named("5-17")
    found = newest_due(Frequency.WEEKLY, slot, datetime(2026, 3, 6, 17, tzinfo=UTC), settings)
    assert (found.name, found.due_at) == ("2026-W10 Friday 17:00", datetime(2026, 3, 6, 17, tzinfo=UTC))
    assert next_due(Frequency.WEEKLY, slot, found.due_at, settings).name == "2026-W11 Friday 17:00"
    assert [Slot.named(one.key) for one in (Slot(), Slot(18), Slot(None, 2), slot)] == [
        Slot(),
        Slot(18),
        Slot(None, 2),
        slot,
    ]
