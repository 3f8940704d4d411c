"""The boxes of a question on any form: what they are called, and what stands in them.

Boxes are a mapping from the part of a question to the texts in it. The part "" is the question itself; others are the
words beside an option, the rows of a table, the day of a date. A box is called `q-<question>` or `q-<question>-<part>`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from engage.consultations.definition.questions import Question, QuestionKind
from engage.core.text import clean_line, clean_text

Boxes = Mapping[str, list[str]]
CONTACT_PARTS = ("name", "email", "phone", "address")
DATE_PARTS = ("day", "month", "year")
_PARTS = {
    QuestionKind.ONE_CHOICE: ("", "other"),
    QuestionKind.MANY_CHOICE: ("", "other"),
    QuestionKind.DATE: DATE_PARTS,
    QuestionKind.POSTCODE: ("", "area"),
    QuestionKind.CONTACT: CONTACT_PARTS,
    QuestionKind.INFORMATION: (),
}
_MANY_LINES = {(QuestionKind.LONG_TEXT, ""), (QuestionKind.CONTACT, "address")}


class Form(Protocol):
    """What a browser sent: every text by its name."""

    def getlist(self, key: str) -> list[str]:
        """All texts of a name."""
        ...


def parts_of(question: Question) -> tuple[str, ...]:
    """The parts that a question's boxes have."""
    if question.kind is QuestionKind.MATRIX:
        return tuple(row.key for row in question.rows)
    if question.kind is QuestionKind.RANKING:
        return tuple(option.key for option in question.options)
    return _PARTS.get(question.kind, ("",))


def box_name(question: Question, part: str = "") -> str:
    """What a box is called in a form."""
    return f"q-{question.key}-{part}" if part else f"q-{question.key}"


def typed_in(question: Question, form: Form) -> dict[str, list[str]]:
    """What was typed or chosen for a question, cleaned; boxes that were left empty are left out."""
    found = {}
    for part in parts_of(question):
        clean = clean_text if (question.kind, part) in _MANY_LINES else clean_line
        texts = [text for text in (clean(raw) for raw in form.getlist(box_name(question, part))) if text]
        if texts:
            found[part] = texts
    return found


def raw_texts(question: Question, form: Form) -> list[str]:
    """The same before it is cleaned."""
    return [raw for part in parts_of(question) for raw in form.getlist(box_name(question, part))]


def forged(names: Iterable[str], questions: Iterable[Question]) -> list[str]:
    """The names that look like boxes of questions and belong to none of these."""
    known = {box_name(question, part) for question in questions for part in parts_of(question)}
    return sorted(name for name in names if name.startswith("q-") and name not in known)


def boxes_of(question: Question, value: Any) -> dict[str, list[str]]:
    """What stands in the boxes when a question is answered with this value."""
    return {} if value is None else _FILLED.get(question.kind, _plain)(value)


def _plain(value: Any) -> dict[str, list[str]]:
    return {"": ["yes" if value is True else str(value)]}


def _choice(value: Any) -> dict[str, list[str]]:
    chosen = list(value["choices"]) if "choices" in value else [value["choice"]]
    return {"": chosen, **({"other": [value["other"]]} if value.get("other") else {})}


def _places(value: Any) -> dict[str, list[str]]:
    return {option: [str(place)] for place, option in enumerate(value, 1)}


def _day(value: str) -> dict[str, list[str]]:
    return {part: [str(int(text))] for part, text in zip(("year", "month", "day"), value.split("-"), strict=True)}


def _place(value: Any) -> dict[str, list[str]]:
    return {part: [value[key]] for part, key in (("", "postcode"), ("area", "area")) if value.get(key)}


def _files(value: Any) -> dict[str, list[str]]:
    return {"": [str(file) for file in value["files"]]}


def _each(value: Any) -> dict[str, list[str]]:
    return {part: [text] for part, text in value.items()}


_FILLED: dict[QuestionKind, Callable[[Any], dict[str, list[str]]]] = {
    QuestionKind.ONE_CHOICE: _choice,
    QuestionKind.MANY_CHOICE: _choice,
    QuestionKind.RANKING: _places,
    QuestionKind.DATE: _day,
    QuestionKind.POSTCODE: _place,
    QuestionKind.FILE: _files,
    QuestionKind.MATRIX: _each,
    QuestionKind.CONTACT: _each,
}
