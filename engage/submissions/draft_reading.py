"""A shared draft as those who work on it read it: every answer with who wrote it and what is said about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.consultations.definition import Page, Question, files_named, route
from engage.submissions import answering, receipts
from engage.submissions.actions.sending import faults_of
from engage.submissions.filelinks import Shown, shown_files
from engage.submissions.models import DraftNote
from engage.submissions.queries import drafts, submissions
from engage.submissions.queries.drafts import Shared


@dataclass(frozen=True)
class Line:
    """One question with its answer, whoever wrote it last, what is wrong with it, and the notes about it."""

    question: Question
    words: str
    writer: str
    fault: str
    notes: Sequence[tuple[DraftNote, str]]


@dataclass(frozen=True)
class Sheet:
    """One page of questions with how far it is."""

    page: Page
    state: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Reading:
    """The whole draft: its pages, the notes about all of it, its files, and what stands in the way of approving it."""

    sheets: Sequence[Sheet]
    notes: Sequence[tuple[DraftNote, str]]
    files: Sequence[Shown]
    faults: int
    set_aside: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.faults and not self.set_aside


def read_draft(shared: Shared) -> Reading:
    """The draft as it stands, or what was sent, by a fixed number of statements."""
    shown = shared.shown
    definition, kept = submissions.questions_of(shown), submissions.kept_of(shown.id)
    faults, writers = faults_of(definition, kept), drafts.writers_of(shown.id)
    named = files_named(definition.questions(), submissions.values_of(kept))
    files = shown_files(shared.submission, named)
    titles = {file.id: file.title for file in files}
    notes = drafts.notes_of(shared.submission.id)
    states = {step.page.key: step.state for step in answering.progress(definition, kept)}

    def line(question: Question) -> Line:
        there = kept.get(question.key)
        typed = [text for texts in (there.boxes or {}).values() for text in texts] if there else []
        words = (
            "\n".join(typed) if typed else receipts.words_with_files(question, there.answer, titles) if there else ""
        )
        said = [(note, name) for note, name in notes if note.question == question.key]
        return Line(question, words, writers.get(question.key, ""), faults.get(question.key, ""), said)

    sheets = [
        Sheet(page, states.get(page.key, ""), [line(question) for question in questions if question.asks])
        for page, questions in route(definition, submissions.values_of(kept))
    ]
    shown_keys = {each.question.key for sheet in sheets for each in sheet.lines}
    about_all = [(note, name) for note, name in notes if note.question not in shown_keys]
    return Reading(sheets, about_all, files, len(faults), len(submissions.set_aside(shown)))
