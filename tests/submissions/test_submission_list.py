"""The staff's list of submissions: newest first, narrowed by answers, never showing a draft."""

import pytest
from sqlalchemy import select

from engage.accounts.session import viewer_for
from engage.core import files, jobs
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR, Role
from engage.submissions import actions, queries
from engage.submissions.actions import joining
from engage.submissions.models import AnswerChoice, Submission, SubmissionState
from engage.submissions.queries import drafts, signatures
from tests.support import drafts as sharing
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
    return desk.get("submissions_staff.submissions", consultation_id=consultation.id, **narrowed)


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
        desk.get("submissions_staff.submission", consultation_id=consultation.id, submission_id=key, expect=status)


def test_what_is_not_offered_narrows_nothing(desk, consultation):
    fill(consultation, make_definition(), 2)
    assert len(references(listed(desk, consultation, channel="pigeon", first="uses:forged"))) == 2


def test_one_submission_is_read_in_words(desk, consultation):
    sent = answered(consultation, agree=2, whynot="More buses.", reasons={"choices": ["othr"], "other": "The stairs"})
    page = desk.get("submissions_staff.submission", consultation_id=consultation.id, submission_id=sent.id)
    for words in ("More buses.", "Another reason, please say: The stairs", "Not answered", sent.fingerprint):
        assert words in page.words


def test_a_reference_finds_its_own(desk, consultation):
    fill(consultation, make_definition(), 3)
    assert references(listed(desk, consultation, reference=" bulk-00000002 ")) == ["BULK-00000002"]


def test_words_of_answers_names_and_files_narrow_the_list(desk, consultation):
    mine = answered(consultation, short="Wheelchairs cannot turn")
    named = make_submission(consultation, name="Ada Orme")
    with unit_of_work():
        accepted = files.accept_document("letter.txt", b"The lift was broken in March.")
        (row,) = actions.add_files(VISITOR, submission=queries.submission(named.id), question=None, accepted=[accepted])
    elsewhere = make_submission(make_consultation(), answers=mine_again("Wheelchairs everywhere"))
    jobs.run("consultations.read_files")
    for words, wanted in (
        ("wheelchair", [mine]),
        ("orme", [named]),
        ("lift march", [named]),
        ('"was broken"', [named]),
        ("wheelchair lift", []),
        ('" OR 1', []),
    ):
        assert references(listed(desk, consultation, words=words)) == [one.reference for one in wanted], words
    assert elsewhere.reference not in listed(desk, consultation, words="wheelchairs").words
    assert row.title == "letter.txt"


def mine_again(words):
    return {"uses": {"choice": "noxx"}, "agree": 3, "believe": True, "short": words}


def test_words_that_were_changed_or_withdrawn_are_not_found(desk, consultation):
    it = answered(consultation, short="Badgers")
    with unit_of_work():
        draft = actions.amend(VISITOR, submission=queries.submission(it.id))
        actions.save_answers(VISITOR, submission=draft, base_revision=1, answers={"short": "Otters"})
    assert references(listed(desk, consultation, words="badgers")) == [it.reference]
    with unit_of_work():
        actions.send(VISITOR, submission=queries.change_of(queries.submission(it.id)))
    assert references(listed(desk, consultation, words="badgers")) == []
    assert references(listed(desk, consultation, words="otters")) == [it.reference]
    with unit_of_work():
        actions.withdraw(VISITOR, submission=queries.submission(it.id))
    assert references(listed(desk, consultation, words="otters")) == []


def test_looking_for_words_takes_as_many_statements_as_the_list(desk, consultation):
    answered(consultation, short="Badgers")
    assert len(listed(desk, consultation, words="badgers", first="uses:noxx").statements) <= 12


def test_a_formal_response_shows_who_approved_and_who_signed_it(desk, consultation):
    group, other = sharing.make_group(), sharing.make_group("north-hall", "North Hall Friends")
    lead, friend = sharing.make_voice(group), sharing.make_voice(other, "Tom Gale")
    draft = sharing.make_shared(consultation, group, lead, **mine_again("Joint"))
    with unit_of_work():
        joining.invite_signatory(
            viewer_for(lead), shared=drafts.access_shared(viewer_for(lead), draft.id), organisation=other
        )
    with unit_of_work():
        shared, mine = signatures.access_to_sign(viewer_for(friend), draft.id)
        joining.sign(viewer_for(friend), shared=shared, signatory=mine, revision=shared.draft.revision)
    sharing.approve(draft, lead, "Chair")
    sharing.send(draft, lead)
    page = desk.get("submissions_staff.submission", consultation_id=consultation.id, submission_id=draft.id)
    assert f"Approved by {lead.name}, Chair" in page.words
    assert "Signed by North Hall Friends, by Tom Gale" in page.words
