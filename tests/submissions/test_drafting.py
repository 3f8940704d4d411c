"""A draft and its sending: nothing is lost, nothing is sent twice."""

from datetime import timedelta

import pytest

from engage.consultations import queries as consultations
from engage.consultations.definition import Definition, Page, fingerprint_of
from engage.core import clock, jobs, ledger
from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.permissions import VISITOR
from engage.submissions import actions, codes, verbs
from engage.submissions import queries as submissions
from engage.submissions.models import AnswerChoice, Channel, Consent, SetAsideAnswer, SubmissionState
from tests.support.consultations import make_consultation, question
from tests.support.databases import look_again
from tests.support.moderation import make_area
from tests.support.submissions import (
    ANSWERS,
    answers_now,
    how_many,
    make_draft,
    make_submission,
    rows_of_answers,
    save,
    submission_now,
)


def entries(verb):
    look_again()
    found = db.session.scalars(db.select(ledger.Entry).where(ledger.Entry.verb == verb.name))
    return [entry.values for entry in found]


def send(draft, **facts):
    with unit_of_work():
        return actions.send(VISITOR, submission=draft, **facts)


def test_a_draft_is_opened_by_its_code_alone(site):
    draft, code = make_draft(make_consultation())
    with reading():
        assert submissions.submission_by_code(code).id == draft.id
        assert submissions.submission_by_code(code.lower().replace("-", " ")).id == draft.id
        assert submissions.submission_by_code(codes.new_code()) is None
        assert submissions.submission_by_code("not a code") is None
    assert code not in str(vars(draft))
    assert entries(verbs.SUBMISSION_BEGUN) == [{"channel": "web", "consultation_id": draft.consultation_id}]


def test_a_mistyped_code_is_known_by_its_check(site):
    code = codes.new_code()
    for place, character in enumerate(code):
        if character != "-":
            wrong = codes.ALPHABET[(codes.ALPHABET.index(character) + 5) % 32]
            assert codes.read_code(code[:place] + wrong + code[place + 1 :]) is None
    assert codes.read_code(code) == code


def test_no_draft_is_begun_before_the_opening_or_after_the_close(site):
    closed = make_consultation(closes_at=clock.now() - timedelta(days=1))
    early = make_consultation(opens_at=clock.now() + timedelta(days=1))
    for consultation in (closed, early):
        with pytest.raises(Refused):
            make_draft(consultation)
    assert make_draft(closed, channel=Channel.PAPER)[0].state is SubmissionState.DRAFT


def test_a_save_keeps_the_answers_and_raises_the_revision(site):
    draft, _ = make_draft(make_consultation())
    first = save(draft, uses={"choice": "yesx"}, agree=2)
    assert (first.revision, set(first.changed)) == (1, {"uses", "agree"})
    assert answers_now(draft) == {"uses": {"choice": "yesx"}, "agree": 2}
    again = save(draft, uses={"choice": "yesx"}, agree=2)
    assert (again.revision, again.changed) == (1, ())
    assert save(draft, agree=None).answers == {"uses": {"choice": "yesx"}}
    assert {row.question: row.text for row in rows_of_answers(draft)} == {"uses": "Yes"}


def test_two_browsers_on_one_answer_keep_both_texts(site):
    draft, _ = make_draft(make_consultation())
    save(draft, short="Old")
    save(draft, base=1, short="From the phone")
    second = save(draft, base=1, short="From the library", agree=3)
    assert second.conflicts == ("short",)
    assert answers_now(draft) == {"short": "From the phone", "agree": 3}
    save(draft, base=1, short="From the library")
    look_again()
    assert [row.value for row in submissions.set_aside(draft)] == ['"From the library"']
    with pytest.raises(Refused, match="Choose"):
        send(make_and_fill(draft))


def make_and_fill(draft):
    save(draft, **{key: value for key, value in ANSWERS.items() if key != "short"})
    return draft


def test_what_was_left_as_shown_does_not_meet_what_another_browser_saved(site):
    draft, _ = make_draft(make_consultation())
    save(draft, short="Old")
    save(draft, short="New")
    with unit_of_work():
        result = actions.save_answers(
            VISITOR,
            submission=draft,
            base_revision=1,
            answers={"short": "Old", "agree": 5},
            untouched={"short"},
        )
    assert result.conflicts == ()
    assert answers_now(draft) == {"short": "New", "agree": 5}


def test_what_cannot_be_an_answer_is_kept_as_typed_and_stops_the_sending(site):
    draft, _ = make_draft(make_consultation(), answers=ANSWERS)
    with unit_of_work():
        actions.save_answers(
            VISITOR, submission=draft, base_revision=9, answers={}, typed={"short": {"": ["A far too long word"]}}
        )
    assert "short" not in answers_now(draft)
    kept = {row.question: row.typed for row in rows_of_answers(draft)}
    assert kept["short"] == '{"":["A far too long word"]}'
    with pytest.raises(Refused):
        send(draft)
    save(draft, base=99, short="Brief")
    send(draft)
    assert answers_now(draft)["short"] == "Brief"


def test_questions_that_are_not_shown_take_no_answer(site):
    draft, _ = make_draft(make_consultation())
    save(draft, agree=5, whynot="Forged", since="2026-01-01")
    assert answers_now(draft) == {"agree": 5}
    with pytest.raises(Refused):
        save(draft, nosuch="Forged")


def test_sending_gives_one_version_however_often(site):
    consultation = make_consultation()
    draft, _ = make_draft(consultation, answers=ANSWERS)
    first = send(draft, consent=Consent.UNNAMED, name="Ada Pell")
    assert send(draft).fingerprint == first.fingerprint
    sent = submission_now(draft)
    assert (sent.state, sent.version, sent.consent, sent.name) == (SubmissionState.SENT, 1, Consent.UNNAMED, "Ada Pell")
    with reading():
        definition = submissions.questions_of(sent)
    assert sent.fingerprint == fingerprint_of(sent.reference, definition, ANSWERS)
    assert consultations.consultation(consultation.id).sent_count == 1
    assert [entry["fingerprint"] for entry in entries(verbs.SUBMISSION_SENT)] == [sent.fingerprint]


def test_an_incomplete_draft_is_refused_and_stays(site):
    draft, _ = make_draft(make_consultation(), answers={"uses": {"choice": "yesx"}})
    with pytest.raises(Refused, match="still need an answer"):
        send(draft)
    assert submission_now(draft).state is SubmissionState.DRAFT
    paper, _ = make_draft(make_consultation(), answers={"uses": {"choice": "yesx"}}, channel=Channel.PAPER)
    assert send(paper).number == 1


def test_a_response_without_a_word_is_not_sent(site):
    asked = Definition(pages=(Page(key="page1", title="Views", questions=(question("why1"),)),))
    draft, _ = make_draft(make_consultation(definition=asked))
    with pytest.raises(Refused, match="Nothing is answered yet"):
        send(draft)
    save(draft, why1="The bus.")
    assert send(draft).number == 1


def test_a_draft_changed_since_it_was_checked_is_shown_once_more(site):
    draft, _ = make_draft(make_consultation(), answers=ANSWERS)
    save(draft, base=1, short="Changed")
    with pytest.raises(Refused, match="another window"):
        send(draft, revision=1)
    assert send(draft, revision=2).number == 1


def test_answers_to_questions_hidden_at_the_end_are_not_sent(site):
    draft, _ = make_draft(make_consultation(), answers=ANSWERS | {"uses": {"choice": "yesx"}, "minutes": "30"})
    save(draft, base=9, uses={"choice": "noxx"})
    assert "minutes" in answers_now(draft)
    send(draft)
    assert answers_now(draft) == ANSWERS


def test_changes_are_seen_when_they_are_sent_and_every_version_is_kept(site):
    sent = make_submission(make_consultation())
    with unit_of_work():
        change = actions.amend(VISITOR, submission=sent)
    with unit_of_work():
        assert actions.amend(VISITOR, submission=sent).id == change.id
    save(change, short="Doubtful")
    assert answers_now(sent)["short"] == "Hopeful"
    second = send(change)
    assert (second.submission_id, second.number) == (sent.id, 2)
    assert answers_now(sent)["short"] == "Doubtful"
    assert how_many() == 1
    with reading():
        assert len(submissions.versions_of(sent)) == 2
        assert submissions.consultation_of(sent).sent_count == 1
    assert len({entry["fingerprint"] for entry in entries(verbs.SUBMISSION_AMENDED)}) == 1


def test_changes_are_sent_after_a_choice_between_two_texts_and_nothing_is_left_of_the_other(site):
    sent = make_submission(make_consultation())
    with unit_of_work():
        change = actions.amend(VISITOR, submission=sent)
    save(change, short="From the phone")
    save(change, base=1, short="From the library")
    look_again()
    (aside,) = submissions.set_aside(change)
    with unit_of_work():
        found = submission_now(change)
        actions.settle_choices(
            VISITOR, submission=found, seen={aside.id}, chosen={aside.id}, base_revision=found.revision
        )
    assert send(submission_now(change)).number == 2
    assert answers_now(sent)["short"] == "From the library"
    assert db.session.scalars(db.select(SetAsideAnswer)).all() == []


def test_a_dropped_change_leaves_what_was_sent(site):
    sent = make_submission(make_consultation())
    with unit_of_work():
        change = actions.amend(VISITOR, submission=sent)
    save(change, short="Doubtful")
    with unit_of_work():
        actions.drop_change(VISITOR, submission=submission_now(change))
    assert answers_now(sent) == ANSWERS
    assert how_many() == 1


def test_a_withdrawn_submission_counts_no_more(site):
    consultation = make_consultation()
    sent = make_submission(consultation)
    for _ in range(2):
        with unit_of_work():
            actions.withdraw(VISITOR, submission=sent)
    assert submission_now(sent).state is SubmissionState.WITHDRAWN
    assert consultations.consultation(consultation.id).sent_count == 0
    assert db.session.scalars(db.select(AnswerChoice)).all() == []
    assert len(entries(verbs.SUBMISSION_WITHDRAWN)) == 1
    with pytest.raises(Refused), unit_of_work():
        actions.amend(VISITOR, submission=sent)


def after_the_close(consultation, minutes):
    return clock.pretending(consultation.closes_at + timedelta(minutes=minutes))


def test_what_was_begun_in_time_may_be_sent_in_the_grace_period_and_is_late(site):
    consultation = make_consultation()
    draft, _ = make_draft(consultation, answers=ANSWERS)
    with after_the_close(consultation, 29):
        send(draft)
    assert submission_now(draft).is_late
    in_time = make_submission(make_consultation())
    assert not in_time.is_late


def test_what_comes_after_the_grace_period_is_kept_and_not_counted(site):
    consultation = make_consultation()
    draft, _ = make_draft(consultation, answers=ANSWERS)
    with after_the_close(consultation, 31):
        with pytest.raises(actions.TooLate):
            send(draft)
        for _ in range(2):
            with unit_of_work():
                actions.keep_too_late(VISITOR, submission=draft)
        save(draft, short="Still typing")
    assert submission_now(draft).state is SubmissionState.TOO_LATE
    assert answers_now(draft)["short"] == "Still typing"
    assert consultations.consultation(consultation.id).sent_count == 0
    assert len(entries(verbs.SUBMISSION_REFUSED_LATE)) == 1


def test_what_came_too_late_may_be_sent_when_the_time_is_extended(site):
    consultation = make_consultation()
    draft, _ = make_draft(consultation, answers=ANSWERS)
    with after_the_close(consultation, 31), unit_of_work():
        actions.keep_too_late(VISITOR, submission=draft)
    with unit_of_work():
        consultations.consultation(consultation.id).closes_at += timedelta(days=7)
    with after_the_close(consultation, -60):
        send(draft)
    assert submission_now(draft).state is SubmissionState.SENT
    assert not submission_now(draft).is_late


def test_what_was_withdrawn_is_not_sent_again(site):
    sent = make_submission(make_consultation())
    with unit_of_work():
        actions.withdraw(VISITOR, submission=sent)
    with pytest.raises(Refused, match="withdrawn"):
        send(sent)


def test_after_the_close_nothing_that_was_sent_can_be_changed(site):
    consultation = make_consultation()
    sent = make_submission(consultation)
    with after_the_close(consultation, 1):
        for act in (actions.amend, actions.withdraw):
            with pytest.raises(Refused), unit_of_work():
                act(VISITOR, submission=sent)


def test_drafts_are_forgotten_a_year_after_the_close_and_what_was_sent_is_not(site):
    consultation = make_consultation()
    draft, code = make_draft(consultation, answers=ANSWERS, name="Ada Pell", email="ada@northvale.example")
    sent = make_submission(consultation)
    with unit_of_work():
        actions.amend(VISITOR, submission=sent)
    for days, left in ((364, 3), (366, 2)):
        with clock.pretending(consultation.closes_at + timedelta(days=days)):
            jobs.run("consultations.forget_drafts")
        assert how_many() == left
    assert rows_of_answers(draft) == []
    forgotten = submission_now(draft)
    assert (forgotten.name, forgotten.email) == ("", None)
    with reading():
        assert submissions.submission_by_code(code) is None
    assert answers_now(sent) == ANSWERS
    assert len(entries(verbs.SUBMISSION_FORGOTTEN)) == 1


def test_the_area_that_was_chosen_is_the_submissions(site):
    area = make_area()
    answers = ANSWERS | {"postcode": {"area": area.code}}
    assert submission_now(make_submission(make_consultation(), answers=answers)).area_id == area.id
