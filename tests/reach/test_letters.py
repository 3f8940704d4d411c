"""Those who prefer a letter or a call: listed, taken out with their addresses, noted as told, never twice."""

import csv
import io

import pytest

from engage.accounts.session import viewer_for
from engage.consultations.models import Consultation
from engage.core.database import db, unit_of_work
from engage.core.ledger import Entry
from engage.directory.actions.contacts import Reached
from engage.directory.models import Channel, Contact, Format
from tests.support.accounts import mails, make_account
from tests.support.consultations import make_consultation
from tests.support.directory import make_contact
from tests.support.publishing import make_plan
from tests.support.reach import count
from tests.support.submissions import make_submission

HOME = "1 Mill Lane\nNorth Vale\nNV1 1AA"


@pytest.fixture
def asked(client):
    plan = make_plan("One stroke unit")
    client.sign_in(make_account(name="Rita Amis", roles=["officer"]))
    return make_consultation("A new place for blood tests", publications=[plan])


def by_post(name, **facts):
    reached = (Reached(Channel.POST, HOME),)
    return make_contact(name, channel=Channel.POST, reached=reached, email="", **facts)


def page_of(client, consultation):
    count()
    return client.get("reach_staff.letters", consultation_id=consultation.id)


def chosen(page):
    return {"chosen": page.select("input[name=chosen]")[0].get("value")}


def rows_of(answer):
    return list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))


def entries(verb):
    db.session.rollback()
    return list(db.session.scalars(db.select(Entry).filter_by(verb=verb)))


def test_letters_are_listed_taken_out_and_noted_once(client, asked):
    ada = by_post("Ada Nye", format=Format.LARGE_PRINT, language="pl")
    by_post("Bea Orr")
    page = page_of(client, asked)
    assert "Prefer a letter: 2" in page.words
    assert "Some asked for another form or language: Large print, Polish: 1." in page.words
    told = chosen(page)
    answer = client.post("reach_staff.letter_list", told, consultation_id=asked.id, expect=200)
    assert rows_of(answer)[1:] == [
        ["Ada Nye", HOME, "Large print", "Polish"],
        ["Bea Orr", HOME, "Standard", "English"],
    ]
    (entry,) = entries("stakeholders.letter_list_taken")
    assert str(ada.id) in entry.values["contact_ids"].split(",")
    page = client.post("reach_staff.letters_sent", told, consultation_id=asked.id, follow=True)
    assert "2 are noted as told by letter." in page.words
    assert "Prefer a letter: 0" in page.words
    assert "Ada Nye: Was sent a letter on" in page.words
    page = client.post("reach_staff.letters_sent", told, consultation_id=asked.id, follow=True)
    assert "Nobody was left to note." in page.words
    assert len(entries("stakeholders.letters_sent")) == 1
    assert "Letter" in client.get("directory_staff.contact", contact_id=ada.id).words


def test_a_letter_counts_as_a_route_by_which_people_were_told(client, asked):
    for number in range(6):
        by_post(f"Ada Nye {number}")
    client.post("reach_staff.letters_sent", chosen(page_of(client, asked)), consultation_id=asked.id)
    count()
    page = client.get("reach_staff.consultation", consultation_id=asked.id)
    assert "By a letter to those who prefer letters6" in page.words


def test_who_has_answered_or_objects_or_has_no_address_is_told_apart(client, asked):
    by_post("Cy Pugh", agreed=False)
    make_contact("Di Quin", channel=Channel.POST, reached=(), email="")
    make_contact("Eve Roe", channel=Channel.PHONE, reached=(Reached(Channel.PHONE, "01234 000001"),), email="")
    spoke = by_post("Fay Shaw")
    account = make_account()
    with unit_of_work():
        db.session.get_one(Contact, spoke.id).account_id = account.id
    make_submission(asked, actor=viewer_for(account))
    page = page_of(client, asked)
    assert "Prefer a letter: 0" in page.words
    assert "Prefer a call: 1" in page.words
    assert "01234 000001" in page.words
    assert "Di Quin: No postal address is known." in page.words
    assert "Cy Pugh: " in page.words
    assert "Fay Shaw" not in page.words


def test_who_may_not_see_people_sees_no_letters(client, asked):
    by_post("Ada Nye")
    client.sign_in(make_account(roles=["analyst"]))
    client.get("reach_staff.letters", consultation_id=asked.id, expect=403)
    client.post("reach_staff.letters_sent", {"chosen": "c1"}, consultation_id=asked.id, expect=403)


def test_nobody_is_noted_who_was_never_to_be_written_to(client, asked):
    other = make_contact("Gus Tate")
    page_of(client, asked)
    told = {"chosen": f"c{other.id},o1,nonsense"}
    page = client.post("reach_staff.letters_sent", told, consultation_id=asked.id, follow=True)
    assert "Nobody was left to note." in page.words


def test_an_invitation_says_how_to_have_it_in_another_form(client, asked):
    with unit_of_work():
        db.session.get_one(Consultation, asked.id).contact_email = "listening@northvale.example"
    ada = make_contact("Ada Nye", email="ada@people.example", format=Format.EASY_READ)
    count()
    page = client.get("reach_staff.invite", consultation_id=asked.id, who=[f"c{ada.id}"])
    assert "Some asked for another form or language: Easy Read: 1." in page.words
    client.post("reach_staff.invite", {**page.form(), "act": "send"}, consultation_id=asked.id)
    (mail,) = mails("ada@people.example")
    assert "You asked for: Easy Read. To have it so, or in another form or language: listening@north" in mail.text
