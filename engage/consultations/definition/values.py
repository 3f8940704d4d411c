"""Answers: read from the boxes of a form, checked, and kept in one form only.

Each kind has one reader, which gives a value or raises a `Fault` with a sentence that says what to do.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from email_validator import EmailNotValidError, validate_email

from engage.consultations.definition.boxes import CONTACT_PARTS, DATE_PARTS, Boxes, Form, raw_texts, typed_in
from engage.consultations.definition.questions import LONGEST_LINE, LONGEST_TEXT, Question, QuestionKind
from engage.core.forms import TAKEN_OUT
from engage.core.text import is_blank, loses_what_was_meant

NOT_OFFERED = "Choose from the answers that are offered."
SAY_OTHER = "You wrote something beside the answers. Choose the answer that it belongs to, or take the words out."
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)(?:([0-9][A-Z]{2}))?")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_DIGITS = re.compile(r"[0-9]{1,4}")
_FILE_ID = re.compile(r"[0-9]{1,18}")


class Fault(Exception):
    """What was typed cannot be taken as an answer; the sentence says why and what to do."""


@dataclass(frozen=True)
class Known:
    """What a form may name beside its own options: files that belong to the draft, and codes of areas."""

    files: Collection[int] = ()
    areas: Collection[str] = ()


NOTHING = Known()


def read_value(question: Question, form: Form, known: Known = NOTHING) -> tuple[Any, str | None]:
    """The value that a form holds for a question, None when it was left empty, and what is wrong with it."""
    if any(loses_what_was_meant(raw) for raw in raw_texts(question, form)):
        return None, TAKEN_OUT
    return read_boxes(question, typed_in(question, form), known)


def read_boxes(question: Question, boxes: Boxes, known: Known = NOTHING) -> tuple[Any, str | None]:
    """The same from boxes whose texts are cleaned."""
    if not question.asks or not any(texts for texts in boxes.values()):
        return None, None
    try:
        return _READERS[question.kind](question, boxes, known), None
    except Fault as fault:
        return None, str(fault)


def lacks(question: Question, value: Any) -> str | None:
    """What is missing in the answer to a question that must be answered; None when nothing is."""
    if not question.required or not question.asks:
        return None
    if value is None:
        return _MISSING.get(question.kind, "Answer this question.")
    if question.kind is QuestionKind.MATRIX and len(value) < len(question.rows):
        return "Choose an answer in every row."
    if question.kind is QuestionKind.RANKING and len(value) < len(question.options):
        return "Give every line a place."
    return None


def scale_of(question: Question) -> range:
    """The numbers of a scale, the lowest first."""
    lowest = 1 if question.least is None else question.least
    return range(lowest, (lowest + 4 if question.most is None else question.most) + 1)


def longest_of(question: Question) -> int:
    """How many characters a text may have."""
    return question.longest or (LONGEST_TEXT if question.kind is QuestionKind.LONG_TEXT else LONGEST_LINE)


def _one(boxes: Boxes, part: str = "") -> str:
    texts = boxes.get(part, [])
    if len(texts) > 1:
        raise Fault(NOT_OFFERED)
    return texts[0] if texts else ""


def _text(question: Question, boxes: Boxes, _known: Known) -> str | None:
    text, most = _one(boxes), longest_of(question)
    if len(text) > most:
        raise Fault(f"Use at most {most:,} characters. This has {len(text):,}.")
    return None if is_blank(text) else text


def _one_choice(question: Question, boxes: Boxes, _known: Known) -> dict[str, Any]:
    chosen = _one(boxes)
    if not chosen:
        raise Fault(SAY_OTHER)
    _offered(question, [chosen])
    return {"choice": chosen, **_other(question, [chosen], boxes)}


def _many_choice(question: Question, boxes: Boxes, _known: Known) -> dict[str, Any]:
    chosen = set(boxes.get("", []))
    if not chosen:
        raise Fault(SAY_OTHER)
    _offered(question, chosen)
    alone = [option for option in question.options if option.alone and option.key in chosen]
    if alone and len(chosen) > 1:
        raise Fault(f"“{alone[0].label}” cannot be chosen together with another answer.")
    if question.most is not None and len(chosen) > question.most:
        raise Fault(f"Choose at most {question.most}. You have chosen {len(chosen)}.")
    if question.least is not None and len(chosen) < question.least and not alone:
        raise Fault(f"Choose at least {question.least}. You have chosen {len(chosen)}.")
    ordered = [option.key for option in question.options if option.key in chosen]
    return {"choices": ordered, **_other(question, ordered, boxes)}


def _offered(question: Question, chosen: Collection[str]) -> None:
    if set(chosen) - {option.key for option in question.options}:
        raise Fault(NOT_OFFERED)


def _other(question: Question, chosen: Collection[str], boxes: Boxes) -> dict[str, str]:
    words = _one(boxes, "other")
    asks = [option for option in question.options if option.other and option.key in chosen]
    if words and not asks:
        raise Fault(SAY_OTHER)
    if len(words) > LONGEST_LINE:
        raise Fault(f"Use at most {LONGEST_LINE} characters beside “{asks[0].label}”. This has {len(words)}.")
    return {"other": words} if words else {}


def _scale(question: Question, boxes: Boxes, _known: Known) -> int:
    chosen = _one(boxes)
    if chosen not in {str(number) for number in scale_of(question)}:
        raise Fault(NOT_OFFERED)
    return int(chosen)


def _matrix(question: Question, boxes: Boxes, _known: Known) -> dict[str, str]:
    value = {row.key: _one(boxes, row.key) for row in question.rows if boxes.get(row.key)}
    _offered(question, value.values())
    return value


def _ranking(question: Question, boxes: Boxes, _known: Known) -> list[str]:
    places: dict[int, str] = {}
    for option in question.options:
        place = _one(boxes, option.key)
        if not place:
            continue
        if not _DIGITS.fullmatch(place) or not 1 <= int(place) <= len(question.options):
            raise Fault(f"Give places from 1 to {len(question.options)}.")
        if int(place) in places:
            raise Fault(f"Give each place once. Place {int(place)} stands at two lines.")
        places[int(place)] = option.key
    return [places[place] for place in sorted(places)]


def _number(question: Question, boxes: Boxes, _known: Known) -> str:
    typed = _one(boxes).replace(" ", "").replace("−", "-").removeprefix("£")
    if _THOUSANDS.fullmatch(typed):
        typed = typed.replace(",", "")
    if not _NUMBER.fullmatch(typed):
        raise Fault("Give a number in digits, such as 12 or 3.5.")
    try:
        number = Decimal(typed)
    except InvalidOperation as error:
        raise Fault("Give a number in digits, such as 12 or 3.5.") from error
    if question.least is not None and number < question.least:
        raise Fault(f"Give a number that is {question.least:,} or more.")
    if question.most is not None and number > question.most:
        raise Fault(f"Give a number that is {question.most:,} or less.")
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _date(_question: Question, boxes: Boxes, _known: Known) -> str:
    day, month, year = (_one(boxes, part) for part in DATE_PARTS)
    empty = [part for part in DATE_PARTS if not boxes.get(part)]
    if empty:
        raise Fault(f"The date must have a {' and a '.join(empty)}.")
    if not all(_DIGITS.fullmatch(part) for part in (day, month, year)) or len(year) != 4:
        raise Fault("Give the date in numbers with all four digits of the year, such as 27 3 2026.")
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError as error:
        raise Fault("This day is not in the calendar. Check the day and the month.") from error


def _postcode(_question: Question, boxes: Boxes, known: Known) -> dict[str, str]:
    value = {}
    typed = re.sub(r"[^A-Z0-9]", "", _one(boxes).upper())
    if _one(boxes):
        found = _POSTCODE.fullmatch(typed)
        if found is None:
            raise Fault("Give a whole postcode, such as NE1 4ST, or its first half.")
        value["postcode"] = " ".join(part for part in found.groups() if part)
    area = _one(boxes, "area")
    if area:
        if area not in known.areas:
            raise Fault(NOT_OFFERED)
        value["area"] = area
    return value


def _file(question: Question, boxes: Boxes, known: Known) -> dict[str, list[int]]:
    named = boxes.get("", [])
    if any(not _FILE_ID.fullmatch(text) or int(text) not in known.files for text in named):
        raise Fault("One of the files is not there any more. Add it again.")
    most = question.most or 10
    if len(named) > most:
        raise Fault(f"Add at most {most} files. There are {len(named)}.")
    return {"files": sorted({int(text) for text in named})}


def _contact(_question: Question, boxes: Boxes, _known: Known) -> dict[str, str]:
    value = {part: _one(boxes, part) for part in CONTACT_PARTS if boxes.get(part)}
    for part, text in value.items():
        if len(text) > (2000 if part == "address" else LONGEST_LINE):
            raise Fault(f"The {part} is too long.")
    if "email" in value:
        try:
            value["email"] = validate_email(value["email"], check_deliverability=False).normalized
        except EmailNotValidError as error:
            raise Fault("Give a whole email address, such as name@example.org.") from error
    if "phone" in value and len(re.sub(r"[^0-9]", "", value["phone"])) < 6:
        raise Fault("Give a whole telephone number, such as 0191 496 0000.")
    return value


def _agreement(_question: Question, boxes: Boxes, _known: Known) -> bool:
    if _one(boxes) != "yes":
        raise Fault(NOT_OFFERED)
    return True


_READERS: dict[QuestionKind, Callable[[Question, Boxes, Known], Any]] = {
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.ONE_CHOICE: _one_choice,
    QuestionKind.MANY_CHOICE: _many_choice,
    QuestionKind.SCALE: _scale,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.RANKING: _ranking,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.POSTCODE: _postcode,
    QuestionKind.FILE: _file,
    QuestionKind.CONTACT: _contact,
    QuestionKind.AGREEMENT: _agreement,
}
_MISSING = {
    QuestionKind.SHORT_TEXT: "Write an answer.",
    QuestionKind.LONG_TEXT: "Write an answer.",
    QuestionKind.ONE_CHOICE: "Choose an answer.",
    QuestionKind.MANY_CHOICE: "Choose at least one answer.",
    QuestionKind.SCALE: "Choose a number.",
    QuestionKind.MATRIX: "Choose an answer in every row.",
    QuestionKind.RANKING: "Give every line a place.",
    QuestionKind.NUMBER: "Give a number.",
    QuestionKind.DATE: "Give a date.",
    QuestionKind.POSTCODE: "Give a postcode.",
    QuestionKind.FILE: "Add a file.",
    QuestionKind.CONTACT: "Give your contact details.",
    QuestionKind.AGREEMENT: "Tick the box to agree.",
}
