"""The staff's list of submissions: newest first, narrowed by answers, never showing a draft."""

import pytest
from sqlalchemy import select

from engage.consultations.models import AnswerChoice, Submission, SubmissionState
from engage.core.database import db, unit_of_work
from engage.core.permissions import Role
from tests.support.accounts import make_account
from tests.support.bulk_submissions import fill
from tests.support.consultations import make_consultation, make_definition
from tests.support.submissions import make_submission


@pytest.fixture
def consultation(site):
    return make_consultation()


@pytest.fixture
def desk(client):
    return client.sign_in(make_account(roles=[Role.ANALYST]))


def references(page):
    return [cell.text_content() for cell in page.select("tbody th")]


def listed(desk, consultation, **narrowed):
    return desk.get("consultations_staff.submissions", consultation_id=consultation.id, **narrowed)


def answered(consultation, **answers):
    return make_submission(consultation, answers={"uses": {"choice": "noxx"}, "agree": 3, "believe": True} | answers)


def test_an_empty_list_says_so(desk, consultation):
    assert "Nothing was sent yet." in listed(desk, consultation).words


def test_two_answers_narrow_the_list_and_pages_go_on(desk, consultation):
    fill(consultation, make_definition(), 130)
    everything = references(listed(desk, consultation))
    assert everything[:2] == ["BULK-00000130", "BULK-00000129"]
    assert len(everything) == 50
    both = {"first": "uses:yesx", "second": "reasons:timex"}
    page, found = listed(desk, consultation, **both), []
    while True:
        found += references(page)
        more = page.select("a.pagination__older")
        if not more:
            break
        page = desk.get(more[0].get("href"))
    wanted = [one.reference for one in _who_chose("uses", "yesx") & _who_chose("reasons", "timex")]
    assert found == sorted(wanted, reverse=True)
    assert found


def _who_chose(question, option):
    chose = select(AnswerChoice.submission_id).where(AnswerChoice.question == question, AnswerChoice.option == option)
    return set(db.session.scalars(select(Submission).where(Submission.id.in_(chose))))


def test_a_draft_and_what_was_withdrawn_are_not_in_it(desk, consultation):
    fill(consultation, make_definition(), 3)
    with unit_of_work():
        db.session.get(Submission, 1).state = SubmissionState.DRAFT
        db.session.get(Submission, 2).state = SubmissionState.WITHDRAWN
    assert references(listed(desk, consultation)) == ["BULK-00000003"]
    for key, status in ((1, 404), (2, 200), (99, 404)):
        desk.get("consultations_staff.submission", consultation_id=consultation.id, submission_id=key, expect=status)


def test_what_is_not_offered_narrows_nothing(desk, consultation):
    fill(consultation, make_definition(), 2)
    assert len(references(listed(desk, consultation, channel="pigeon", first="uses:forged"))) == 2


def test_one_submission_is_read_in_words(desk, consultation):
    sent = answered(consultation, agree=2, whynot="More buses.", reasons={"choices": ["othr"], "other": "The stairs"})
    page = desk.get("consultations_staff.submission", consultation_id=consultation.id, submission_id=sent.id)
    for words in ("More buses.", "Another reason, please say: The stairs", "Not answered", sent.fingerprint):
        assert words in page.words


def test_a_reference_finds_its_own(desk, consultation):
    fill(consultation, make_definition(), 3)
    assert references(listed(desk, consultation, reference=" bulk-00000002 ")) == ["BULK-00000002"]
