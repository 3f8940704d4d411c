"""Whether an email address of a person is known is kept, whatever changes, so that a list of those costs little."""

import pytest
from sqlalchemy import select, text

from engage.core import clock
from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory import actions
from engage.directory.actions.contacts import Reached
from engage.directory.models import Channel, Contact
from engage.directory.queries.filtering import Filter, contacts_where, meant
from engage.directory_upkeep.actions.merging_contacts import merge_contacts, undo_contact_merge
from tests.support.directory import make_contact

BY_PHONE = [Reached(Channel.PHONE, "01632 960001")]


def without():
    db.session.expunge_all()
    with reading():
        where = contacts_where(meant(Filter(no_email=True)))
        return sorted(db.session.scalars(select(Contact.name).where(*where)))


def set_addresses(contact, reached):
    with unit_of_work():
        actions.set_addresses(VISITOR, contact=db.session.get(Contact, contact.id), reached=reached)


@pytest.fixture
def people(site):
    return make_contact("Al Mote", email=""), make_contact("Jo Penn", email="jo@dale.example")


def test_it_follows_what_is_entered(people):
    al, jo = people
    assert without() == ["Al Mote"]
    set_addresses(al, [Reached(Channel.EMAIL, "al@mote.example")])
    set_addresses(jo, BY_PHONE)
    assert without() == ["Jo Penn"]
    set_addresses(jo, [])
    assert without() == ["Jo Penn"]


def test_it_follows_a_double_there_and_back(people):
    al, jo = people
    with unit_of_work():
        kept, double = db.session.get(Contact, al.id), db.session.get(Contact, jo.id)
        merge = merge_contacts(VISITOR, kept=kept, double=double, from_double={})
    assert without() == []
    with unit_of_work():
        undo_contact_merge(VISITOR, merge=db.session.merge(merge))
    assert without() == ["Al Mote"]


def test_those_without_are_found_along_their_own_index(site):
    now = clock.now()
    with unit_of_work():
        db.session.add_all(
            Contact(name=f"P {key}", name_key=f"p {key:05}", added_at=now, without_email=key > 2_990)
            for key in range(3_000)
        )
    with unit_of_work():
        db.session.execute(text("ANALYZE"))
    where = contacts_where(meant(Filter(no_email=True)))
    wanted = select(Contact.id).where(*where).order_by(Contact.name_key, Contact.id).limit(51)
    with reading():
        engine = db.engine
        said = str(wanted.compile(engine, compile_kwargs={"literal_binds": True}))
        explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
        plan = " ".join(str(row) for row in db.session.connection().exec_driver_sql(explain + said))
    assert "ix_contact_without_email" in plan, plan
