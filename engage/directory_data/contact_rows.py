"""One row of a table of people: what its columns are, and what it says of a person or what is wrong with it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from engage.accounts import addresses
from engage.core.errors import Refused
from engage.core.incoming import LONGEST_CELL, Row, unescaped
from engage.core.text import clean_line, clean_text
from engage.directory.actions.contacts import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_NOTE, Reached
from engage.directory.keys import is_telephone, phone_key
from engage.directory.languages import LANGUAGES
from engage.directory.models import Channel, Format
from engage.directory.said_days import read_day

FIELDS = {
    "name": ("name", "full name", "contact", "contact name"),
    "email": ("email", "e-mail", "email address", "mail"),
    "phone": ("phone", "telephone", "phone number", "mobile", "tel"),
    "post": ("post", "address", "postal address"),
    "organisation": ("organisation", "organization", "group", "company"),
    "role": ("role", "title", "job title", "position"),
    "language": ("language",),
    "format": ("format", "format wanted"),
    "topics": ("topics", "interests"),
    "areas": ("areas", "area"),
    "note": ("note", "notes"),
    "number": ("directory number",),
    "agreed_on": ("agreed on", "date agreed", "day agreed", "consent date", "date of consent"),
}
LABELS = {
    "name": "Name",
    "email": "Email addresses",
    "phone": "Telephone numbers",
    "post": "Postal address",
    "organisation": "Organisation",
    "role": "Role there",
    "language": "Language",
    "format": "Format wanted",
    "topics": "Interests by topic",
    "areas": "Interests by area",
    "note": "Note",
    "number": "Directory number, in a file from here",
    "agreed_on": "Day on which the person agreed",
}
_PLAIN = re.compile(r"(?=.{1,64}$)[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*")
_WITHOUT_ZERO = re.compile(r"[1-9][0-9]{8,9}")
_SUM = re.compile(r"[0-9.]+[eE][+-]?[0-9]+|[0-9]{16,}")
_LANGUAGES = {said: code for code, name in LANGUAGES.items() for said in (code, name.casefold())}
_FORMATS = {name: each for each in Format for name in (each.value, each.label.casefold())}


@dataclass(slots=True)
class Person:
    """What a row says of a person; one without faults can be taken in. The number is that of a file from here."""

    line: int
    name: str
    reached: tuple[Reached, ...]
    said: Mapping[str, str]
    format: Format | None
    topics: tuple[str, ...]
    areas: tuple[str, ...]
    faults: list[str] = field(default_factory=list)
    number: int | None = None
    agreed_on: date | None = None

    @property
    def emails(self) -> list[str]:
        """The addresses by which the person is known again."""
        return [each.value for each in self.reached if each.channel is Channel.EMAIL]


def guess(headings: Sequence[str]) -> dict[str, str]:
    """Which column holds which field, as far as its heading tells."""
    found: dict[str, str] = {}
    for name, usual in FIELDS.items():
        heading = next((each for each in headings if each.strip().casefold() in usual), None)
        if heading is not None:
            found[name] = heading
    return found


def places_of(headings: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Where in a row each field stands; `columns` gives its heading."""
    return {name: headings.index(heading) for name, heading in columns.items() if heading in headings}


def person_of(row: Row, width: int, places: Mapping[str, int]) -> Person:
    """What a row of a table of so many columns says."""
    faults = _faults_of(row, width, places.values())
    if faults:
        return Person(
            row.line, "", (), dict.fromkeys(("organisation", "role", "language", "note"), ""), None, (), (), faults
        )
    cells = {
        name: unescaped(row.cells[place].strip()) if place < len(row.cells) else "" for name, place in places.items()
    }
    name = clean_line(cells.get("name", ""))
    if not name:
        faults.append("it has no name")
    elif len(name) > LONGEST_NAME:
        faults.append(f"its name is longer than {LONGEST_NAME} characters")
    said = {each: clean_line(cells.get(each, "")) for each in ("organisation", "role")}
    said["language"] = _language(cells.get("language", ""), faults)
    said["note"] = _note(cells.get("note", ""), faults)
    return Person(
        row.line,
        name,
        tuple(_reached(cells, faults)),
        said,
        _format(cells.get("format", ""), faults),
        _parts(cells.get("topics", "")),
        _parts(cells.get("areas", "")),
        faults,
        _number(cells.get("number", ""), faults),
        _agreed_on(cells.get("agreed_on", ""), faults),
    )


def _agreed_on(said: str, faults: list[str]) -> date | None:
    day = read_day(said) if said else None
    if said and day is None:
        faults.append(f"“{said[:30]}” is not a day that has come, as in 2026-05-04 or 04/05/2026")
    return day


def _number(said: str, faults: list[str]) -> int | None:
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and len(said) <= 9):
        faults.append(f"“{said[:20]}” is not a directory number")
        return None
    return int(said)


def _faults_of(row: Row, width: int, places: Collection[int]) -> list[str]:
    """What is wrong with a row before it is read."""
    fault = row.fault_in(places)
    if fault:
        return [fault]
    if len(row.cells) > width:
        return [f"it has {len(row.cells)} cells and the headings are {width}"]
    longest = max(map(len, row.cells))
    return (
        [f"one of its cells has {longest:,} characters and may have {LONGEST_CELL:,}"] if longest > LONGEST_CELL else []
    )


def _reached(cells: Mapping[str, str], faults: list[str]) -> list[Reached]:
    found = []
    for email in _parts(cells.get("email", "").replace(",", ";")):
        try:
            found.append(Reached(Channel.EMAIL, _address(email)))
        except Refused:
            faults.append(f"“{email[:60]}” is not an email address")
    for phone in _parts(cells.get("phone", "").replace(",", ";")):
        wrong = _wrong_with(phone)
        if wrong:
            faults.append(f"“{phone[:60]}” {wrong}")
        else:
            found.append(Reached(Channel.PHONE, phone))
    post = clean_text(cells.get("post", "")).strip()
    if len(post) > LONGEST_ADDRESS:
        faults.append(f"its postal address is longer than {LONGEST_ADDRESS} characters")
    elif post:
        found.append(Reached(Channel.POST, post))
    return list(dict.fromkeys(found))


def _wrong_with(phone: str) -> str:
    """What is wrong with a telephone number; a spreadsheet that took it for a sum has lost its first 0."""
    if _WITHOUT_ZERO.fullmatch(phone):
        return "has lost its first 0: give the column the format “text” and enter the numbers again"
    is_long_enough = 5 <= len(phone_key(phone)) <= len(phone) <= LONGEST_ADDRESS
    is_number = is_long_enough and is_telephone(phone) and not _SUM.fullmatch(phone)
    return "" if is_number else "is not a telephone number"


def _address(email: str) -> str:
    """The address as it is kept; raises Refused. What stands before the sign is plain mostly, and domains recur."""
    local, _, domain = email.rpartition("@")
    is_plain = len(email) <= addresses.LONGEST and _PLAIN.fullmatch(local)
    return f"{local.lower()}{_domain(domain)}" if is_plain else addresses.normal(email)


@lru_cache(maxsize=8192)
def _domain(domain: str) -> str:
    return addresses.normal(f"a@{domain}")[1:]


def _note(said: str, faults: list[str]) -> str:
    note = clean_text(said).strip()
    if len(note) > LONGEST_NOTE:
        faults.append(f"its note is longer than {LONGEST_NOTE:,} characters")
    return note


def _format(said: str, faults: list[str]) -> Format | None:
    said = said.strip().casefold()
    if said and said not in _FORMATS:
        faults.append(f"“{said[:60]}” is not a format: {', '.join(each.label for each in Format)}")
    return _FORMATS.get(said)


def _language(said: str, faults: list[str]) -> str:
    """The code of a language that is given by its code or its name."""
    said = clean_line(said).casefold()
    found = _LANGUAGES.get(said, "")
    if said and not found:
        faults.append(f"“{said[:60]}” is not a language: {', '.join(LANGUAGES.values())}")
    return found


def _parts(cell: str) -> tuple[str, ...]:
    for mark in ("|", "\n"):
        cell = cell.replace(mark, ";")
    return tuple(clean_line(part) for part in cell.split(";") if part.strip())
