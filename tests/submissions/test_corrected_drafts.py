"""Drafts that were begun before a correction: they are offered it, and lose nothing by taking it."""

import pytest

from engage.consultations import actions as consulting
from engage.consultations import queries as consultations
from engage.consultations.definition import editing
from engage.core import jobs
from engage.core.database import db, unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from engage.submissions import actions as submitting
from engage.submissions import queries as submissions
from engage.submissions.models import Answer
from tests.support import drafts as sharing
from tests.support.accounts import mails
from tests.support.answering import begin, fill_all, send, the_submission
from tests.support.consultations import make_consultation
from tests.support.databases import look_again
from tests.support.submissions import ANSWERS, answers_now, make_draft, make_submission, submission_now

OFFER = "The wording was corrected after you began"
GO_ON = "corrected-questions"


def correct(it, label="For which reasons?", option="It takes far too long"):
    """Put other words into a question and its first option."""
    look_again()
    it = consultations.consultation(it.id)
    held = consultations.definition_of(it)
    was = held.question("reasons")
    options = (was.options[0].model_copy(update={"label": option}), *was.options[1:])
    now = editing.replace_question(held, was.model_copy(update={"label": label, "options": options}))
    with unit_of_work():
        consulting.correct_questions(VISITOR, consultation=it, base=it.definition, definition=now, reason="A slip.")


def adopt(draft, definition):
    look_again()
    with unit_of_work():
        submitting.adopt_questions(VISITOR, submission=submissions.submission(draft.id), definition=definition)


def test_a_person_is_told_what_was_corrected_and_goes_on_with_all_answers(client):
    it = make_consultation()
    begin(client, it)
    fill_all(client, it)
    before = answers_now(the_submission())
    assert OFFER not in client.get("submissions.respond", slug=it.slug).words
    correct(it)
    page = client.get("submissions.respond", slug=it.slug)
    assert OFFER in page.words
    assert "Why? For which reasons?" in page.words
    assert OFFER in client.get("submissions.respond_check", slug=it.slug).words
    for _ in range(2):
        client.post("submissions.respond_corrected", page.form(GO_ON), slug=it.slug)
    page = client.get("submissions.respond_check", slug=it.slug)
    assert OFFER not in page.words
    assert "It takes far too long" in page.words
    assert answers_now(the_submission()) == before
    send(client, it)
    assert the_submission().definition == 2


def correct_apart(it, label):
    """Put other words into the first of the equality questions alone."""
    look_again()
    it = consultations.consultation(it.id)
    held = consultations.definition_of(it)
    now = editing.replace_question(held, held.equality[0].model_copy(update={"label": label}))
    with unit_of_work():
        consulting.correct_questions(VISITOR, consultation=it, base=it.definition, definition=now, reason="A slip.")


def test_a_correction_of_the_questions_about_oneself_alone_is_told_to_whoever_will_be_asked(client):
    it = make_consultation()
    begin(client, it)
    fill_all(client, it)
    correct_apart(it, "How old are you in years?")
    page = client.get("submissions.respond", slug=it.slug)
    assert OFFER in page.words
    assert "How old are you in years?" in page.words
    client.post("submissions.respond_corrected", page.form(GO_ON), slug=it.slug)
    assert OFFER not in client.get("submissions.respond", slug=it.slug).words
    send(client, it)
    correct_apart(it, "What is your age?")
    client.post("submissions.respond_change", slug=it.slug)
    assert OFFER not in client.get("submissions.respond", slug=it.slug).words


def test_no_organisation_is_told_of_questions_that_it_is_not_asked(client):
    it = make_consultation()
    group = sharing.make_group()
    rita = sharing.make_voice(group)
    draft = sharing.make_shared(it, group, rita, **ANSWERS)
    sharing.approve(draft, rita)
    correct_apart(it, "How old are you in years?")
    client.sign_in(rita)
    assert OFFER not in client.get("submissions.shared_draft", submission_id=draft.id).words
    sharing.send(draft, rita)


def test_who_does_not_take_it_sends_what_was_asked_at_first(client):
    it = make_consultation()
    begin(client, it)
    fill_all(client, it)
    correct(it)
    send(client, it)
    assert the_submission().definition == 1


def test_the_words_of_the_answers_follow_and_a_sent_submission_keeps_its_questions(site):
    it = make_consultation()
    sent = make_submission(it)
    draft, _ = make_draft(it, answers=ANSWERS)
    correct(it)
    adopt(draft, 2)
    look_again()
    assert "far too long" in db.session.get(Answer, (draft.id, "reasons")).text
    assert (submission_now(draft).revision, submission_now(draft).definition) == (2, 2)
    with pytest.raises(Refused), unit_of_work():
        submitting.adopt_questions(VISITOR, submission=submissions.submission(sent.id), definition=2)
    assert submission_now(sent).definition == 1


def test_questions_that_were_corrected_again_are_shown_again(site):
    it = make_consultation()
    draft, _ = make_draft(it, answers=ANSWERS)
    correct(it)
    correct(it, "Why do you say so?")
    with pytest.raises(Refused, match="corrected once more"):
        adopt(draft, 2)
    adopt(draft, 3)
    assert submission_now(draft).definition == 3


def test_a_page_that_was_open_meanwhile_is_saved_all_the_same(client):
    it = make_consultation()
    begin(client, it)
    open_page = client.get("submissions.respond_page", slug=it.slug, page_key="views").form("respond")
    correct(it)
    adopt(the_submission(), 2)
    typed = {name: value for name, value in open_page.items() if value} | {"q-agree": "2", "q-short": "Late"}
    client.post("submissions.respond_page", typed, slug=it.slug, page_key="views")
    assert answers_now(the_submission())["short"] == "Late"


def test_a_shared_draft_takes_it_and_the_approval_is_void(client):
    it, group = make_consultation(), sharing.make_group()
    lead = sharing.make_voice(group)
    draft = sharing.make_shared(it, group, lead, **ANSWERS)
    sharing.approve(draft, lead)
    correct(it)
    client.sign_in(lead)
    page = client.get("submissions.shared_draft", submission_id=draft.id)
    assert OFFER in page.words
    client.post("submissions.correct_draft", page.form(GO_ON), submission_id=draft.id)
    page = client.get("submissions.shared_draft", submission_id=draft.id)
    assert OFFER not in page.words
    assert "approved an earlier wording" in page.words


def test_nothing_is_taken_on_by_a_form_that_says_nothing(client):
    it = make_consultation()
    begin(client, it)
    correct(it)
    client.post("submissions.respond_corrected", {"definition": "x"}, slug=it.slug)
    assert the_submission().definition == 1
    client.post("submissions.respond_leave", slug=it.slug)
    client.post("submissions.respond_corrected", {"definition": "2"}, slug=it.slug)


def test_those_who_lead_a_formal_response_are_told_of_changes_and_nobody_twice(client):
    it, group = make_consultation(), sharing.make_group()
    lead = sharing.make_voice(group)
    sharing.make_shared(it, group, lead)
    person = make_submission(it, email="ines@x.example")
    with unit_of_work():
        submitting.amend(VISITOR, submission=submissions.submission(person.id))
    correct(it)
    jobs.run("ledger.seal")
    jobs.run("consultations.changes")
    for address in (lead.email, "ines@x.example"):
        told = [mail for mail in mails(address) if "Something changed" in mail.subject]
        assert len(told) == 1, address
