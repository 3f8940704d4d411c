"""An entry and an account: linked by nobody but the person, and nothing is told before."""

from datetime import timedelta

import pytest
import time_machine

from engage.accounts.actions import close_account
from engage.accounts.session import viewer_for
from engage.core import clock, jobs
from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import queries
from engage.directory.models import Merge
from engage.directory_upkeep.actions.merging_contacts import merge_contacts, undo_contact_merge
from tests.support.accounts import make_account
from tests.support.comments import look_again, make_comment
from tests.support.consultations import make_consultation
from tests.support.directory import make_contact
from tests.support.mail import in_outbox
from tests.support.publishing import make_plan
from tests.support.submissions import make_submission

ADDRESS = "jo@penn.example"


@pytest.fixture
def jo(site):
    return make_contact("Jo Penn", email=ADDRESS)


@pytest.fixture
def officer(client):
    return client.sign_in(make_account(roles=["officer"]))


def asked(officer, contact, email=ADDRESS):
    return officer.post("directory_staff.ask_to_link", {"email": email}, contact_id=contact.id, follow=True)


def linked_account(contact):
    look_again()
    with reading():
        return queries.contact(contact.id).account_id


def test_the_person_agrees_and_what_she_said_is_shown_and_she_takes_it_back(officer, another_client, jo):
    account = make_account(ADDRESS, name="Jo Penn")
    plan = make_plan(title="Wards")
    make_comment(plan, account=account)
    make_submission(make_consultation(title="Beds"), actor=viewer_for(account))
    page = asked(officer, jo)
    assert f"was asked at {ADDRESS} and has not answered" in page.words
    assert [message.to for message in in_outbox(name="contact_link")] == [ADDRESS]
    me = another_client.sign_in(account)
    page = me.get("directory.own_entry")
    assert "May we link your entry?" in page.words
    assert "Wards" not in officer.get("directory_staff.contact", contact_id=jo.id).words
    page = me.post(page.select("form[action$='/agree/']")[0].get("action"), follow=True)
    assert "What the directory holds of you" in page.words
    assert linked_account(jo) == account.id
    page = officer.get("directory_staff.contact", contact_id=jo.id)
    for said in ("agreed that the account is linked", "Wards", "Beds"):
        assert said in page.words
    end = me.get("directory.own_entry").select("form[action$='/end/']")[0].get("action")
    assert "no longer linked" in me.post(end, follow=True).words
    assert linked_account(jo) is None
    page = officer.get("directory_staff.contact", contact_id=jo.id)
    assert "took the link away" in page.words
    assert "Wards" not in page.words
    me.post(end, expect=404)


def test_staff_learn_nothing_of_an_account_before_the_person_agreed(officer, jo):
    other = make_contact("Al Mote", email="al@mote.example")
    make_account(ADDRESS)
    pages = [asked(officer, jo), asked(officer, other, "al@mote.example")]
    for page, contact in zip(pages, (jo, other), strict=True):
        assert "The person is asked." in page.words
        assert "has not answered" in page.words
        assert linked_account(contact) is None
    texts = {message.to: message.text for message in in_outbox(name="contact_link")}
    assert len(texts) == 2
    assert len(set(texts.values())) == 1


def test_who_says_no_is_not_asked_again_for_a_year(officer, another_client, jo):
    asked(officer, jo)
    me = another_client.sign_in(make_account(ADDRESS))
    decline = me.get("directory.own_entry").select("form[action$='/decline/']")[0].get("action")
    assert "Nothing is linked." in me.post(decline, follow=True).words
    me.post(decline, expect=404)
    page = officer.get("directory_staff.contact", contact_id=jo.id)
    assert "did not agree" in page.words
    page = officer.post("directory_staff.ask_to_link", {"email": ADDRESS}, contact_id=jo.id, expect=422)
    assert "less than a year ago" in page.words
    with time_machine.travel(clock.now() + timedelta(days=366)):
        officer.sign_in(make_account(roles=["officer"]))
        asked(officer, jo)
    assert len(in_outbox(name="contact_link")) == 2


def test_nobody_else_answers(officer, another_client, jo):
    page = officer.post("directory_staff.ask_to_link", {"email": "al@mote.example"}, contact_id=jo.id, expect=422)
    assert not in_outbox(name="contact_link")
    asked(officer, jo)
    stranger = another_client.sign_in(make_account("al@mote.example"))
    page = stranger.get("directory.own_entry")
    assert "No entry is linked" in page.words
    for verb in ("agree", "decline", "end"):
        stranger.post(f"/account/directory/1/{verb}/", expect=404)
    assert linked_account(jo) is None


def test_a_closed_account_is_linked_no_more_and_a_merge_keeps_the_link(officer, another_client, jo):
    account = make_account(ADDRESS)
    asked(officer, jo)
    me = another_client.sign_in(account)
    kept = make_contact("Joanne Penn")
    with unit_of_work():
        merge_contacts(VISITOR, kept=queries.contact(kept.id), double=queries.contact(jo.id), from_double={})
    agree = me.get("directory.own_entry").select("form[action$='/agree/']")[0].get("action")
    assert "Joanne Penn" in me.post(agree, follow=True).words
    assert linked_account(kept) == account.id
    with unit_of_work():
        close_account(VISITOR, account=account)
    jobs.run("ledger.seal")
    jobs.run("directory.members")
    assert linked_account(kept) is None


def test_a_link_that_was_taken_away_does_not_come_back_when_a_double_is_taken_apart(officer, another_client, jo):
    account = make_account(ADDRESS)
    asked(officer, jo)
    me = another_client.sign_in(account)
    me.post(me.get("directory.own_entry").select("form[action$='/agree/']")[0].get("action"))
    look_again()
    kept = make_contact("Joanne Penn")
    with unit_of_work():
        merge = merge_contacts(VISITOR, kept=queries.contact(kept.id), double=queries.contact(jo.id), from_double={})
    assert linked_account(kept) == account.id
    me.post(me.get("directory.own_entry").select("form[action$='/end/']")[0].get("action"))
    look_again()
    with unit_of_work():
        undo_contact_merge(VISITOR, merge=db.session.get_one(Merge, merge.id))
    assert (linked_account(kept), linked_account(jo)) == (None, None)
