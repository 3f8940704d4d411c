"""Questions that come and go while somebody answers a page: what a script needs to know. The server decides anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engage.consultations.definition import Condition, Definition, Known, Page, QuestionKind, Test, holds, route
from engage.consultations.entries import Entry
from engage.submissions import answering
from engage.submissions.queries.submissions import Kept, values_of

SEEN_BY_SCRIPT = frozenset(
    {
        QuestionKind.ONE_CHOICE,
        QuestionKind.MANY_CHOICE,
        QuestionKind.SCALE,
        QuestionKind.MATRIX,
        QuestionKind.RANKING,
        QuestionKind.AGREEMENT,
    }
)


@dataclass(frozen=True)
class Slot:
    """The place of a question on its page: the question as it stands there, or as it would if it were shown."""

    key: str
    entry: Entry
    is_shown: bool
    mark: str


@dataclass(frozen=True)
class Live:
    """The places of a page in their order, and when each question that depends on this very page is shown."""

    slots: Sequence[Slot]
    rules: Mapping[str, Any]


def live_page(
    definition: Definition, asked: Page, entries: Sequence[Entry], kept: Mapping[str, Kept], known: Known
) -> Live:
    """The questions that are shown with those that could come while the page is answered."""
    rules = _rules(definition, asked, values_of(kept))
    shown = {entry.question.key: entry for entry in entries}
    slots = []
    for question in asked.questions:
        if question.key in shown or question.key in rules:
            entry = shown.get(question.key) or answering.entries_of([question], kept, known)[0]
            mark = answering.marks([question], kept).partition(":")[2] or answering.EMPTY
            slots.append(Slot(question.key, entry, question.key in shown, mark))
    return Live(slots, rules)


def _rules(definition: Definition, asked: Page, answers: Mapping[str, Any]) -> dict[str, Any]:
    """When each question is shown that depends on another one of the page; none for what no script can see."""
    here = {question.key: question.kind for question in asked.questions}
    before = _answered_before(definition, asked, answers)
    found = {}
    for question in asked.questions:
        tested = {test.question for test in question.show_if.tests} & here.keys() if question.show_if else set()
        if question.show_if and tested and all(here[key] in SEEN_BY_SCRIPT for key in tested):
            found[question.key] = {"shows": question.key, **_rule(question.show_if, tested, before)}
    return found


def _rule(condition: Condition, here: set[str], before: Mapping[str, Any]) -> dict[str, Any]:
    def said(test: Test) -> dict[str, Any]:
        if test.question in here:
            return {"question": test.question, "any_of": list(test.any_of), "negated": test.negated}
        return {"holds": holds(Condition(tests=(test,)), before)}

    return {"match": condition.match, "tests": [said(test) for test in condition.tests]}


def _answered_before(definition: Definition, asked: Page, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered on the pages before this one, as far as it is asked."""
    earlier = {page.key for page in definition.pages[: definition.pages.index(asked)]}
    return {
        question.key: answers[question.key]
        for page, questions in route(definition, answers)
        for question in questions
        if page.key in earlier and question.key in answers
    }
