"""A person is erased: nothing says any more who it was, the record stays whole, and nobody writes to her again."""

import pytest
from sqlalchemy import inspect, select

from engage.core import jobs, ledger
from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import actions, queries
from engage.directory.actions.contacts import Reached
from engage.directory.models import Basis, Channel, ErasedObjection, ListWhom, Purpose
from engage.directory.queries.filtering import Filter
from engage.directory_upkeep.actions.merging_contacts import merge_contacts
from engage.engagements.actions.parties import add_party
from engage.lists.queries.lists import members_of_filter
from engage.mail.list_people import refuses
from tests.support.accounts import make_account
from tests.support.comments import look_again
from tests.support.directory import make_contact, make_organisation
from tests.support.engagements import make_engagement

ADDRESS = "jo@penn.example"
TELLING = ("Penn", "penn", "Deaf in one ear", "01632", "960001", "Treasurer")


@pytest.fixture
def desk(client):
    client.sign_in(make_account(roles=["officer"]))
    return client


def known_person():
    double = make_contact("J Penn", email="j.penn@work.example", note="Deaf in one ear.")
    jo = make_contact("Jo Penn", email=ADDRESS, organisation=make_organisation("Group"), title="Treasurer")
    with unit_of_work():
        phone = Reached(Channel.PHONE, "01632 960001")
        actions.set_addresses(VISITOR, contact=jo, reached=[Reached(Channel.EMAIL, ADDRESS), phone])
        merge_contacts(
            VISITOR, kept=queries.contact(jo.id), double=queries.contact(double.id), from_double={"name": True}
        )
    jobs.run("ledger.seal")
    jobs.run("directory.doubles")
    return jo


def everything_held():
    """All texts of the tables of the directory, and of the ledger."""
    tables = [each for each in db.metadata.sorted_tables if each.name.startswith(("contact", "stakeholder", "network"))]
    tables += [each for each in db.metadata.sorted_tables if each.name in ("directory_bulk_item", "ledger_entry")]
    with reading():
        rows = [
            row
            for table in tables
            if inspect(db.engine).has_table(table.name)
            for row in db.session.execute(select(table))
        ]
    return "\n".join(str(tuple(row)) for row in rows)


def erased(desk, contact, **sent):
    sent = {"never_again": "y"} | sent
    return desk.post("directory_upkeep_staff.erase", sent, contact_id=contact.id, follow=True)


def test_nothing_tells_who_it_was_and_the_record_stays_whole(desk):
    jo = known_person()
    engagement = make_engagement("The ramp")
    with unit_of_work():
        add_party(VISITOR, engagement=engagement, kind="contact", subject_id=jo.id)
    where = f"/staff/directory/contacts/bulk/?chosen={jo.id}"
    start = desk.post(where, {"source": "Penn fair"}, follow=True).select("form[action$='/start/']")[0].get("action")
    desk.post(start)
    desk.post("directory_staff.ask_to_link", {"email": ADDRESS}, contact_id=jo.id)
    page = desk.get("directory_upkeep_staff.erase", contact_id=jo.id)
    assert "1 record that became part of this one" in page.words
    assert "The ramp" in page.words
    held = everything_held()
    assert all(telling in held for telling in TELLING)
    assert "The person is erased." in erased(desk, jo).words
    look_again()
    held = everything_held().replace("Penn fair", "", 1)
    assert [telling for telling in TELLING if telling in held] == []
    page = desk.get("directory_staff.contact", contact_id=jo.id)
    assert page.heading == "A person who was erased"
    assert "The ramp" in page.words
    assert "A contact was erased." in page.words
    assert (
        "A person who is in the directory no more"
        in desk.get("engagements_staff.one", engagement_id=engagement.id).words
    )
    assert "Nobody is" in desk.get("directory_staff.contacts").words
    jobs.run("ledger.seal")
    with reading():
        assert ledger.verify().fault is None
    for endpoint in ("directory_staff.edit_contact", "directory_staff.ask_to_link"):
        desk.get(endpoint, contact_id=jo.id, expect=404)
    for endpoint in ("contact_doubles", "erase"):
        desk.get(f"directory_upkeep_staff.{endpoint}", contact_id=jo.id, expect=404)


def test_who_was_erased_is_not_written_to_when_somebody_enters_the_address_again(desk):
    erased(desk, known_person())
    with reading():
        assert refuses("j.penn@work.example", Purpose.NEWS)
        assert not refuses("al@mote.example", Purpose.NEWS)
        assert all(ADDRESS not in each.address_hash for each in db.session.scalars(select(ErasedObjection)))
    again = make_contact("Jo Penn", email=ADDRESS.upper(), agreed=None)
    with reading():
        [found] = members_of_filter(Filter(), ListWhom.CONTACTS)
    assert (found.id, found.why_not) == (again.id, "Objected to being asked to take part.")
    with unit_of_work():
        actions.record_permission(
            VISITOR, contact=again, purpose=Purpose.INVITATIONS, agreed=True, basis=Basis.CONSENT, said="Asked us to"
        )
        actions.set_addresses(VISITOR, contact=again, reached=[Reached(Channel.EMAIL, ADDRESS)])
    with reading():
        [found] = members_of_filter(Filter(), ListWhom.CONTACTS)
        assert found.why_not is None
        assert refuses(ADDRESS, Purpose.NEWS)
        assert not refuses(ADDRESS, Purpose.INVITATIONS)


def test_only_what_was_objected_to_is_remembered_where_that_is_wished(desk):
    jo = make_contact("Jo Penn", email=ADDRESS, agreed=False)
    desk.post("directory_upkeep_staff.erase", {}, contact_id=jo.id)
    with reading():
        assert refuses(ADDRESS, Purpose.INVITATIONS)
        assert not refuses(ADDRESS, Purpose.NEWS)
