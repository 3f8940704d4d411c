"""Who is erased from the directory is forgotten by reach, which keeps its counts."""

from sqlalchemy import select

from engage.core import clock, jobs
from engage.core.database import db, reading, unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.actions.erasing import erase_contact
from engage.directory.models import Contact
from engage.reach.models import Invitation, Placement
from tests.support.consultations import make_consultation
from tests.support.databases import look_again
from tests.support.directory import make_contact
from tests.support.publishing import make_plan
from tests.support.reach import place


def test_addresses_and_reasons_go_and_the_rows_stay(site):
    people = [make_contact("Jo Penn"), make_contact("Al Mote")]
    place(make_plan(), people[0], reason="Jo Penn knows the ward.")
    consultation = make_consultation()
    with unit_of_work():
        for each in people:
            email = f"{each.id}@penn.example"
            db.session.add(Invitation(consultation_id=consultation.id, contact_id=each.id, email=email, at=clock.now()))
    with unit_of_work():
        for each in people:
            erase_contact(VISITOR, contact=db.session.get_one(Contact, each.id), never_again=True)
    jobs.run("ledger.seal")
    jobs.run("reach.erased")
    look_again()
    with reading():
        emails = db.session.scalars(select(Invitation.email)).all()
        reasons = db.session.scalars(select(Placement.reason)).all()
    assert len(emails) == 2
    assert not any("penn" in email for email in emails)
    assert reasons == [""]
