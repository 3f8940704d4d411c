"""Who was told by digests, newsletters and notices stays known when the outbox has forgotten the mail."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from engage.core import jobs
from engage.core.database import db, reading, unit_of_work
from engage.core.outbox import OutboxMessage
from engage.core.permissions import VISITOR
from engage.mail import actions_newsletters as newsletters
from engage.mail.actions_newsletters import ToWhom
from engage.mail.dispatch import RUNNER
from engage.mail.models import TargetKind
from engage.mail.targets import EVERYTHING
from engage.reach.models import About, Route, Telling, TellingRun
from engage.reach.queries.doings import Doing
from engage.reach.queries.figures import counted
from engage.reach.queries.subjects import of_consultation, of_plan
from tests.support.consultations import make_consultation
from tests.support.databases import look_again
from tests.support.directory import make_contact, make_organisation
from tests.support.mail import follow
from tests.support.publishing import make_plan
from tests.support.reach import count

MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(site):
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def leave(clock, *names):
    """What the worker does, some minutes later, with the mail that is due."""
    clock.shift(timedelta(minutes=5))
    db.session.rollback()
    jobs.run("ledger.seal")
    for name in names:
        jobs.run(f"mail.{name}")
    RUNNER.run()
    jobs.run("reach.tellings")


def told():
    with reading():
        db.session.expire_all()
        rows = db.session.scalars(select(Telling))
        return {(row.about, row.about_id, row.whom.value, row.whom_id, row.route) for row in rows}


def by_route(subject, route):
    """How many organisations and people were told of a subject by a route."""
    count()
    look_again()
    figures = counted(subject).figures
    return [
        sum(group.did[route] for group in groups if group.what == "all")
        for groups in (figures.organisations, figures.contacts)
    ]


@pytest.fixture
def followers(site):
    """A person at an organisation, an organisation, and somebody whom the directory does not know."""
    group = make_organisation("Vale Carers")
    ada = make_contact("Ada Nye", email="ada@people.example", organisation=group)
    hub = make_organisation("Vale Hub", email="Hub@people.example")
    for email in ("ada@people.example", "hub@people.example", "nobody@people.example"):
        follow(email, EVERYTHING, "daily")
    return {("contact", ada.id), ("organisation", group.id), ("organisation", hub.id)}


def test_a_notice_is_noted_for_the_person_and_where_she_works(clock, followers):
    consultation = make_consultation(publications=[make_plan()])
    leave(clock, "consultations")
    assert {row[2:4] for row in told()} == followers
    assert {(row[0], row[1], row[4]) for row in told()} == {(About.CONSULTATION, consultation.id, Route.NOTICE)}
    assert by_route(of_consultation(consultation), Doing.NOTICE) == [2, 1]


def test_a_digest_tells_of_a_plan_and_of_a_consultation_only_once_that_is_open(clock, followers):
    leave(clock, "digests")
    plan = make_plan("One stroke unit")
    clock.shift(timedelta(days=1))
    leave(clock, "digests")
    assert {row[2:4] for row in told()} == followers
    assert {(row[0], row[1], row[4]) for row in told()} == {(About.PUBLICATION, plan.id, Route.DIGEST)}
    assert by_route(of_plan(plan), Doing.DIGEST) == [2, 1]
    clock.shift(timedelta(hours=1))
    later = make_consultation(publications=[plan])
    assert by_route(of_consultation(later), Doing.DIGEST) == [0, 0]


def test_a_newsletter_is_noted_for_what_it_draws_from(clock, followers):
    plan = make_plan("One stroke unit")
    with unit_of_work():
        to_whom = ToWhom(TargetKind.EVERYTHING, 0)
        row = newsletters.begin(VISITOR, title="News", body="It opens in May.", to_whom=to_whom)
        newsletters.draw(VISITOR, newsletter=row, publication_id=plan.id, anchor="")
        newsletters.schedule(VISITOR, newsletter=row, version=row.version, at=None)
    leave(clock, "newsletters")
    assert {row[2:4] for row in told()} == followers
    assert {(row[0], row[1], row[4]) for row in told()} == {(About.PUBLICATION, plan.id, Route.NEWSLETTER)}
    assert by_route(of_plan(plan), Doing.NEWSLETTER) == [2, 1]


def test_it_stays_known_when_the_mail_is_forgotten_and_for_two_years(clock, followers):
    consultation = make_consultation(publications=[make_plan()])
    leave(clock, "consultations")
    before = told()
    clock.shift(timedelta(days=400))
    jobs.run("mail.sweep")
    with unit_of_work():
        assert db.session.scalar(select(OutboxMessage.id)) is None
    jobs.run("reach.sweep")
    assert told() == before
    assert by_route(of_consultation(consultation), Doing.NOTICE) == [2, 1]
    clock.shift(timedelta(days=400))
    jobs.run("reach.sweep")
    assert told() == set()


def test_what_leaves_late_is_noted_late_and_nothing_is_asked_for_ever(clock, followers):
    make_consultation(publications=[make_plan()])
    db.session.rollback()
    jobs.run("ledger.seal")
    jobs.run("mail.consultations")
    jobs.run("reach.tellings")
    assert told() == set()
    RUNNER.run()
    jobs.run("reach.tellings")
    assert told() == set()
    clock.shift(timedelta(minutes=2))
    jobs.run("reach.tellings")
    assert {row[2:4] for row in told()} == followers
    clock.shift(timedelta(minutes=2))
    jobs.run("reach.tellings")
    with reading():
        db.session.expire_all()
        assert all(run.again_at is None for run in db.session.scalars(select(TellingRun)))


def test_who_joins_the_directory_later_was_not_told_as_one_of_it(clock, followers):
    consultation = make_consultation(publications=[make_plan()])
    leave(clock, "consultations")
    make_contact("Nobody", email="nobody@people.example")
    assert by_route(of_consultation(consultation), Doing.NOTICE) == [2, 1]
