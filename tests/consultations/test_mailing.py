"""The lists of the directory to which a launch writes: chosen, checked, and kept in its record."""

import json
import zipfile

import pytest

from engage.consultations import actions, queries, record, rehearsal
from engage.core import clock, files
from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR, Role
from engage.lists.models import StakeholderList
from tests.support.accounts import make_account
from tests.support.consultations import make_consultation
from tests.support.databases import look_again
from tests.support.directory import make_contact, make_list, make_organisation
from tests.support.publishing import make_plan


@pytest.fixture
def officer(client):
    return client.sign_in(make_account(roles=[Role.OFFICER]))


@pytest.fixture
def draft(site):
    return make_consultation(open=False, publications=[make_plan()])


def choose(it, *lists):
    look_again()
    with unit_of_work():
        actions.set_lists(VISITOR, consultation=queries.consultation(it.id), list_ids=[each.id for each in lists])


def check(it):
    look_again()
    with reading():
        return next(one for one in rehearsal.checks(queries.consultation(it.id)) if one.key == "lists")


def test_lists_are_chosen_and_the_page_says_who_is_not_reached(officer, draft):
    make_organisation("Corn Hall Carers", email="hello@corn-hall.example")
    make_organisation("Lantern Trust")
    make_contact("Ada Orme", agreed=False)
    everybody, other = make_list("Everybody"), make_list("Another")
    where = {"consultation_id": draft.id}
    assert "Whom it will reach" not in officer.get("consultations_staff.mailing", **where).words
    for _ in range(2):
        officer.post("consultations_staff.mailing", {"lists": str(everybody.id)}, **where)
    look_again()
    assert queries.lists_of(draft.id) == [everybody.id]
    words = officer.get("consultations_staff.mailing", **where).words
    assert "1 address in all" in words
    assert "No email address is known. Lantern Trust" in words
    assert "Objected to being asked to take part. Ada Orme" in words
    refused = officer.post("consultations_staff.mailing", {"lists": "999"}, expect=422, **where)
    assert other.name in refused.words


def test_the_check_passes_for_lists_that_are_there_and_not_empty(draft):
    assert (check(draft).holds, check(draft).may_waive) == (False, True)
    assert "No list of the directory is chosen" in check(draft).says[0]
    empty, full = make_list("Empty", words="nobody at all"), make_list("Full")
    make_contact("Ada Orme")
    make_contact("Jo Pell", agreed=None)
    choose(draft, full)
    assert check(draft).holds
    assert "“Full”: 1 of 2 can be written to." in check(draft).says
    assert not [words for words in check(draft).says if "Jo Pell" in words]
    choose(draft, empty, full)
    assert "Nobody is on the list “Empty”." in check(draft).says
    with unit_of_work():
        db.session.get(StakeholderList, full.id).removed_at = clock.now()
    choose(draft, full)
    assert not check(draft).holds


def test_one_address_on_two_lists_is_one(draft):
    make_contact("Ada Orme", email="ada@people.example")
    choose(draft, make_list("One"), make_list("Two"))
    look_again()
    with reading():
        assert rehearsal.reach_of(queries.lists_of(draft.id)).addresses == 1


def test_the_record_names_the_lists_and_nobody_on_them(draft):
    make_contact("Ada Orme")
    choose(draft, make_list("Everybody"))
    look_again()
    with reading():
        it = queries.consultation(draft.id)
        packed = record.pack(record.gather(it, rehearsal.checks(it), clock.now()))
    with unit_of_work():
        stored = files.store(packed)
    with zipfile.ZipFile(files.location(stored)) as archive:
        body = archive.read("manifest.json").decode()
    assert json.loads(body)["consultation"]["lists"] == [{"list": "Everybody", "members": 1, "can_be_written_to": 1}]
    assert "Orme" not in body


def test_a_list_that_is_gone_cannot_be_chosen_and_nothing_after_the_launch(draft):
    gone = make_list("Gone")
    with unit_of_work():
        db.session.get(StakeholderList, gone.id).removed_at = clock.now()
    with pytest.raises(Refused, match="not in the directory any more"):
        choose(draft, gone)
    launched = make_consultation()
    with pytest.raises(Refused, match="launched already"):
        choose(launched, make_list("Late"))


def test_an_editor_sees_which_lists_are_chosen_but_no_names(client, draft):
    make_contact("Ada Orme", agreed=False)
    choose(draft, make_list("Everybody"))
    client.sign_in(make_account(roles=[Role.EDITOR]))
    words = client.get("consultations_staff.mailing", consultation_id=draft.id).words
    assert "Everybody" in words
    assert "Ada Orme" not in words
    client.post("consultations_staff.mailing", {}, consultation_id=draft.id)
    look_again()
    assert len(queries.lists_of(draft.id)) == 1
