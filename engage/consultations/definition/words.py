"""An answer as words that people read and search finds, and as the options that a list is filtered by."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from engage.consultations.definition.boxes import CONTACT_PARTS
from engage.consultations.definition.questions import Option, Question, QuestionKind


def words_of(question: Question, value: Any) -> str:
    """The answer in words, a line for each part of it; empty when there is no answer."""
    if value is None:
        return ""
    return "\n".join(_lines(question, value))


def choices_of(questions: Iterable[Question], answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The options that these answers chose, as (question, option).

    A row of a table counts as a question of its own, `question-row`; of a ranking it is what stands first.
    """
    found = []
    for question in questions:
        value = answers.get(question.key)
        if value is None:
            continue
        if question.kind is QuestionKind.ONE_CHOICE:
            found.append((question.key, value["choice"]))
        elif question.kind is QuestionKind.MANY_CHOICE:
            found += [(question.key, option) for option in value["choices"]]
        elif question.kind is QuestionKind.SCALE:
            found.append((question.key, str(value)))
        elif question.kind is QuestionKind.MATRIX:
            found += [(f"{question.key}-{row}", option) for row, option in value.items()]
        elif question.kind is QuestionKind.RANKING:
            found.append((question.key, value[0]))
        elif question.kind is QuestionKind.AGREEMENT:
            found.append((question.key, "yes"))
    return found


def _lines(question: Question, value: Any) -> list[str]:
    kind = question.kind
    if kind is QuestionKind.ONE_CHOICE:
        return [_option(question, value["choice"], value)]
    if kind is QuestionKind.MANY_CHOICE:
        return [_option(question, key, value) for key in value["choices"]]
    if kind is QuestionKind.MATRIX:
        return [f"{row.label}: {_label(question.options, value[row.key])}" for row in question.rows if row.key in value]
    if kind is QuestionKind.RANKING:
        return [f"{place}. {_label(question.options, key)}" for place, key in enumerate(value, 1)]
    if kind is QuestionKind.DATE:
        day = date.fromisoformat(value)
        return [f"{day.day} {day:%B} {day.year}"]
    if kind is QuestionKind.POSTCODE:
        return [value[part] for part in ("postcode", "area") if value.get(part)]
    if kind is QuestionKind.CONTACT:
        return [value[part] for part in CONTACT_PARTS if value.get(part)]
    if kind is QuestionKind.FILE:
        return [f"{len(value['files'])} {'file' if len(value['files']) == 1 else 'files'}"]
    return ["Yes" if value is True else str(value)]


def _option(question: Question, key: str, value: Mapping[str, Any]) -> str:
    option = question.option(key)
    label = _label(question.options, key)
    return f"{label}: {value['other']}" if option is not None and option.other and value.get("other") else label


def _label(options: Iterable[Option], key: str) -> str:
    return next((option.label for option in options if option.key == key), key)
