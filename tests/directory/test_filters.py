"""Filters about how records are kept, and who would not be written to for what mail knows."""

from datetime import timedelta

import pytest

from engage.core import clock
from engage.core.database import db, reading, unit_of_work
from engage.core.i18n import today
from engage.core.permissions import VISITOR
from engage.directory import actions, queries
from engage.directory.actions.networks import add_network, add_network_member
from engage.directory.models import Basis, ListWhom, NetworkKind, Purpose
from engage.directory.queries.filtering import Filter
from engage.directory.queries.keeping import Confirmed
from engage.lists.queries.lists import members_of_filter, tally_of, with_reasons
from engage.mail.kinds import BY_MESSAGE, NEWSLETTERS
from engage.mail.models import Objection, Suppression
from tests.support.accounts import make_account
from tests.support.directory import make_contact, make_list, make_organisation
from tests.support.mail import follow
from tests.support.publishing import make_plan


@pytest.fixture
def desk(client):
    client.sign_in(make_account(roles=["officer"]))
    return client


def meant(whom=ListWhom.BOTH, **wanted):
    with reading():
        return [each.name for each in members_of_filter(Filter(**wanted), whom)]


def test_members_of_a_network_now_are_found_with_the_people_of_its_organisations(desk):
    group, former = make_organisation("Dale carers"), make_organisation("Former")
    make_organisation("Stranger")
    make_contact("At dale", organisation=group)
    lay = make_contact("Lay member")
    make_contact("Nobody")
    with unit_of_work():
        network = add_network(VISITOR, name="Carers’ panel", kind=NetworkKind.PANEL)
        for member in (group, former, lay):
            until = today() - timedelta(days=1) if member is former else None
            add_network_member(VISITOR, network=network, member=member, until=until)
    assert meant(networks=(network.id,)) == ["Dale carers", "At dale", "Lay member"]
    assert "Dale carers" in desk.get("directory_staff.index", network=network.id).words
    page = desk.get("directory_staff.contacts", network=network.id)
    assert len(page.select("tbody tr")) == 2
    assert page.select("select[name=network] option[selected]")[0].text == "Carers’ panel"


def test_records_not_confirmed_and_without_address_and_objectors_are_found(desk):
    old, fresh = make_organisation("Old", email="old@dale.example"), make_organisation("Fresh")
    make_contact("No address", email="")
    make_contact("Objector", agreed=False)
    with unit_of_work():
        queries.organisation(old.id).last_confirmed_at = clock.now() - timedelta(days=400)
        queries.organisation(fresh.id).last_confirmed_at = clock.now()
    again = make_contact("Agreed again", agreed=False)
    with unit_of_work():
        actions.record_permission(
            VISITOR, contact=again, purpose=Purpose.INVITATIONS, agreed=True, basis=Basis.CONSENT, said="At the fair"
        )
    organisations = {"whom": ListWhom.ORGANISATIONS}
    assert meant(confirmed=Confirmed.NOT_FOR_A_YEAR, **organisations) == ["Old"]
    assert meant(confirmed=Confirmed.NEVER, **organisations) == []
    assert meant(no_email=True) == ["Fresh", "No address"]
    assert meant(ListWhom.CONTACTS, objected=True) == ["Objector"]
    assert len(desk.get("directory_staff.contacts", objected="yes").select("tbody tr")) == 1
    assert len(desk.get("directory_staff.contacts", email="none").select("tbody tr")) == 1
    assert len(desk.get("directory_staff.index", confirmed="year").select("tbody tr")) == 1


def test_a_list_keeps_such_a_filter(desk):
    make_contact("Objector", agreed=False)
    make_contact("Willing")
    form = desk.get("lists_staff.new_list", whom="contacts", objected="yes", confirmed="never").form()
    assert (form["objected"], form["confirmed"]) == ("yes", "never")
    page = desk.post("lists_staff.new_list", {**form, "name": "Objectors"}, follow=True)
    assert "On the list now 1" in page.words
    assert desk.get(page.select("a[href$='/edit/']")[0].get("href")).form()["objected"] == "yes"


def test_lists_tell_whom_mail_would_not_reach(desk):
    make_contact("Bounced", email="bounced@people.example")
    stopped = make_contact("Stopped", email="stopped@people.example")
    make_organisation("Group", email="Group@Dale.example")
    make_contact("Willing")
    plan = make_plan()
    subscriber = follow("stopped@people.example", ("publication", plan.id))
    with unit_of_work():
        for email in ("bounced@people.example", "group@dale.example"):
            db.session.add(Suppression(email=email, reason="hard", at=clock.now()))
        for kind in (BY_MESSAGE["invitation"], NEWSLETTERS):
            db.session.add(Objection(subscriber_id=subscriber.id, kind=kind.key, at=clock.now()))
    with reading():
        tally = tally_of(Filter(), ListWhom.BOTH)
        members = with_reasons(members_of_filter(Filter(), ListWhom.BOTH))
        news = with_reasons(members_of_filter(Filter(), ListWhom.CONTACTS, purpose=Purpose.NEWS), Purpose.NEWS)
    assert (tally.total, tally.written_to) == (4, 1)
    assert dict(tally.reasons) == {
        "Asked us not to send messages of this kind.": 1,
        "Mail to the address came back, or its reader called it spam.": 2,
    }
    assert [each.name for each in members if each.why_not is None] == ["Willing"]
    assert all(each.why_not for each in news if each.id == stopped.id)
    page = desk.get("lists_staff.one_list", list_id=make_list("All").id)
    assert "2: Mail to the address came back" in page.words
    assert len(page.statements) <= 20
