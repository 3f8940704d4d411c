"""A notice and an invitation to the same consultation do not both reach one address within a week."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from engage.consultations.models import ConsultationList
from engage.core import jobs
from engage.core.database import db, unit_of_work
from engage.mail.models import RunKind, TargetKind
from engage.mail.told_lately import QUIET
from tests.support.accounts import make_account
from tests.support.consultations import make_consultation
from tests.support.directory import make_list, make_organisation
from tests.support.mail import follow, in_outbox, runs_of
from tests.support.publishing import make_plan
from tests.support.reach import count

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SKIPPED = "One person had been invited to answer within the week before, so this does not tell them again."


@pytest.fixture(autouse=True)
def clock(client):
    with time_machine.travel(NOON, tick=False) as traveller:
        client.sign_in(make_account("officer@northvale.example", roles=["officer", "administrator"]))
        yield traveller


@pytest.fixture
def group():
    return make_organisation("Riverside carers", email="carers@people.example")


def tell():
    db.session.rollback()
    jobs.run("ledger.seal")
    jobs.run("mail.consultations")


def open_to(group, *, plan=None, weeks=8):
    found = make_consultation("Where?", publications=[plan or make_plan()], weeks=weeks)
    with unit_of_work():
        db.session.add(ConsultationList(consultation_id=found.id, list_id=make_list(words=group.name).id))
    return found


def invite_page(client, consultation, group):
    count()
    return client.get("reach_staff.invite", consultation_id=consultation.id, who=[f"o{group.id}"])


def invite(client, consultation, group):
    words = {**invite_page(client, consultation, group).form(), "act": "send"}
    return client.post("reach_staff.invite", words, consultation_id=consultation.id, follow=True)


def test_who_had_a_notice_is_invited_a_week_later_at_the_soonest(client, group, clock):
    consultation = open_to(group)
    tell()
    (notice,) = in_outbox(name="consultation_invitation")
    assert notice.to == group.email
    page = invite_page(client, consultation, group)
    assert "Riverside carers: Heard of it by a notice on 2 March 2026. Can be invited from 10 March 2026." in page.words
    assert "Nobody who was chosen can be invited." in page.words
    client.sign_out()
    clock.shift(QUIET + timedelta(days=1))
    client.sign_in(make_account("late@northvale.example", roles=["officer"]))
    assert "One is invited." in invite(client, consultation, group).words
    assert len(in_outbox(name="invitation")) == 1


def test_a_notice_of_another_consultation_stands_against_no_invitation(client, group):
    open_to(group)
    tell()
    other = make_consultation("When?", publications=[make_plan("Another")])
    assert "One is invited." in invite(client, other, group).words


def test_who_was_invited_does_not_hear_from_the_list_that_it_opened(client, group):
    consultation = open_to(group)
    invite(client, consultation, group)
    tell()
    assert in_outbox(name="consultation_invitation") == []
    (run,) = runs_of(RunKind.NOTICE)
    assert SKIPPED in client.get("mail_staff.run", run_id=run.id).words


def test_a_follower_who_was_invited_lately_is_not_told_that_it_closes_soon(client, group, clock):
    plan = make_plan()
    consultation = open_to(group, plan=plan, weeks=4)
    tell()
    follow(group.email, (TargetKind.PUBLICATION, plan.id))
    follow("ada@example.org", (TargetKind.PUBLICATION, plan.id))
    clock.shift(timedelta(days=20))
    client.sign_in(make_account("late@northvale.example", roles=["officer"]))
    invite(client, consultation, group)
    clock.shift(timedelta(days=2))
    jobs.run("consultations.clock")
    tell()
    assert [row.to for row in in_outbox(name="consultation_notice")] == ["ada@example.org"]
