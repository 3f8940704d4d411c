"""Answers counted question by question: pure, and small enough to be kept as JSON."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from statistics import median
from typing import Any

from engage.consultations.definition.document import Definition
from engage.consultations.definition.questions import Part, Question, QuestionKind
from engage.consultations.definition.values import scale_of
from engage.consultations.definition.words import choices_of, words_of

SHOWN = 3
Given = Sequence[Mapping[str, Any]]


class Counted(Part):
    """One question: how many answered it, how often each option was chosen, or a few of the answers in words."""

    question: str
    label: str
    kind: QuestionKind
    answered: int
    rows: tuple[tuple[str, int], ...] = ()
    words: tuple[str, ...] = ()


class Summary(Part):
    """All questions of a definition, of so many sets of answers."""

    total: int = 0
    questions: tuple[Counted, ...] = ()


def summarise(definition: Definition, given: Given) -> Summary:
    """Count these sets of answers."""
    asked = [question for question in definition.questions() if question.asks]
    return Summary(total=len(given), questions=tuple(_counted(question, given) for question in asked))


def _counted(question: Question, given: Given) -> Counted:
    values = [answers[question.key] for answers in given if answers.get(question.key) is not None]
    options = _options(question)
    chosen = Counter(pair for value in values for pair in choices_of([question], {question.key: value}))
    rows = tuple((label, chosen[pair]) for pair, label in options)
    words = () if rows else tuple(_said(question, values))
    facts = {"question": question.key, "label": question.label, "kind": question.kind}
    return Counted(**facts, answered=len(values), rows=rows, words=words)


def _options(question: Question) -> list[tuple[tuple[str, str], str]]:
    """What can be chosen, as `choices_of` names it, each with its label."""
    key = question.key
    if question.kind is QuestionKind.SCALE:
        return [((key, str(number)), str(number)) for number in scale_of(question)]
    if question.kind is QuestionKind.AGREEMENT:
        return [((key, "yes"), "Yes")]
    if question.kind is QuestionKind.MATRIX:
        return [
            ((f"{key}-{row.key}", option.key), f"{row.label}: {option.label}")
            for row in question.rows
            for option in question.options
        ]
    first = "First: " if question.kind is QuestionKind.RANKING else ""
    return [((key, option.key), f"{first}{option.label}") for option in question.options]


def _said(question: Question, values: Sequence[Any]) -> Iterable[str]:
    if question.kind is QuestionKind.NUMBER and values:
        numbers = sorted(Decimal(value) for value in values)
        return [f"From {numbers[0]} to {numbers[-1]}, half of them at most {median(numbers)}"]
    return list(dict.fromkeys(words_of(question, value) for value in values))[:SHOWN]
