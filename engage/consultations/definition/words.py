"""An answer as words that people read and search finds, and as the options that a list is filtered by."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from engage.consultations.definition.boxes import CONTACT_PARTS
from engage.consultations.definition.questions import Option, Question, QuestionKind


def words_of(question: Question, value: Any) -> str:
    """The answer in words, a line for each part of it; empty when there is no answer."""
    return "" if value is None else "\n".join(_LINES.get(question.kind, _plain)(question, value))


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


def files_named(questions: Iterable[Question], answers: Mapping[str, Any]) -> frozenset[int]:
    """The files that these answers name."""
    asked = [question.key for question in questions if question.kind is QuestionKind.FILE]
    return frozenset(number for key in asked if answers.get(key) for number in answers[key]["files"])


def _plain(_question: Question, value: Any) -> list[str]:
    return ["Yes" if value is True else str(value)]


def _chosen(question: Question, value: Any) -> list[str]:
    return [_option(question, key, value) for key in value.get("choices") or [value["choice"]]]


def _option(question: Question, key: str, value: Mapping[str, Any]) -> str:
    option = question.option(key)
    label = _label(question.options, key)
    return f"{label}: {value['other']}" if option is not None and option.other and value.get("other") else label


def _label(options: Iterable[Option], key: str) -> str:
    return next((option.label for option in options if option.key == key), key)


def _rows(question: Question, value: Any) -> list[str]:
    return [f"{row.label}: {_label(question.options, value[row.key])}" for row in question.rows if row.key in value]


def _ranks(question: Question, value: Any) -> list[str]:
    return [f"{place}. {_label(question.options, key)}" for place, key in enumerate(value, 1)]


def _day(_question: Question, value: str) -> list[str]:
    day = date.fromisoformat(value)
    return [f"{day.day} {day:%B} {day.year}"]


def _place(_question: Question, value: Any) -> list[str]:
    return [value[part] for part in ("postcode", "area") if value.get(part)]


def _contact(_question: Question, value: Any) -> list[str]:
    return [value[part] for part in CONTACT_PARTS if value.get(part)]


def _files(_question: Question, value: Any) -> list[str]:
    return [f"{len(value['files'])} {'file' if len(value['files']) == 1 else 'files'}"]


_LINES: dict[QuestionKind, Callable[[Question, Any], list[str]]] = {
    QuestionKind.ONE_CHOICE: _chosen,
    QuestionKind.MANY_CHOICE: _chosen,
    QuestionKind.MATRIX: _rows,
    QuestionKind.RANKING: _ranks,
    QuestionKind.DATE: _day,
    QuestionKind.POSTCODE: _place,
    QuestionKind.CONTACT: _contact,
    QuestionKind.FILE: _files,
}
