"""Entering what came on paper: as it stands there, once however often it is sent, with who typed it in."""

import io
from datetime import timedelta

import pytest

from engage.core import clock
from engage.core.database import db, reading
from engage.core.permissions import Role
from engage.submissions import queries
from engage.submissions.models import Channel, EqualityAnswer, Submission
from tests.support.accounts import make_account
from tests.support.consultations import make_consultation
from tests.support.publishing import png


@pytest.fixture
def consultation(site):
    return make_consultation()


@pytest.fixture
def officer(site):
    return make_account(roles=[Role.OFFICER])


@pytest.fixture
def desk(client, officer):
    return client.sign_in(officer)


def typed(desk, consultation, **boxes):
    page = desk.get("submissions_staff.entry", consultation_id=consultation.id)
    return page.form("/entry/") | {"channel": "paper"} | boxes


def enter(desk, consultation, form, expect=303):
    return desk.post("submissions_staff.entry", form, consultation_id=consultation.id, expect=expect)


def entered():
    with reading():
        return db.session.query(Submission).order_by("id").all()


def test_what_was_left_empty_on_paper_stays_empty(desk, consultation, officer):
    form = typed(desk, consultation, **{"q-uses": "noxx", "q-short": "Buses", "name": "Edna Frome"})
    page = desk.get(enter(desk, consultation, form).location)
    (one,) = entered()
    assert f"Entered as {one.reference}" in page.words
    assert (one.channel, one.transcriber_id, one.name) == (Channel.PAPER, officer.id, "Edna Frome")
    with reading():
        assert queries.answers_of(one) == {"uses": {"choice": "noxx"}, "short": "Buses"}
    assert page.form("/entry/")["channel"] == "paper"


def test_sent_twice_it_is_one(desk, consultation):
    form = typed(desk, consultation, **{"q-short": "Once"})
    enter(desk, consultation, form)
    enter(desk, consultation, form)
    assert len(entered()) == 1


def test_a_fault_keeps_all_that_was_typed(desk, consultation):
    form = typed(desk, consultation, **{"q-agree": "9", "q-short": "Buses", "name": "Edna Frome"})
    page = enter(desk, consultation, form, expect=422)
    assert page.select("#q-short")[0].get("value") == "Buses"
    assert page.select("#name")[0].get("value") == "Edna Frome"
    assert page.select(".govuk-error-summary a")
    assert entered() == []


def test_an_answer_to_a_question_that_is_not_put_is_left_out_and_said(desk, consultation):
    form = typed(desk, consultation, **{"q-uses": "noxx", "q-minutes": "20"})
    page = desk.get(enter(desk, consultation, form).location)
    assert "How many minutes does it take?" in page.words
    with reading():
        assert "minutes" not in queries.answers_of(entered()[0])


def test_the_scan_is_kept_beside_it(desk, consultation):
    form = typed(desk, consultation, **{"q-short": "Scanned", "scan": (io.BytesIO(png()), "page 1.png")})
    enter(desk, consultation, form)
    where = {"consultation_id": consultation.id, "submission_id": entered()[0].id}
    assert "Download the scan" in desk.get("submissions_staff.submission", **where).words
    assert desk.get("submissions_staff.submission_scan", **where).headers["Content-Disposition"].startswith("attach")
    lies = typed(desk, consultation, **{"q-short": "Lies", "scan": (io.BytesIO(b"MZ\x90"), "scan.pdf")})
    assert enter(desk, consultation, lies, expect=422).select("#scan-error")


def test_equality_answers_are_kept_apart(desk, consultation):
    form = typed(desk, consultation, **{"q-short": "Apart", "q-agegroup": "older"})
    enter(desk, consultation, form)
    enter(desk, consultation, form)
    with reading():
        (kept,) = db.session.query(EqualityAnswer).all()
        assert "agegroup" not in queries.answers_of(entered()[0])
    assert kept.id > 1000


def test_after_the_close_paper_is_still_entered(desk, site):
    closed = make_consultation(closes_at=clock.now() - timedelta(days=1))
    enter(desk, closed, typed(desk, closed, **{"q-short": "By the last post"}))
    assert not entered()[0].is_late


def test_how_it_came_must_be_said(desk, consultation):
    page = enter(desk, consultation, typed(desk, consultation, channel="web"), expect=422)
    assert page.select("#channel-error, #channel-0-error, .govuk-error-message")
