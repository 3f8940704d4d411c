"""Trial responses before a launch: really sent, exported and reported, in a unit of work that is rolled back."""

from datetime import timedelta
from typing import Any

from engage.consultations import queries as consultations
from engage.consultations.definition import Definition, Known, Question, boxes_of, read_boxes, route, words_of
from engage.consultations.definition.summary import Summary, summarise
from engage.consultations.definition.trial import most_turns, trial_answer
from engage.consultations.models import Consultation, ConsultationState
from engage.consultations.rehearsal import TrialFailed, try_by
from engage.core import clock, tables
from engage.core.database import db
from engage.core.growing import json_lines
from engage.core.permissions import VISITOR
from engage.submission_data import queries
from engage.submission_data.export_table import Table
from engage.submission_data.models import ExportContent
from engage.submissions.actions.drafting import begin
from engage.submissions.actions.equality import give_equality_answers
from engage.submissions.actions.saving import save_answers
from engage.submissions.actions.sending import send

MOST_TURNS = 12


EVERYTHING = 2**62


TRIAL_FILES = Known(files=(0,))


@try_by
def try_out(consultation: Consultation) -> tuple[str, Summary]:
    """Open it for a moment that nobody sees, answer it on several routes, make the files and count the answers."""
    now = clock.now()
    consultation.state, consultation.opens_at = ConsultationState.LAUNCHED, now - timedelta(minutes=1)
    consultation.launched_at, consultation.closes_at = now, now + timedelta(days=1)
    db.session.flush()
    definition = consultations.definition_of(consultation)
    turns = min(MOST_TURNS, most_turns(list(definition.questions())))
    given = [_sent(consultation, definition, turn) for turn in range(turns)]
    _equality(consultation, definition)
    _exported(consultation, turns)
    summary = _reported(definition, given)
    reached = {key for answers in given for key in answers}
    asked = sum(question.asks for question in definition.questions())
    says = f"{turns} trial responses were sent, answering {len(reached)} of {asked} questions"
    return f"{says}, and came out in the files and in the report.", summary


def _reported(definition: Definition, given: list[dict[str, Any]]) -> Summary:
    """Count the answers as a report would; every one of them must be found in it."""
    summary = summarise(definition, given)
    for counted in summary.questions:
        expected = sum(counted.question in answers for answers in given)
        shown = sum(number for _, number in counted.rows) if counted.rows else len(counted.words)
        if counted.answered != expected or (expected and not shown):
            raise TrialFailed(f"The report does not show the answers to “{counted.label}”.")
    return summary


def _sent(consultation: Consultation, definition: Definition, turn: int) -> dict[str, Any]:
    """Send one response page by page, as its form would; gives what it answered."""
    submission, _code = begin(VISITOR, consultation=consultation)
    given: dict[str, Any] = {}
    for page in definition.pages:
        seen = next((questions for each, questions in route(definition, given) if each.key == page.key), [])
        for question in (one for one in seen if one.asks):
            given[question.key] = _read(question, turn)
        # What shows a later question of the same page is known only once the page was saved.
        again = next((questions for each, questions in route(definition, given) if each.key == page.key), [])
        answers = {one.key: given.setdefault(one.key, _read(one, turn)) for one in again if one.asks}
        save_answers(VISITOR, submission=submission, base_revision=submission.revision, answers=answers, page=page.key)
    version = send(VISITOR, submission=submission)
    answered = version.values
    for question in definition.questions():
        if question.key in answered and not words_of(question, answered[question.key]):
            raise TrialFailed(f"The answer to “{question.label}” has no words to be read by.")
    return answered


def _read(question: Question, turn: int) -> Any:
    """A trial answer as it comes out of the boxes of the form."""
    value, fault = read_boxes(question, boxes_of(question, trial_answer(question, turn)), TRIAL_FILES)
    if fault is not None:
        raise TrialFailed(f"“{question.label}” cannot be answered with what it offers: {fault}")
    return value


def _equality(consultation: Consultation, definition: Definition) -> None:
    answers = {question.key: _read(question, 0) for question in definition.equality if question.asks}
    give_equality_answers(VISITOR, consultation=consultation, number=1, area_id=None, answers=answers)


def _exported(consultation: Consultation, expected: int) -> None:
    """Make the tables that the files hold, of the answers and of the equality answers."""
    table = Table.of_consultation(consultation, ExportContent.ANSWERS_AND_PEOPLE)
    rows = queries.sent_rows(consultation.id, after=0, until=EVERYTHING, limit=expected + 1)
    cells = [table.cells(row) for row in rows]
    if len(cells) != expected or any(len(row) != len(table.names) for row in cells):
        raise TrialFailed("The files do not hold every trial response.")
    if not tables.csv_lines(cells) or not json_lines(table.object(row) for row in rows) or not table.codebook:
        raise TrialFailed("The files of the trial responses are empty.")
    equality = Table.of_consultation(consultation, ExportContent.EQUALITY)
    for batch in queries.equality_batches(consultation.id, 10):
        tables.csv_lines([equality.cells(row) for row in batch])
