"""Letters and reports of a formal response: their words are read, blacked out and searched beside the answers."""

import pytest

from engage.accounts.session import viewer_for
from engage.consultations.definition import Definition, Page
from engage.core import files
from engage.core.database import db, unit_of_work
from engage.core.errors import Refused
from engage.responses.actions import responding
from engage.responses.queries import responses
from engage.submissions import actions, queries
from engage.submissions.actions import filing
from engage.submissions.models import FileState, SubmissionFile
from tests.support.consultations import make_consultation, question
from tests.support.databases import look_again
from tests.support.drafts import approve, make_group, make_shared, make_voice, send
from tests.support.responses import black_out, make_response, moderator, publish

LETTER = "The diary of Nurse Appleyard shows nineteen late buses."


@pytest.fixture
def consultation(site):
    asked = (question("why1", label="Why?"), question("paper", "file", "Add a letter", most=3))
    return make_consultation(definition=Definition(pages=(Page(key="page1", title="Views", questions=asked),)))


def with_letter(consultation, *, read=True):
    """A formal response that was sent with a letter, whose words the worker has read if it is said."""
    group = make_group()
    rita = make_voice(group)
    draft = make_shared(consultation, group, rita)
    accepted = files.accept_document("diary.txt", LETTER.encode())
    with unit_of_work():
        (row,) = filing.add_files(
            viewer_for(rita), submission=queries.submission(draft.id), question="paper", accepted=[accepted]
        )
    look_again()
    with unit_of_work():
        found = queries.submission(draft.id)
        actions.save_answers(
            viewer_for(rita),
            submission=found,
            base_revision=found.revision,
            answers={"why1": "See our diary.", "paper": {"files": [row.id]}},
        )
    if read:
        with unit_of_work():
            filing.note_words(viewer_for(rita), file_id=row.id, words=LETTER)
    approve(draft, rita)
    send(draft, rita)
    return draft, row


def test_its_words_are_public_with_the_answers_once_they_are_passed(client, consultation):
    draft, row = with_letter(consultation)
    black = f"file{row.id}"
    black_out(draft, "Nurse Appleyard", key=black)
    publish(draft)
    shown = client.get("responses.response", slug=consultation.slug, number=1)
    assert "diary.txt (attached)" in shown.words
    assert "The diary of [removed by a moderator] shows nineteen late buses." in shown.words
    assert "Corn Hall" in client.get("responses.responses", slug=consultation.slug, q="nineteen").words
    hidden = client.get("responses.responses", slug=consultation.slug, q="appleyard")
    assert "No published response fits this" in hidden.words


def test_nothing_is_passed_before_the_words_of_each_file_are_known(consultation):
    draft, row = with_letter(consultation, read=False)
    with pytest.raises(Refused, match="still being checked"), unit_of_work():
        responding.publish_response(moderator(), response=responses.response(draft.id), version=1)
    with unit_of_work():
        db.session.get(SubmissionFile, row.id).state = FileState.INFECTED
    publish(draft)


def test_files_of_people_are_never_published(client, site):
    from tests.support.responses import two_questions

    asked = two_questions()
    make_response(asked, "Words.")
    assert "attached" not in client.get("responses.response", slug=asked.slug, number=1).words
