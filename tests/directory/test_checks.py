"""The yearly check of entries."""

import re

import pytest
from sqlalchemy import select

from engage.core import jobs
from engage.core.database import db, reading, unit_of_work
from engage.core.outbox import OutboxMessage
from engage.core.permissions import VISITOR
from engage.directory import actions, queries
from engage.directory.actions import checking
from engage.taxonomy.actions import add_area
from engage.taxonomy.models import AreaKind
from tests.support.accounts import make_account
from tests.support.directory import make_organisation


@pytest.fixture
def carers(site):
    made = make_organisation("Carers of the Vale", email="hello@carers.example")
    jobs.run("directory.checks")
    return made


def mails():
    with reading():
        return db.session.scalars(select(OutboxMessage).where(OutboxMessage.name == "entry_check")).all()


def link():
    (mail,) = mails()
    return re.search(r"/organisations/check/\S+/", mail.text)[0]


def test_an_organisation_is_asked_once_and_opening_the_link_changes_nothing(client, carers):
    make_organisation("Without an address")
    jobs.run("directory.checks")
    assert "Is your entry still right?" in client.get(link()).words
    with reading():
        db.session.expire_all()
        assert queries.organisation(carers.id).last_confirmed_at is None
    page = client.post(link(), {}, follow=True)
    assert "Your entry is confirmed." in page.words
    with reading():
        db.session.expire_all()
        assert queries.organisation(carers.id).last_confirmed_at is not None
    client.get("/organisations/check/wrong/", expect=410)


def test_so_many_are_asked_a_day(site, monkeypatch):
    monkeypatch.setattr(checking, "MOST_A_DAY", 2)
    for number in range(4):
        make_organisation(email=f"hello@group{number}.example")
    jobs.run("directory.checks")
    jobs.run("directory.checks")
    assert len(mails()) == 2


@pytest.mark.parametrize(("accept", "name"), [("yes", "Carers of North Vale"), ("no", "Carers of the Vale")])
def test_a_correction_waits_for_staff(client, another_client, carers, accept, name):
    form = {"name": "Carers of the Vale", "description": "", "website": "", "email": "hello@carers.example"}
    client.post(f"{link()}correction/", form, expect=422)
    wanted = {**form, "name": "Carers of North Vale", "note": "We moved to Corn Street."}
    assert "We look at what you wrote" in client.post(f"{link()}correction/", wanted, follow=True).words
    another_client.sign_in(make_account(roles=["officer"]))
    page = another_client.get("directory_staff.corrections")
    assert "Carers of North Vale" in page.words
    assert "We moved to Corn Street." in page.words
    page = another_client.post("directory_staff.settle", {"accept": accept}, check_id=1, follow=True)
    assert "Nothing waits." in page.words
    with reading():
        db.session.expire_all()
        assert queries.organisation(carers.id).name == name


def test_an_officer_of_one_area_sees_the_corrections_of_it_only(client, another_client, carers):
    with unit_of_work():
        coast = add_area(VISITOR, code="SC", name="South Coast", kind=AreaKind.SYSTEM)
    form = {"name": "Carers of North Vale", "description": "", "website": "", "email": "hello@carers.example"}
    client.post(f"{link()}correction/", form)
    another_client.sign_in(make_account(roles=["officer"], area=coast))
    assert "Nothing waits." in another_client.get("directory_staff.corrections").words
    another_client.post("directory_staff.settle", {"accept": "yes"}, check_id=1, expect=403)
    with unit_of_work():
        actions.set_areas(VISITOR, organisation=queries.organisation(carers.id), areas=[coast])
    assert "Carers of North Vale" in another_client.get("directory_staff.corrections").words
