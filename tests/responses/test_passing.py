"""Publishing responses: nothing is public before a moderator has passed it, and one redacted text is all that is."""

import pytest

from engage.consultations.queries import consultation as consultation_of
from engage.core.database import unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from engage.responses.actions import redacting, responding
from engage.responses.actions.response_standing import standing
from engage.responses.models import ResponseState
from engage.responses.queries import response_texts, responses
from engage.submissions import actions
from tests.support.accounts import mails
from tests.support.comments import make_rules
from tests.support.databases import look_again
from tests.support.responses import (
    amend,
    answers,
    black_out,
    make_response,
    moderator,
    publish,
    refuse,
    response_of,
    two_questions,
)
from tests.support.submissions import make_submission, submission_now

BLACK = "[removed by a moderator]"


@pytest.fixture
def consultation(site):
    return two_questions()


def public(submission) -> dict:
    look_again()
    return response_texts.public_texts([submission.id]).get(submission.id, {})


def counters(consultation) -> tuple[int, int]:
    look_again()
    found = consultation_of(consultation.id)
    return found.published_count, found.waiting_count


def test_what_is_sent_with_consent_waits_and_is_public_once_it_is_passed(consultation):
    sent = make_response(consultation, "A clinic for us.", published=False)
    assert response_of(sent).state is ResponseState.WAITING
    assert public(sent) == {}
    assert counters(consultation) == (0, 1)
    assert [each.submission.id for each in responses.waiting_responses()] == [sent.id]
    passed = publish(sent)
    assert (passed.number, passed.shown_name) == (1, "Gordon Pike")
    assert public(sent) == {"place": "Hill", "why1": "A clinic for us."}
    assert counters(consultation) == (1, 0)
    assert not responses.waiting_responses()


def test_without_consent_nothing_is_ever_offered(consultation):
    sent = make_response(consultation, consent="none", published=False)
    look_again()
    assert responses.response(sent.id) is None
    assert counters(consultation) == (0, 0)


def test_without_consent_to_the_name_the_name_is_nowhere_in_it(consultation):
    sent = make_response(consultation, consent="unnamed")
    assert response_of(sent).shown_name == ""


def test_ways_to_reach_somebody_are_never_part_of_it(consultation):
    sent = make_response(consultation)
    assert "Secret" not in str(public(sent))
    assert "secret@home.example" not in str(public(sent))


def test_a_stale_decision_is_refused(consultation):
    sent = make_response(consultation, published=False)
    amend(sent, "Other words.")
    with pytest.raises(Refused, match="not what was sent last"), unit_of_work():
        responding.publish_response(moderator(), response=responses.response(sent.id), version=1)
    publish(sent)
    with pytest.raises(Refused, match="decided about this response already"):
        publish(sent)


def test_while_a_change_waits_the_passed_words_stay(consultation):
    sent = make_response(consultation, "The first words.")
    amend(sent, "The second words.")
    assert public(sent)["why1"] == "The first words."
    assert counters(consultation) == (1, 1)
    publish(sent)
    assert public(sent)["why1"] == "The second words."
    assert response_of(sent).number == 1
    assert counters(consultation) == (1, 0)


def test_a_refused_change_leaves_the_passed_words(consultation):
    sent = make_response(consultation, "The first words.")
    amend(sent, "The second words.")
    refuse(sent)
    assert public(sent)["why1"] == "The first words."
    assert response_of(sent).is_public
    assert counters(consultation) == (1, 0)


def test_a_refusal_is_told_with_its_reason_once_it_cannot_be_undone(consultation):
    sent = make_response(consultation, published=False, email="gordon@home.example")
    refuse(sent)
    mail = mails("gordon@home.example")[-1]
    assert "It goes against rule" in mail.text
    assert "Your response counts all the same" in mail.text
    assert mail.due_at > mail.created_at
    assert public(sent) == {}
    assert counters(consultation) == (0, 0)


def test_a_refusal_taken_back_waits_again_and_nobody_is_told(consultation):
    sent = make_response(consultation, published=False, email="gordon@home.example")
    refuse(sent)
    with unit_of_work():
        responding.restore_response(moderator(), response=responses.response(sent.id))
    assert counters(consultation) == (0, 1)
    assert [mail.name for mail in mails("gordon@home.example")] == ["response_receipt"]


def test_taken_down_and_restored_it_keeps_its_number(consultation):
    first, second = make_response(consultation), make_response(consultation)
    reason = make_rules()
    with unit_of_work():
        responding.take_down_response(moderator(), response=response_of(first), reason=reason)
    assert public(first) == {}
    assert counters(consultation) == (1, 0)
    third = make_response(consultation)
    with unit_of_work():
        responding.restore_response(moderator(), response=response_of(first))
    assert [response_of(each).number for each in (first, second, third)] == [1, 2, 3]
    assert public(first)["place"] == "Hill"


def test_a_black_passage_is_black_in_every_version_and_can_be_lifted(consultation):
    sent = make_response(consultation)
    black_out(sent, "Sister Ramsbottom")
    assert public(sent)["why1"].startswith(f"{BLACK} on ward 4")
    amend(sent, "As SISTER  Ramsbottom said: a clinic, please.")
    publish(sent)
    assert public(sent)["why1"] == f"As {BLACK} said: a clinic, please."
    row = response_texts.redactions_of(sent.id)[0]
    with unit_of_work():
        redacting.lift_redaction(moderator(), response=responses.response(sent.id), redaction=row)
    assert "Ramsbottom" in public(sent)["why1"]
    assert response_texts.passages_of(submission_now(sent), 1)[1].sent.startswith("Sister")


def test_the_original_stays_as_it_was_sent(consultation):
    sent = make_response(consultation)
    black_out(sent, "Sister Ramsbottom")
    (passage,) = [each for each in response_texts.passages_of(submission_now(sent), 1) if each.question == "why1"]
    assert "Sister Ramsbottom" in passage.sent
    assert "Sister Ramsbottom" not in passage.shown


@pytest.mark.parametrize("consent", ["none", "unnamed"])
def test_consent_taken_back_works_at_once(consultation, consent):
    sent = make_response(consultation, "The first words.")
    amend(sent, "The second words.", consent=consent)
    assert response_of(sent).shown_name == ""
    assert bool(public(sent)) is (consent == "unnamed")
    assert counters(consultation) == ((1, 1) if consent == "unnamed" else (0, 0))


def test_a_withdrawn_submission_is_gone_with_all_that_was_shown(consultation):
    sent = make_response(consultation)
    with unit_of_work():
        responding.highlight_response(
            moderator(), response=response_of(sent), quotes="We want a clinic", spokesperson="Rita Amis, Chair"
        )
    with unit_of_work():
        actions.withdraw(VISITOR, submission=submission_now(sent))
    gone = response_of(sent)
    assert gone.state is ResponseState.WITHDRAWN
    assert (gone.shown_name, gone.highlight, gone.spokesperson, public(sent)) == ("", "", "", {})
    assert counters(consultation) == (0, 0)


def test_a_quotation_says_only_what_is_public(consultation):
    sent = make_response(consultation)
    for words in ("Nothing of this", "Sister Ramsbottom"):
        if words == "Sister Ramsbottom":
            black_out(sent, words)
        with pytest.raises(Refused, match="do not stand"), unit_of_work():
            responding.highlight_response(moderator(), response=response_of(sent), quotes=words, spokesperson="")
    with unit_of_work():
        responding.highlight_response(
            moderator(), response=response_of(sent), quotes="“We want a clinic”\n\nthe bus takes", spokesperson="Rita"
        )
    assert response_of(sent).highlight == "We want a clinic\nthe bus takes"
    black_out(sent, "a clinic in Upper Hallow")
    assert response_of(sent).highlight == "the bus takes"


def test_a_decision_can_be_undone_as_if_it_had_not_been_taken(consultation):
    sent = make_response(consultation, published=False)
    before = standing(response_of(sent))
    publish(sent)
    after = standing(response_of(sent))
    with unit_of_work():
        responding.return_response(moderator(), response=response_of(sent), before=before, after=after)
    assert public(sent) == {}
    assert counters(consultation) == (0, 1)
    assert response_of(sent).waiting_since.isoformat() == before["waiting_since"]
    with pytest.raises(Refused, match="cannot be undone any more"), unit_of_work():
        responding.return_response(moderator(), response=response_of(sent), before=before, after=after)


def test_nobody_decides_about_their_own(consultation):
    actor = moderator()
    sent = make_response(consultation, published=False, actor=actor)
    with pytest.raises(Refused, match="somebody else must decide"), unit_of_work():
        responding.publish_response(actor, response=responses.response(sent.id), version=1)


def test_the_waiting_list_is_paged_by_its_key(consultation):
    sent = [make_response(consultation, published=False) for _ in range(5)]
    make_submission(consultation, answers=answers())
    first = responses.waiting_responses(limit=2)
    last = first[-1].response
    rest = responses.waiting_responses(after=(last.waiting_since, last.submission_id))
    assert [each.submission.id for each in (*first, *rest)] == [each.id for each in sent]
    assert responses.waiting_count() == 5
    assert responses.still_waiting([each.id for each in sent]) == {each.id: 1 for each in sent}
