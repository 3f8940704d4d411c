"""The columns of a table of submissions: they follow from the definition alone, never from the way somebody took."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engage.consultations.definition import Option, Question, QuestionKind

Cell = str | int | float | None
Take = Callable[[Any], Cell]


@dataclass(frozen=True)
class Column:
    """One column: its name in the file, the question whose answer it shows, what it shows, how, and of which part."""

    name: str
    question: Question
    says: str
    take: Take
    part: str = ""


def columns_of(revisions: Sequence[Iterable[Question]], prefix: str = "q") -> list[Column]:
    """The columns of all questions that were ever put, the newest revision's order first.

    `revisions` are the questions of each definition that was answered, newest first: an answer to a question that a
    correction took out keeps its column.
    """
    questions: dict[str, Question] = {}
    for revision in revisions:
        for question in revision:
            questions[question.key] = _with_lost_options(questions.get(question.key, question), question)
    asked = [question for question in questions.values() if question.asks]
    return [column for number, question in enumerate(asked, 1) for column in _columns(f"{prefix}{number}", question)]


def row_of(columns: Iterable[Column], answers: Mapping[str, Any]) -> list[Cell]:
    """One submission's cells; what was not answered is an empty one."""
    row: list[Cell] = []
    for column in columns:
        value = answers.get(column.question.key)
        row.append(None if value is None else column.take(value))
    return row


def _with_lost_options(newest: Question, older: Question) -> Question:
    return newest.model_copy(
        update={"options": _united(newest.options, older.options), "rows": _united(newest.rows, older.rows)}
    )


def _united(newest: Sequence[Option], older: Sequence[Option]) -> tuple[Option, ...]:
    known = {option.key for option in newest}
    return (*newest, *(option for option in older if option.key not in known))


def _columns(name: str, question: Question) -> list[Column]:
    make = _MAKERS.get(question.kind, _single)
    return make(name, question)


def _single(name: str, question: Question) -> list[Column]:
    return [Column(name, question, question.label, _plain)]


def _plain(value: Any) -> Cell:
    return value if isinstance(value, str | int | float) else str(value)


def _number(name: str, question: Question) -> list[Column]:
    return [Column(name, question, question.label, _as_number)]


def _as_number(value: Any) -> Cell:
    try:
        return int(value)
    except ValueError:
        return float(value)


def _agreement(name: str, question: Question) -> list[Column]:
    return [Column(name, question, question.label, lambda value: 1 if value else 0)]


def _one_choice(name: str, question: Question) -> list[Column]:
    labels = {option.key: option.label for option in question.options}
    found = [
        Column(name, question, question.label, lambda value: labels.get(value.get("choice", ""), value.get("choice")))
    ]
    return [*found, *_other(name, question)]


def _many_choice(name: str, question: Question) -> list[Column]:
    found = [
        Column(f"{name}_{number}", question, option.label, _ticked(option.key), option.key)
        for number, option in enumerate(question.options, 1)
    ]
    return [*found, *_other(name, question)]


def _ticked(key: str) -> Take:
    return lambda value: 1 if key in value.get("choices", ()) else 0


def _other(name: str, question: Question) -> list[Column]:
    if not any(option.other for option in question.options):
        return []
    return [Column(f"{name}_other", question, "In their own words", lambda value: value.get("other"), "other")]


def _matrix(name: str, question: Question) -> list[Column]:
    labels = {option.key: option.label for option in question.options}
    return [
        Column(f"{name}_{number}", question, row.label, _cell_of(row.key, labels), row.key)
        for number, row in enumerate(question.rows, 1)
    ]


def _cell_of(row: str, labels: Mapping[str, str]) -> Take:
    return lambda value: labels.get(value.get(row), value.get(row))


def _ranking(name: str, question: Question) -> list[Column]:
    return [
        Column(f"{name}_{number}", question, f"Rank of: {option.label}", _rank(option.key), option.key)
        for number, option in enumerate(question.options, 1)
    ]


def _rank(key: str) -> Take:
    return lambda value: value.index(key) + 1 if key in value else None


def _parts(*parts: str) -> Callable[[str, Question], list[Column]]:
    def make(name: str, question: Question) -> list[Column]:
        return [Column(f"{name}_{part}", question, f"{question.label}: {part}", _part(part), part) for part in parts]

    return make


def _part(part: str) -> Take:
    return lambda value: value.get(part)


def _files(name: str, question: Question) -> list[Column]:
    return [Column(f"{name}_files", question, question.label, lambda value: len(value.get("files", ())))]


_MAKERS: dict[QuestionKind, Callable[[str, Question], list[Column]]] = {
    QuestionKind.NUMBER: _number,
    QuestionKind.AGREEMENT: _agreement,
    QuestionKind.ONE_CHOICE: _one_choice,
    QuestionKind.MANY_CHOICE: _many_choice,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.RANKING: _ranking,
    QuestionKind.POSTCODE: _parts("postcode", "area"),
    QuestionKind.CONTACT: _parts("name", "email", "phone", "address"),
    QuestionKind.FILE: _files,
}
