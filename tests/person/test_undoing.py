"""What is pressed around an erasure, before it, after it or in the same instant, brings nothing of the person back."""

import pytest
from flask import url_for

from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.jobs import run
from engage.core.permissions import VISITOR
from engage.core.person import Wish, at_address
from engage.directory import queries
from engage.directory.actions.erasing import erase_contact
from engage.directory.models import Contact, Merge
from engage.directory_upkeep.actions.merging_contacts import merge_contacts, undo_contact_merge
from engage.person.actions import erasures
from tests.person.test_erase import found_in, settle
from tests.support.accounts import make_account
from tests.support.at_once import save_in_the_same_instant
from tests.support.databases import look_again
from tests.support.directory import make_contact, make_organisation

KEPT, DOUBLE = ("Nell Tamworth", "nell@northvale.example"), ("N. J. Tamworth", "nj@tamworth.example")
TOLD = ("tamworth", "nell@", "deaf in one ear", "treasurer")


@pytest.fixture
def desk(client):
    return client.sign_in(make_account(roles=["officer"]))


def merged():
    """Two entries about one person, made one; the one that is kept, and the merge."""
    kept = make_contact(KEPT[0], email=KEPT[1], note="Deaf in one ear.")
    double = make_contact(DOUBLE[0], email=DOUBLE[1], organisation=make_organisation("The board"), title="Treasurer")
    with unit_of_work():
        return kept, join(kept, double)


def join(kept, double):
    merge_contacts(
        VISITOR, kept=queries.contact(kept.id), double=queries.contact(double.id), from_double={"name": True}
    )
    return db.session.scalars(db.select(Merge).order_by(Merge.id.desc())).first()


def by_hand(contact):
    with unit_of_work():
        erase_contact(VISITOR, contact=queries.contact(contact.id), never_again=True)


def by_address(address):
    def erase(_contact):
        with unit_of_work():
            erasures.ask_erasure(VISITOR, person=at_address(address), wish=Wish(withdraws=True), reason="Asked for")
        run(erasures.WORK)

    return erase


def nothing_is_left():
    settle()
    assert {(word, place) for word in TOLD for place in found_in(word)} == set()


@pytest.mark.parametrize("erase", [by_hand, by_address(KEPT[1]), by_address(DOUBLE[1])])
def test_undoing_a_merge_after_the_person_was_erased_brings_nothing_back(desk, erase):
    kept, merge = merged()
    erase(kept)
    desk.post("directory_upkeep_staff.undo_contact", contact_id=kept.id, merge_id=merge.id, expect=404)
    look_again()
    with pytest.raises(Refused, match="erased"), unit_of_work():
        undo_contact_merge(VISITOR, merge=db.session.get(Merge, merge.id))
    nothing_is_left()


def test_a_merge_that_was_undone_before_is_not_undone_again_after_one_of_the_two_was_erased(desk):
    kept, merge = merged()
    desk.post("directory_upkeep_staff.undo_contact", contact_id=kept.id, merge_id=merge.id)
    look_again()
    by_hand(kept)
    desk.post("directory_upkeep_staff.undo_contact", contact_id=kept.id, merge_id=merge.id, expect=404)
    look_again()
    with unit_of_work():
        double = undo_contact_merge(VISITOR, merge=db.session.get(Merge, merge.id))
    assert (double.name, double.merged_into_id) == (DOUBLE[0], None), "the other one is a person of its own"
    by_hand(double)
    nothing_is_left()


def test_what_became_part_of_another_entry_after_the_erasure_was_asked_for_goes_with_it(site):
    kept, double = make_contact(*KEPT[:1], email=KEPT[1]), make_contact(DOUBLE[0], email=DOUBLE[1], note="Treasurer")
    with unit_of_work():
        asked = {"wish": Wish(withdraws=True), "reason": "Asked for"}
        erasures.ask_erasure(VISITOR, person=at_address(DOUBLE[1]), **asked)
    with unit_of_work():
        join(kept, double)
    run(erasures.WORK)
    nothing_is_left()


@pytest.fixture
def officers(desk, another_client):
    return desk, another_client.sign_in(make_account(roles=["officer"]))


def a_form(site, browser, press, contact_id, **more):
    """What one sends from a page of a contact: browser, path and form."""
    endpoint, page, box, said = press
    with site.test_request_context():
        path = url_for(endpoint, contact_id=contact_id)
    forms = browser.get(page, contact_id=contact_id).document.forms
    form = next(form for form in forms if form.method == "POST" and (not box or box in form.inputs))
    return browser, path, {**dict(form.form_values()), **said, **more}


EDIT = ("directory_staff.edit_contact", "directory_staff.edit_contact", "emails", {"emails": "nell2@tamworth.example"})
ROLE = ("directory_staff.add_role", "directory_staff.contact", "organisation", {"title": "Treasurer"})
SAID = (
    "directory_staff.record_permission",
    "directory_staff.contact",
    "said",
    {"said": "Deaf in one ear, wrote it", "agreed": "no"},
)

ERASE = ("directory_upkeep_staff.erase", "directory_upkeep_staff.erase", "never_again", {})


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("press", [EDIT, ROLE, SAID])
def test_what_is_saved_in_the_same_instant_is_erased_too_or_refused(site, officers, press, is_first):
    one, other = officers
    nell, board = make_contact(KEPT[0], email=KEPT[1]), make_organisation("The board", slug="board")
    saves = a_form(site, one, press, nell.id, **({"organisation": board.slug} if press is ROLE else {}))
    erases = a_form(site, other, ERASE, nell.id)
    db.session.rollback()
    pair = (saves, erases) if is_first else (erases, saves)
    answers = save_in_the_same_instant(*pair)
    assert {each.status for each in answers} <= {303, 404}
    assert next(each for each in answers if each.path == erases[1]).status == 303
    look_again()
    with reading():
        assert db.session.get(Contact, nell.id).erased_at is not None
    nothing_is_left()
