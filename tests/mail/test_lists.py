"""Messages to saved lists of the directory: launches and newsletters, one to each address whatever the routes."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from engage.consultations.models import ConsultationList
from engage.core import jobs
from engage.core.database import db, unit_of_work
from engage.core.outbox import OutboxState
from engage.core.permissions import VISITOR
from engage.directory import actions as directory
from engage.directory.models import Basis, Contact, Purpose
from engage.mail import actions_newsletters as newsletters
from engage.mail import consultation_news, list_people, queries
from engage.mail.actions_newsletters import ToWhom
from engage.mail.dispatch import RUNNER
from engage.mail.models import Newsletter, TargetKind
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.consultations import make_consultation
from tests.support.directory import make_contact, make_list, make_organisation
from tests.support.mail import follow, in_outbox, letters
from tests.support.publishing import make_plan

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(site):
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def plan():
    return make_plan("A new place for blood tests")


def launch(plan, *lists):
    """A consultation about a plan that is opened now and writes to these lists."""
    jobs.run("ledger.seal")
    found = make_consultation("Where?", publications=[plan])
    with unit_of_work():
        db.session.add_all(ConsultationList(consultation_id=found.id, list_id=one.id) for one in lists)
    return found


def tell():
    db.session.rollback()
    jobs.run("ledger.seal")
    jobs.run("mail.consultations")


def told(name="consultation_invitation"):
    return sorted(row.to for row in in_outbox(name=name))


def allow_news(*contacts, agreed=True):
    with unit_of_work():
        for one in contacts:
            directory.record_permission(
                VISITOR,
                contact=db.session.get_one(Contact, one.id),
                purpose=Purpose.NEWS,
                agreed=agreed,
                basis=Basis.CONSENT,
            )


def test_a_launch_writes_once_to_each_address_whatever_the_routes(plan):
    make_contact(email="ada@people.example")
    make_contact(email="bob@people.example")
    make_contact(email="BOB@people.example")
    make_contact(email="no@people.example", agreed=False)
    make_organisation("Corn Hall Carers", email="carers@hall.example")
    follow("ada@people.example", (TargetKind.PUBLICATION, plan.id))
    launch(plan, make_list(), make_list())
    tell()
    tell()
    assert told() == ["bob@people.example", "carers@hall.example"]
    assert told("consultation_notice") == ["ada@people.example"]
    letter = letters(to="bob@people.example", name="consultation_invitation")[0]
    assert "has this address in its directory" in letter.text
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_list_of_many_is_gone_through_page_by_page_and_a_worker_that_dies_changes_nothing(plan, monkeypatch):
    for number in range(5):
        make_contact(email=f"person{number}@people.example")
    monkeypatch.setattr(list_people, "BATCH", 2)
    launch(plan, make_list())
    jobs.run("ledger.seal")
    consultation_news.start_new()
    while consultation_news.work_off():
        consultation_news.start_new()
    assert len(told()) == len(set(told())) == 5


def test_who_said_no_since_is_not_invited(plan):
    ada, bob = make_contact(email="ada@people.example"), make_contact(email="bob@people.example")
    launch(plan, make_list())
    tell()
    with unit_of_work():
        one = db.session.get_one(Contact, ada.id)
        directory.record_permission(
            VISITOR, contact=one, purpose=Purpose.INVITATIONS, agreed=False, basis=Basis.CONSENT
        )
    RUNNER.run()
    states = {row.to: row.state for row in in_outbox(name="consultation_invitation")}
    assert states == {"ada@people.example": OutboxState.SUPPRESSED, "bob@people.example": OutboxState.SENT}
    assert bob is not None


def test_followers_of_the_area_and_the_topic_hear_too():
    with unit_of_work():
        area = add_area(VISITOR, code="vale", name="North Vale", kind=AreaKind.PLACE)
        topic = add_topic(VISITOR, slug="blood", name="Blood tests")
    plan = make_plan("A new place", areas=[area], topics=[topic])
    follow("area@example.org", (TargetKind.AREA, area.id))
    follow("topic@example.org", (TargetKind.TOPIC, topic.id))
    follow("all@example.org", (TargetKind.EVERYTHING, 0))
    follow("else@example.org", (TargetKind.PUBLICATION, make_plan().id))
    launch(plan)
    tell()
    assert told("consultation_notice") == ["all@example.org", "area@example.org", "topic@example.org"]


def test_a_newsletter_to_a_list_counts_who_is_left_out_and_why(client):
    ada, bob = (
        make_contact("Ada Orme", email="ada@people.example"),
        make_contact("Bob Pike", email="bob@people.example"),
    )
    make_contact("Cyd Reed", email="cyd@people.example")
    make_contact("Dot Shaw", email="", agreed=None)
    allow_news(ada)
    allow_news(bob, agreed=False)
    chosen = make_list("Carers")
    client.sign_in(make_account(roles=["officer"]))
    words = {"title": "News", "body": "It opens in May.", "to_whom": f"list:{chosen.id}"}
    number = int(client.post("mail_staff.new_newsletter", words).location.rstrip("/").rpartition("/")[2])
    page = client.get("mail_staff.check_newsletter", newsletter_id=number)
    assert "The list “Carers”" in page.words
    assert "Objected to news from us.Bob Pike" in page.words
    assert "Nobody has recorded on which basis" in page.words
    client.post("mail_staff.check_newsletter", {"when": "now", "version": "1"}, newsletter_id=number)
    jobs.run("mail.newsletters")
    assert told("newsletter") == ["ada@people.example"]
    (letter,) = letters(name="newsletter")
    assert "has you on a list" in letter.text
    allow_news(ada, agreed=False)
    RUNNER.run()
    assert in_outbox(name="newsletter")[0].state is OutboxState.DROPPED
    assert queries.subscriber_by_email("ada@people.example") is not None


def test_a_list_is_gone_through_for_a_newsletter_page_by_page(monkeypatch, clock):
    people = [make_contact(email=f"person{number}@people.example") for number in range(5)]
    allow_news(*people)
    monkeypatch.setattr(list_people, "BATCH", 2)
    chosen = make_list()
    with unit_of_work():
        row = newsletters.begin(VISITOR, title="News", body="It opens.", to_whom=ToWhom(list_id=chosen.id))
        newsletters.schedule(VISITOR, newsletter=row, version=1, at=None)
    clock.shift(timedelta(minutes=1))
    jobs.run("mail.newsletters")
    assert len(told("newsletter")) == 5
    assert db.session.get_one(Newsletter, row.id).run_id is not None
