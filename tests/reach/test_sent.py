"""The record of a stakeholder shows what was sent to it and what came of that, to those whom it concerns."""

import pytest

from engage.core import jobs
from engage.core.database import db, unit_of_work
from engage.core.outbox import OutboxMessage, OutboxState
from engage.mail.dispatch import RUNNER
from engage.mail.targets import EVERYTHING
from engage.submissions.models import Submission, SubmissionState
from tests.support.accounts import make_account
from tests.support.consultations import make_consultation
from tests.support.directory import make_contact, make_organisation
from tests.support.mail import follow
from tests.support.moderation import make_area
from tests.support.publishing import make_plan
from tests.support.reach import count
from tests.support.submissions import make_submission


@pytest.fixture
def north(site):
    return make_area("N", "North")


@pytest.fixture
def desk(client):
    return client.sign_in(make_account("officer@northvale.example", name="Ola Officer", roles=["officer"]))


def invited(desk, consultation, *keys):
    count()
    words = desk.get("reach_staff.invite", consultation_id=consultation.id, who=list(keys)).form()
    desk.post("reach_staff.invite", {**words, "act": "send"}, consultation_id=consultation.id, follow=True)


def row_of(desk, endpoint, **which):
    table = desk.get(endpoint, **which).select("div[aria-label='Sent by mail'] tbody tr")
    return [[cell.text_content().strip() for cell in row] for row in table]


def test_an_invitation_is_told_with_who_sent_it_and_what_came_of_it(desk, north):
    group = make_organisation("Dale carers", email="office@dale.example", areas=[north])
    jo = make_contact("Jo Penn", areas=[north])
    consultation = make_consultation("Where?", publications=[make_plan(areas=[north])])
    invited(desk, consultation, f"o{group.id}", f"c{jo.id}")
    (row,) = row_of(desk, "directory_staff.contact", contact_id=jo.id)
    assert (row[0], row[1], row[3], row[4]) == ("Where?", "Invitation", "Ola Officer", "The mail has not left yet.")
    RUNNER.run()
    (row,) = row_of(desk, "directory_staff.one", organisation_id=group.id)
    assert row[4] == "No answer yet."
    with unit_of_work():
        message = db.session.query(OutboxMessage).filter_by(to="office@dale.example").one()
        message.state = OutboxState.FAILED
    assert row_of(desk, "directory_staff.one", organisation_id=group.id)[0][4] == "The mail could not be delivered."
    sent = make_submission(consultation)
    with unit_of_work():
        row = db.session.get(Submission, sent.id)
        row.organisation_id, row.state = group.id, SubmissionState.SENT
    assert row_of(desk, "directory_staff.one", organisation_id=group.id)[0][4] == "Has answered."


def test_what_belongs_to_other_areas_is_not_told(desk, north, client):
    south = make_area("S", "South")
    jo = make_contact("Jo Penn", areas=[north, south])
    invited(desk, make_consultation("Where?", publications=[make_plan(areas=[south])]), f"c{jo.id}")
    assert row_of(desk, "directory_staff.contact", contact_id=jo.id)
    near = client.sign_in(make_account("north@northvale.example", roles=["officer"], area=north))
    assert row_of(near, "directory_staff.contact", contact_id=jo.id) == []


def test_a_notice_is_told(desk, north):
    jo = make_contact("Jo Penn", email="jo@dale.example", areas=[north])
    follow("jo@dale.example", EVERYTHING, "daily")
    make_consultation("Where?", publications=[make_plan(areas=[north])])
    db.session.rollback()
    jobs.run("ledger.seal")
    jobs.run("mail.consultations")
    RUNNER.run()
    jobs.run("reach.tellings")
    db.session.rollback()
    told = row_of(desk, "directory_staff.contact", contact_id=jo.id)
    assert ["Where?", "Notice"] in [row[:2] for row in told]
