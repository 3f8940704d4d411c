"""A page of questions as a form: what stands in its boxes, and what a browser sent back."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import abort
from werkzeug.datastructures import MultiDict

from engage.consultations.definition import (
    Boxes,
    Definition,
    Known,
    Page,
    Question,
    boxes_of,
    forged,
    lacks,
    read_boxes,
    read_value,
    route,
    typed_in,
)
from engage.consultations.definition.document import canonical
from engage.consultations.entries import Entry
from engage.submissions.queries.submissions import Kept, values_of

EMPTY = "-"


@dataclass(frozen=True)
class Sent:
    """What a browser sent for a page: values, what was typed and is no answer, and what was not touched."""

    answers: Mapping[str, Any]
    typed: Mapping[str, Boxes]
    faults: Mapping[str, str]
    untouched: frozenset[str]
    asked: frozenset[str]


def shown_on(definition: Definition, page: Page, answers: Mapping[str, Any]) -> list[Question] | None:
    """The questions of a page that somebody with these answers is asked; None when the page is not on the way."""
    return next((questions for each, questions in route(definition, answers) if each.key == page.key), None)


def entries_of(questions: Iterable[Question], kept: Mapping[str, Kept], known: Known) -> list[Entry]:
    """The questions with what is kept for them; what was typed and is no answer says so."""
    return [_entry(question, kept.get(question.key), known) for question in questions]


def _entry(question: Question, kept: Kept | None, known: Known) -> Entry:
    if kept is None:
        return Entry(question)
    if kept.boxes is not None:
        return Entry(question, kept.boxes, read_boxes(question, kept.boxes, known)[1])
    return Entry(question, boxes_of(question, kept.answer))


def with_lacks(entries: Iterable[Entry], answers: Mapping[str, Any]) -> list[Entry]:
    """The same, saying too what must be answered and is not."""
    return [replace(one, fault=one.fault or lacks(one.question, answers.get(one.question.key))) for one in entries]


def sent_entries(questions: Iterable[Question], form: "MultiDict[str, str]", faults: Mapping[str, str]) -> list[Entry]:
    """The questions with what a browser sent for them."""
    return [Entry(question, typed_in(question, form), faults.get(question.key)) for question in questions]


def read_page(
    page: Page, form: "MultiDict[str, str]", known: Known, bad_files: Mapping[str, str] | None = None
) -> Sent:
    """Read what was sent for a page; 400 for boxes that it never had. `bad_files` says which files were not taken."""
    if forged(form, page.questions):
        abort(400)
    before = _marks(form["shown"]) if "shown" in form else dict.fromkeys((q.key for q in page.questions), EMPTY)
    answers: dict[str, Any] = {}
    typed: dict[str, Boxes] = {}
    faults: dict[str, str] = {}
    untouched = set()
    for question in page.questions:
        if not question.asks or question.key not in before:
            continue
        value, fault = read_value(question, form, known)
        if fault is None:
            answers[question.key] = value
        else:
            typed[question.key], faults[question.key] = typed_in(question, form), fault
        content = ("null", canonical(typed[question.key])) if fault else _content(value)
        if mark_of(content) == before[question.key]:
            untouched.add(question.key)
    faults.update(bad_files or {})
    return Sent(answers, typed, faults, frozenset(untouched), frozenset(before))


def missing(questions: Iterable[Question], sent: Sent) -> dict[str, str]:
    """What stands in the way of going on from a page: what cannot be taken, and what must be answered and is not."""
    found = {}
    for question in questions:
        fault = sent.faults.get(question.key) or lacks(question, sent.answers.get(question.key))
        if fault and question.key in sent.asked:
            found[question.key] = fault
    return found


def marks(questions: Iterable[Question], kept: Mapping[str, Kept]) -> str:
    """What a form notes of the answers that it shows, to tell later what the person changed."""
    noted = ((question.key, kept.get(question.key)) for question in questions if question.asks)
    return " ".join(f"{key}:{mark_of(one.content if one else None)}" for key, one in noted)


def mark_of(content: tuple[str, str | None] | None) -> str:
    """A short mark of what was kept."""
    if content is None:
        return EMPTY
    return hashlib.blake2s(json.dumps(content).encode(), digest_size=5).hexdigest()


def _marks(noted: str) -> dict[str, str]:
    pairs = (pair.partition(":") for pair in noted.split(" ") if ":" in pair)
    return {key: mark for key, _, mark in pairs}


def _content(value: Any) -> tuple[str, str | None] | None:
    return None if value is None else (canonical(value), None)


@dataclass(frozen=True)
class Step:
    """One page on the way, and how far it is: problem, new, optional, begun or done."""

    page: Page
    state: str


def progress(definition: Definition, kept: Mapping[str, Kept]) -> list[Step]:
    """The pages on the way of somebody for whom this is kept."""
    answers = values_of(kept)
    return [Step(page, _state(questions, kept, answers)) for page, questions in route(definition, answers)]


def _state(questions: list[Question], kept: Mapping[str, Kept], answers: Mapping[str, Any]) -> str:
    asking = [question for question in questions if question.asks]
    if any(kept[question.key].typed is not None for question in asking if question.key in kept):
        return "problem"
    begun = [question for question in asking if question.key in answers]
    if asking and not begun:
        return "new" if any(question.required for question in asking) else "optional"
    if any(lacks(question, answers.get(question.key)) for question in asking):
        return "begun"
    return "done"
