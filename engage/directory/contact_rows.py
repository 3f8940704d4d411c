"""One row of a table of people: what its columns are, and what it says of a person or what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engage.accounts import addresses
from engage.core.incoming import Row
from engage.core.text import clean_line, clean_text
from engage.directory.actions.contacts import LONGEST_NAME, LONGEST_NOTE, Reached
from engage.directory.keys import phone_key
from engage.directory.languages import LANGUAGES
from engage.directory.models import Channel, Format

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
}
_FORMATS = {name: each for each in Format for name in (each.value, each.label.casefold())}


@dataclass(frozen=True)
class Person:
    """What a row says of a person; one without faults can be taken in."""

    line: int
    name: str
    reached: tuple[Reached, ...]
    said: Mapping[str, str]
    format: Format | None
    topics: tuple[str, ...]
    areas: tuple[str, ...]
    faults: list[str] = field(default_factory=list)

    @property
    def email(self) -> str:
        """The address by which the person is known again; empty where there is none."""
        return next((each.value for each in self.reached if each.channel is Channel.EMAIL), "")


def guess(headings: Sequence[str]) -> dict[str, str]:
    """Which column holds which field, as far as its heading tells."""
    found: dict[str, str] = {}
    for name, usual in FIELDS.items():
        heading = next((each for each in headings if each.strip().casefold() in usual), None)
        if heading is not None:
            found[name] = heading
    return found


def person_of(row: Row, headings: Sequence[str], columns: Mapping[str, str]) -> Person:
    """What a row says; `columns` gives the heading of each field."""
    by_heading = dict(zip(headings, row.cells, strict=False))
    cells = {name: by_heading.get(heading, "") for name, heading in columns.items()}
    too_many = f"it has {len(row.cells)} cells and the headings are {len(headings)}"
    faults = [too_many] if len(row.cells) > len(headings) else []
    name = clean_line(cells.get("name", ""))
    if not name or len(name) > LONGEST_NAME:
        faults.append(f"it has no name of at most {LONGEST_NAME} characters")
    said = {each: clean_line(cells.get(each, "")) for each in ("organisation", "role")}
    said["language"] = _language(cells.get("language", ""), faults)
    said["note"] = clean_text(cells.get("note", "")).strip()[:LONGEST_NOTE]
    return Person(
        row.line,
        name[:LONGEST_NAME],
        tuple(_reached(cells, faults)),
        said,
        _format(cells.get("format", ""), faults),
        _parts(cells.get("topics", "")),
        _parts(cells.get("areas", "")),
        faults,
    )


def _reached(cells: Mapping[str, str], faults: list[str]) -> list[Reached]:
    found = []
    for email in _parts(cells.get("email", "")):
        if addresses.is_valid(email):
            found.append(Reached(Channel.EMAIL, addresses.normal(email)))
        else:
            faults.append(f"“{email[:60]}” is not an email address")
    for phone in _parts(cells.get("phone", "")):
        if len(phone_key(phone)) >= 5:
            found.append(Reached(Channel.PHONE, phone))
        else:
            faults.append(f"“{phone[:60]}” is not a telephone number")
    post = clean_text(cells.get("post", "")).strip()
    if len(post) > 500:
        faults.append("its postal address is longer than 500 characters")
    elif post:
        found.append(Reached(Channel.POST, post))
    return found


def _format(said: str, faults: list[str]) -> Format | None:
    said = said.strip().casefold()
    if said and said not in _FORMATS:
        faults.append(f"“{said[:60]}” is not a format: {', '.join(each.label for each in Format)}")
    return _FORMATS.get(said)


def _language(said: str, faults: list[str]) -> str:
    """The code of a language that is given by its code or its name."""
    said = clean_line(said).casefold()
    found = next((code for code, name in LANGUAGES.items() if said in (code, name.casefold())), "")
    if said and not found:
        faults.append(f"“{said[:60]}” is not a language: {', '.join(LANGUAGES.values())}")
    return found


def _parts(cell: str) -> tuple[str, ...]:
    for mark in ("|", "\n"):
        cell = cell.replace(mark, ";")
    return tuple(clean_line(part) for part in cell.split(";") if part.strip())
