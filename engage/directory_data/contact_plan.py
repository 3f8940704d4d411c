"""What taking in rows of people would do: who is known, who is new, and what would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engage.directory.actions.contacts import Reached, address_key
from engage.directory.keys import name_key
from engage.directory.models import Basis, Channel, Purpose
from engage.directory_data.contact_rows import Person
from engage.directory_data.queries import incoming as queries
from engage.directory_data.queries.incoming import Present, Terms


@dataclass(frozen=True)
class Agreed:
    """What the people of a table agreed to, on which basis, and how it is known."""

    purpose: Purpose
    basis: Basis
    said: str


@dataclass(frozen=True)
class Origin:
    """Where a table is from, and what its people agreed to."""

    source: str
    agreed: Agreed | None = None


@dataclass(slots=True)
class Planned:
    """What a row adds to the directory: to somebody known, or somebody new."""

    person: Person
    known: Present | None
    changes: dict[str, Any]
    reached: Sequence[Reached]
    role: tuple[int, str] | None
    topics: Sequence[int]
    areas: Sequence[int]
    agrees: bool

    @property
    def outcome(self) -> str:
        """What becomes of the row, as a word of the tally."""
        if self.known is None:
            return "added"
        new = (self.changes, self.reached, self.role, self.topics, self.areas, self.agrees)
        return "changed" if any(new) else "unchanged"


@dataclass
class Known:
    """What was found out over the rows of one table so far."""

    terms: Terms
    organisations: dict[str, set[int]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    contacts: dict[int, int] = field(default_factory=dict)


def plan(people: Sequence[Person], known: Known, origin: Origin) -> list[Planned]:
    """What these rows would do; those with faults are left out, and faults that are found here are added."""
    _find_organisations(people, known)
    for person in people:
        _find_twins(person, known)
    good = [(person, _organisation(person, known)) for person in people]
    named = [(person, place, _terms(person, known.terms)) for person, place in good]
    numbered = _numbered(people)
    right = [each for each in named if not each[0].faults]
    ids = _recognised([(person, place) for person, place, _ in right], numbered, origin.source)
    present = queries.present_people({key for key in ids if key is not None})
    agreed = origin.agreed
    objected = queries.objecting(_addresses([person for person, _, _ in right]), agreed.purpose) if agreed else set()
    found = []
    for (person, place, (topics, areas)), key in zip(right, ids, strict=True):
        if key is not None and known.contacts.setdefault(key, person.line) != person.line:
            person.faults.append(f"it is about the same person as line {known.contacts[key]}")
            continue
        asked = agreed if objected.isdisjoint(_addresses([person])) else None
        found.append(_planned(person, present.get(key) if key else None, place, (topics, areas), asked))
    return found


def _addresses(people: Sequence[Person]) -> set[tuple[Channel, str]]:
    return {(each.channel, address_key(each)) for person in people for each in person.reached}


def _find_organisations(people: Sequence[Person], known: Known) -> None:
    new = {person.said["organisation"] for person in people} - known.organisations.keys() - {""}
    if new:
        known.organisations |= {name: set[int]() for name in new} | queries.organisations_called(new)


def _find_twins(person: Person, known: Known) -> None:
    """A row about somebody who came before is a fault: which of the two holds, nobody could say."""
    if person.faults or person.number:
        return
    for email in person.emails:
        before = known.lines.setdefault(email, person.line)
        if before != person.line:
            person.faults.append(f"its address {email} came before, on line {before}")
    if not person.emails:
        key = f"{name_key(person.name)} at {name_key(person.said['organisation'])}"
        before = known.lines.setdefault(key, person.line)
        if before != person.line:
            said = f"its name came before, on line {before}, and no email address tells the two apart"
            person.faults.append(said)


def _organisation(person: Person, known: Known) -> int | None:
    said = person.said["organisation"]
    if not said or person.faults:
        return None
    found = known.organisations[said]
    if len(found) != 1:
        many = "more than one organisation is" if found else "no organisation in the directory is"
        person.faults.append(f"{many} called “{said[:80]}”")
        return None
    return next(iter(found))


def _terms(person: Person, terms: Terms) -> tuple[list[int], list[int]]:
    return _ids(person, person.topics, terms.topics), _ids(person, person.areas, terms.areas)


def _ids(person: Person, said: Sequence[str], known: Mapping[str, int]) -> list[int]:
    lost = [each for each in said if each.casefold() not in known]
    person.faults.extend(f"there is no topic or area “{each[:60]}”" for each in lost)
    return [known[each.casefold()] for each in said if each.casefold() in known]


def _numbered(people: Sequence[Person]) -> dict[int, int]:
    """The people of the directory whom rows name by number, where the name or an address says so too."""
    wanted = {person.number for person in people if person.number and not person.faults}
    kept = queries.people_numbered(wanted)
    present = queries.present_people(set(kept.values()))
    for person in people:
        if person.number in wanted and not person.faults:
            there = present.get(kept.get(person.number or 0, 0))
            if there is None:
                person.faults.append(f"nobody in the directory has the number {person.number}")
            elif not _is_called(person, there) and not _addresses([person]) & there.addresses:
                person.faults.append(f"the number {person.number} is that of somebody else")
    return kept


def _is_called(person: Person, there: Present) -> bool:
    return name_key(person.name) == name_key(there.contact.name)


def _recognised(
    rows: Sequence[tuple[Person, int | None]], numbered: Mapping[int, int], source: str
) -> list[int | None]:
    """Who each row is: by its number, else an email address, else by the name where something else agrees too."""
    by_email = queries.people_by_email({email for person, _ in rows for email in person.emails})
    unnamed = [person for person, _ in rows if not person.emails and not person.number]
    by_name = queries.people_by_name({person.name for person in unnamed}) if unnamed else {}
    there = queries.present_people({key for keys in by_name.values() for key in keys}) if by_name else {}
    found: list[int | None] = []
    for person, place in rows:
        if person.number:
            found.append(numbered[person.number])
        elif person.emails:
            found.append(min((by_email[email] for email in person.emails if email in by_email), default=None))
        else:
            same = by_name.get(name_key(person.name), [])
            found.append(next((key for key in same if _agrees(person, place, there[key], source)), None))
    return found


def _agrees(person: Person, place: int | None, present: Present, source: str) -> bool:
    """Whether somebody of the same name is the same person: at the same organisation; else by address or source."""
    if place is not None:
        return any(at == place for at, _ in present.roles)
    return bool(_addresses([person]) & present.addresses) or present.contact.source == source


def _planned(
    person: Person,
    known: Present | None,
    place: int | None,
    terms: tuple[list[int], list[int]],
    agreed: Agreed | None,
) -> Planned:
    role = (place, person.said["role"]) if place is not None else None
    has = known or Present(None)
    return Planned(
        person,
        known,
        _changes(person, known) if known else {},
        [each for each in person.reached if (each.channel, address_key(each)) not in has.addresses],
        None if role in has.roles else role,
        sorted(set(terms[0]) - has.topics),
        sorted(set(terms[1]) - has.areas),
        agreed is not None and agreed.purpose not in has.said,
    )


def _changes(person: Person, known: Present) -> dict[str, Any]:
    """The columns that a row says otherwise; what it leaves empty stays, and who was closed is there again.

    A file that came from here says of closed ones too that they are there, so that it brings nobody back.
    """
    said = {
        "name": person.name,
        "language": person.said["language"],
        "format": person.format,
        "note": person.said["note"],
    }
    new = {name: value for name, value in said.items() if value and value != getattr(known.contact, name)}
    is_back = known.contact.closed_at is not None and not person.number
    return new | ({"closed_at": None} if is_back else {})


def first_channel(reached: Sequence[Reached]) -> Channel:
    """How somebody new is reached: by email where there is an address."""
    channels = [each.channel for each in reached]
    return Channel.EMAIL if Channel.EMAIL in channels or not channels else channels[0]
