"""A filter means the same people whether it is looked up or asked of each, and the list begins from an index."""

import pytest
from sqlalchemy import update

from engage.core import clock
from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR, Grant, Role, Viewer
from engage.directory import queries
from engage.directory.models import Contact, Format, ListWhom
from engage.directory.queries import narrowing
from engage.directory.queries.contacts import first_emails
from engage.directory.queries.filtering import Filter, Standing
from engage.lists.queries import lists
from engage.taxonomy.actions import add_area, add_topic
from engage.taxonomy.models import AreaKind
from tests.support.directory import make_contact, make_organisation
from tests.support.statements import counted

OFFICER = Viewer(grants=(Grant(Role.ADMINISTRATOR),))


@pytest.fixture
def people(site):
    with unit_of_work():
        north = add_area(VISITOR, code="N", name="North", kind=AreaKind.SYSTEM)
        births = add_topic(VISITOR, slug="births", name="Births")
    trust = make_organisation("Dale trust", kind="trust", areas=[north], topics=[births])
    make_organisation("Closed choir", kind="local group")
    make_contact("Al Mote", organisation=trust)
    make_contact("Bo Mote", areas=[north], format=Format.BRAILLE)
    make_contact("Cy Penn", topics=[births], format=Format.LARGE_PRINT)
    make_contact("Di Penn")


def names(**said):
    with reading():
        return [each.name for each in queries.listed_contacts(OFFICER, wanted=Filter(**said))]


@pytest.mark.parametrize("few", [10_000, 0])
def test_a_filter_means_the_same_people_looked_up_or_asked(people, monkeypatch, few):
    monkeypatch.setattr(narrowing, "FEW", few)
    assert names(kinds=("trust",)) == ["Al Mote"]
    assert names(kinds=("council",)) == []
    assert names(areas=("N",)) == ["Al Mote", "Bo Mote"]
    assert names(topics=("births",)) == ["Cy Penn"]
    assert names(formats=("braille", "large_print")) == ["Bo Mote", "Cy Penn"]
    assert names(formats=("standard", "braille")) == ["Al Mote", "Bo Mote", "Di Penn"]
    assert names(words="penn") == ["Cy Penn", "Di Penn"]
    assert names(words="mote", areas=("N",), formats=("braille",)) == ["Bo Mote"]
    with reading():
        found = queries.listed_organisations(wanted=Filter(areas=("N",), topics=("births",)))
    assert [each.name for each in found] == ["Dale trust"]


def test_who_is_closed_is_found_when_asked_and_is_not_written_to(people):
    with unit_of_work():
        db.session.execute(update(Contact).where(Contact.name == "Di Penn").values(closed_at=clock.now()))
    assert names(words="penn") == ["Cy Penn"]
    assert names(words="penn", standing=Standing.CLOSED) == ["Di Penn"]
    assert names(words="penn", standing=Standing.ALL) == ["Cy Penn", "Di Penn"]
    with reading():
        tally = lists.tally_of(Filter(words="di", standing=Standing.ALL), ListWhom.CONTACTS)
    assert tally.reasons == [(lists.UNLISTED, 1)]


def test_the_addresses_of_a_page_are_found_by_the_people_on_it(people, site):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("how SQLite reads it")
    with reading(), counted() as sent:
        first_emails([1, 2, 3])
    with reading():
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sent[-1]}", (1, 2, 3, "email")).all()
    assert "ix_contact_address_contact_id" in plan[0][-1]


def test_a_very_long_list_is_counted_as_far_as_is_bounded(people, monkeypatch):
    monkeypatch.setattr(lists, "MOST_COUNTED", 3)
    with reading():
        tally = lists.tally_of(Filter(), ListWhom.BOTH)
        short = lists.tally_of(Filter(kinds=("trust",)), ListWhom.BOTH)
    assert (tally.total, tally.is_more) == (5, True)
    assert (short.total, short.is_more) == (2, False)
