"""Every form that says what is there already: who saves after somebody else is told, and overwrites nothing unseen."""

from dataclasses import dataclass
from datetime import date

import pytest
from flask import url_for

from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.actions.kinds import add_kind
from engage.directory.actions.networks import add_meeting, add_network, add_network_member
from engage.directory.models import NetworkKind
from engage.directory.queries.contacts import roles_of
from engage.engagements.actions import events
from engage.taxonomy.actions import add_topic
from tests.support.accounts import make_account
from tests.support.at_once import save_in_the_same_instant
from tests.support.comments import look_again
from tests.support.directory import make_contact, make_list, make_organisation
from tests.support.engagements import OFFICER, make_engagement, make_promise

OVERTAKEN = "Somebody changed this after you had opened the page"


@dataclass
class Case:
    """A form: where it stands, which box both change, and what the one and the other write there."""

    where: str
    values: dict
    box: str
    one: object
    other: object
    shown: str = ""
    seen_at: str = ""


def an_organisation():
    made = {"organisation_id": make_organisation("The board").id}
    return Case("directory_staff.edit", made, "description", "We plan care.", "We buy care.")


def a_record():
    made = {"organisation_id": make_organisation("The board").id}
    return Case("directory_staff.edit_record", made, "telephone", "01632 960000", "01632 960111")


def where_it_stands():
    return Case(**{**vars(a_record()), "box": "status", "one": "dormant", "other": "proposed", "shown": "Dormant"})


def interests():
    made = {"organisation_id": make_organisation("The board").id}
    with unit_of_work():
        wards, buses = (add_topic(VISITOR, slug=name.lower(), name=name) for name in ("Wards", "Buses"))
    return Case("directory_staff.interests", made, "topics", [str(wards.id)], [str(buses.id)], shown="Wards")


def a_contact():
    made = {"contact_id": make_contact("Gordon Pike", email="gordon@pike.example").id}
    return Case("directory_staff.edit_contact", made, "note", "Call after six.", "Call before nine.")


def addresses():
    return Case(**{**vars(a_contact()), "box": "emails", "one": "g@pike.example", "other": "gp@pike.example"})


def a_role():
    gordon = make_contact("Gordon Pike", organisation=make_organisation("The board"), title="Clerk")
    made = {"contact_id": gordon.id, "role_id": roles_of(gordon.id)[0][0].id}
    return Case("directory_staff.edit_role", made, "title", "Chair", "Treasurer")


def a_network():
    with unit_of_work():
        return add_network(VISITOR, name="Stroke network", kind=NetworkKind.NETWORK)


def network():
    made = {"network_id": a_network().id}
    return Case("directory_staff.edit_network", made, "description", "For winter.", "For summer.")


def a_term():
    stroke, board = a_network(), make_organisation("The board")
    with unit_of_work():
        member = add_network_member(VISITOR, network=stroke, member=board)
    made = {"network_id": stroke.id, "member_id": member.id}
    return Case("directory_staff.edit_network_member", made, "part", "Chair", "Observer")


def a_meeting():
    stroke = a_network()
    with unit_of_work():
        met = add_meeting(VISITOR, network=stroke, held_on=date(2026, 3, 1), title="The first")
    made = {"network_id": stroke.id, "meeting_id": met.id}
    return Case("directory_staff.edit_meeting", made, "advised", "Open on Sundays.", "Open at night.")


def a_kind():
    with unit_of_work():
        choir = add_kind(VISITOR, name="Choir", plural="Choirs")
    return Case("directory_staff.kind", {"kind_id": choir.id}, "plural", "Singers", "Choristers")


def a_list():
    made = {"list_id": make_list("Voluntary groups").id}
    return Case("lists_staff.edit_list", made, "purpose", "For winter.", "For summer.")


def described(held):
    with unit_of_work():
        said = events.Described(summary="Come.", minutes=60, place="The hall")
        events.save_event(OFFICER, engagement=held, described=said, listed=False)


def an_event():
    held = make_engagement("A drop-in", kind="event", days_ago=-7)
    described(held)
    return Case("engagements_staff.event", {"engagement_id": held.id}, "summary", "Come and talk.", "Come and listen.")


def what_was_heard():
    held = make_engagement("A drop-in", kind="event", days_ago=7)
    described(held)
    case = Case(
        "engagements_staff.say_heard", {"engagement_id": held.id}, "heard", "Buses are late.", "Wards are cold."
    )
    return Case(**{**vars(case), "seen_at": "engagements_staff.event"})


def a_promise():
    made = {"promise_id": make_promise(make_engagement()).id}
    return Case("engagements_staff.promise", made, "what", "Send the bus times", "Send the train times")


FORMS = [
    *(an_organisation, a_record, where_it_stands, interests, a_contact, addresses, a_role, network, a_term),
    *(a_meeting, a_kind, a_list, an_event, what_was_heard, a_promise),
]


@pytest.fixture
def ada(client):
    return client.sign_in(make_account(name="Ada Moor", roles=["officer", "administrator"]))


@pytest.fixture
def bea(another_client):
    return another_client.sign_in(make_account(name="Bea Hill", roles=["officer", "administrator"]))


def opened(browser, case):
    """What the form would send if it were submitted untouched."""
    return filled(browser.get(case.seen_at or case.where, **case.values), case)


def filled(page, case):
    form = next(form for form in page.document.forms if form.method == "POST" and case.box in form.inputs)
    boxes = {box.get("name") for box in form.cssselect("textarea")}
    return {name: value.removeprefix("\n") if name in boxes else value for name, value in form.form_values()}


def saved(browser, case):
    said = opened(browser, case).get(case.box, "")
    return [said] if isinstance(case.one, list) else said


@pytest.mark.parametrize("make", FORMS)
def test_who_saves_later_is_told_and_may_save_again(ada, bea, make):
    case = make()
    hers, his = opened(ada, case), opened(bea, case)
    ada.post(case.where, {**hers, case.box: case.one}, **case.values)
    page = bea.post(case.where, {**his, case.box: case.other}, expect=422, **case.values)
    assert OVERTAKEN in page.words
    assert "Last saved by Ada Moor" in page.words
    assert (case.shown or case.one) in page.words
    assert saved(ada, case) == case.one
    bea.post(case.where, {**filled(page, case), case.box: case.other}, **case.values)
    assert saved(ada, case) == case.other


@pytest.mark.parametrize("make", FORMS)
def test_of_two_who_save_in_the_same_instant_one_is_told(site, ada, bea, make):
    case = make()
    with site.test_request_context():
        path = url_for(case.where, **case.values)
    sent = [(ada, path, {**opened(ada, case), case.box: case.one})]
    sent += [(bea, path, {**opened(bea, case), case.box: case.other})]
    db.session.rollback()
    first, second = save_in_the_same_instant(*sent)
    assert sorted([first.status, second.status]) == [303, 422]
    kept, told = (first, second) if first.status == 303 else (second, first)
    assert OVERTAKEN in told.text
    look_again()
    assert saved(ada, case) == kept.form[case.box]


def test_two_kinds_are_not_put_below_each_other_in_the_same_instant(ada, bea):
    with unit_of_work():
        choir, band = (add_kind(VISITOR, name=name, plural=f"{name}s") for name in ("Choir", "Band"))
    sent = []
    for browser, kind, parent in ((ada, choir, band), (bea, band, choir)):
        form = browser.get("directory_staff.kind", kind_id=kind.id).form(f"/kinds/{kind.id}/")
        sent.append((browser, f"/staff/directory/kinds/{kind.id}/", {**form, "parent": str(parent.id)}))
    db.session.rollback()
    first, second = save_in_the_same_instant(*sent)
    assert sorted([first.status, second.status]) == [303, 422]
    told = first if first.status == 422 else second
    assert "There is a problem" in told.text
