"""One row as a submission: cells become what a person would have put into the boxes, and are checked like that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from engage.consultations.definition import Definition, Question, QuestionKind, visible_questions
from engage.consultations.definition.questions import Option
from engage.consultations.definition.values import NOTHING, Known, read_boxes
from engage.core.incoming import Row, unescaped
from engage.core.text import clean_line, clean_text
from engage.submission_data.imports.targets import FIELDS, Target
from engage.submissions.models import Channel

YES = frozenset({"1", "yes", "y", "true", "x", "ticked"})
NO = frozenset({"", "0", "no", "n", "false", "none", "null"})
DAYS = ("%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%Y/%m/%d")
ABOUT = ("name", "email", "for_name", "for_relation", "area")
LONGEST = {"key": 200} | dict.fromkeys(ABOUT, 300)
MOMENTS = (*DAYS, "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S")


@dataclass(frozen=True)
class Incoming:
    """One submission of another system, with what is wrong with it; one without faults can be taken in."""

    line: int
    key: str
    sent_at: datetime | None
    channel: Channel
    fields: dict[str, str]
    answers: dict[str, Any]
    faults: list[str] = field(default_factory=list)


def read_row(
    definition: Definition, columns: Sequence[Target | None], row: Row, zone: ZoneInfo, known: Known = NOTHING
) -> Incoming:
    """What a row holds; `columns` says what each cell is. Moments without a zone are of the given one."""
    cells, faults = row.cells, [row.fault] if row.fault else []
    if cells and len(cells) != len(columns):
        faults.append(f"it has {len(cells)} cells and the headings are {len(columns)}")
    if faults:
        cells = []  # they may stand under other headings, so that all else that is wrong with them says nothing
    given = {target.id: (target, cell.strip()) for target, cell in zip(columns, cells, strict=False) if target}
    fields = {name: cell for name, (target, cell) in given.items() if not target.question}
    answers = _answers(definition, given, known, faults)
    shown = {question.key for question in visible_questions(definition, answers)}
    return Incoming(
        line=row.line,
        key=_line(fields, "key", faults),
        sent_at=_moment(fields.get("sent_at", ""), zone, faults),
        channel=_channel(fields.get("channel", ""), faults),
        fields=_about(fields, known, faults),
        answers={key: value for key, value in answers.items() if key in shown},
        faults=faults,
    )


def _about(fields: Mapping[str, str], known: Known, faults: list[str]) -> dict[str, str]:
    found = {name: _line(fields, name, faults) for name in ABOUT}
    if found["area"] and found["area"] not in known.areas:
        faults.append(f"there is no area with the code {found['area'][:60]}")
    return found


def _line(fields: Mapping[str, str], name: str, faults: list[str]) -> str:
    """One cell about the submission; one that is too long is told, never cut."""
    text = clean_line(unescaped(fields.get(name, "")))
    if len(text) <= LONGEST[name]:
        return text
    faults.append(f"“{FIELDS[name]}” has {len(text):,} characters and may have {LONGEST[name]}")
    return ""


def _answers(
    definition: Definition, given: Mapping[str, tuple[Target, str]], known: Known, faults: list[str]
) -> dict[str, Any]:
    answers = {}
    for question in definition.questions():
        mine = {target.part: cell for target, cell in given.values() if target.question == question.key}
        try:
            value, fault = read_boxes(question, _boxes(question, mine), known)
        except _Unknown as unknown:
            value, fault = None, str(unknown)
        if fault:
            faults.append(f"“{question.label}”: {fault}")
        elif value is not None:
            answers[question.key] = value
    return answers


class _Unknown(Exception):
    """A cell names what is not offered."""


def _boxes(question: Question, cells: Mapping[str, str]) -> dict[str, list[str]]:
    fill = _FILLERS.get(question.kind, _plain)
    return {part: [text for text in texts if text] for part, texts in fill(question, cells).items() if any(texts)}


def _plain(question: Question, cells: Mapping[str, str]) -> dict[str, list[str]]:
    clean = clean_text if question.kind is QuestionKind.LONG_TEXT else clean_line
    return {part: [clean(unescaped(cell))] for part, cell in cells.items()}


def _one(question: Question, cells: Mapping[str, str]) -> dict[str, list[str]]:
    typed, other = cells.get("", ""), clean_line(unescaped(cells.get("other", "")))
    if not typed:
        return {}
    option = _named(question.options, typed)
    if option is None:
        open_one = next((each for each in question.options if each.other), None)
        if open_one is None:
            raise _Unknown(f"“{typed[:60]}” is not one of the answers")
        option, other = open_one, other or clean_line(unescaped(typed))
    return {"": [option.key], "other": [other] if option.other else []}


def _many(question: Question, cells: Mapping[str, str]) -> dict[str, list[str]]:
    ticked = [option.key for option in question.options if cells.get(option.key, "").casefold() not in NO]
    wrong = [
        cells[key]
        for key in ticked
        if cells[key].casefold() not in YES and _named(question.options, cells[key]) is None
    ]
    if wrong:
        raise _Unknown(f"“{wrong[0][:60]}” says neither yes nor no")
    found = [_one(question, {"": part}) for part in _split(cells.get("", ""))]
    chosen = dict.fromkeys([*ticked, *(boxes[""][0] for boxes in found)])
    words = [clean_line(unescaped(cells.get("other", "")))] + [
        text for boxes in found for text in boxes.get("other", [])
    ]
    return {"": list(chosen), "other": ["; ".join(filter(None, words))]}


def _split(cell: str) -> list[str]:
    for mark in (";", "|", "\n"):
        cell = cell.replace(mark, "\n")
    return [part.strip() for part in cell.split("\n") if part.strip()]


def _matrix(question: Question, cells: Mapping[str, str]) -> dict[str, list[str]]:
    return {row: [_option(question, cell)] for row, cell in cells.items() if cell}


def _ranking(question: Question, cells: Mapping[str, str]) -> dict[str, list[str]]:
    places = {part: [cell] for part, cell in cells.items() if part and cell}
    listed = {_option(question, part): [str(place)] for place, part in enumerate(_split(cells.get("", "")), 1)}
    return places or listed


def _option(question: Question, cell: str) -> str:
    found = _named(question.options, cell)
    if found is None:
        raise _Unknown(f"“{cell[:60]}” is not one of the answers")
    return found.key


def _named(options: Sequence[Option], typed: str) -> Option | None:
    wanted = typed.strip().casefold()
    return next((option for option in options if wanted in (option.label.casefold(), option.key)), None)


def _date(_question: Question, cells: Mapping[str, str]) -> dict[str, list[str]]:
    text = cells.get("", "")
    if not text:
        return {}
    found = _read(text, DAYS)
    if found is None:
        raise _Unknown(f"“{text[:60]}” is not a date")
    return {"year": [str(found.year)], "month": [str(found.month)], "day": [str(found.day)]}


def _agreement(_question: Question, cells: Mapping[str, str]) -> dict[str, list[str]]:
    said = cells.get("", "").casefold()
    if said not in YES | NO:
        raise _Unknown(f"“{said[:60]}” says neither yes nor no")
    return {"": ["yes"] if said in YES else []}


_FILLERS: dict[QuestionKind, Callable[[Question, Mapping[str, str]], dict[str, list[str]]]] = {
    QuestionKind.ONE_CHOICE: _one,
    QuestionKind.MANY_CHOICE: _many,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.RANKING: _ranking,
    QuestionKind.DATE: _date,
    QuestionKind.AGREEMENT: _agreement,
}


def _moment(text: str, zone: ZoneInfo, faults: list[str]) -> datetime | None:
    if not text:
        return None
    found = _read(text, MOMENTS)
    if found is None:
        faults.append(f"“{text[:60]}” is not a date that is understood")
        return None
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def _read(text: str, forms: Sequence[str]) -> datetime | None:
    for read in (datetime.fromisoformat, *(_reader(form) for form in forms)):
        try:
            return read(text)
        except ValueError:
            continue
    return None


def _reader(form: str) -> Callable[[str], datetime]:
    return lambda text: datetime.strptime(text, form)  # noqa: DTZ007 - the zone is added by who calls


def _channel(text: str, faults: list[str]) -> Channel:
    try:
        return Channel(text.casefold() or Channel.WEB)
    except ValueError:
        faults.append(f"“{text[:60]}” is not a channel: web, paper, phone, event or email")
        return Channel.WEB
