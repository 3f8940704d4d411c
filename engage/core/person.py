"""What is held of one person: each feature says in its `person_data.py` which rows are theirs and what becomes of them.

A feature declares `holds(Holding(…))` for each table, `finds(…)` for further ways to know the person by, `erases(…)`
for what erasing takes beside emptying rows, and `hinders(…)` for what must be settled before. They are asked in the
order of the shelf, and every one of them can be repeated.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Table, false, func, or_

from engage.core.database import Base
from engage.core.permissions import Viewer

ERASED = "[erased]"


@dataclass(frozen=True)
class Person:
    """Who is meant: proven email addresses, full names, and the ids of what is theirs, by kind.

    `code` is what somebody without an address was given to come back by; it is only looked for, and kept nowhere.
    """

    emails: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    known: Mapping[str, frozenset[int]] = field(default_factory=dict)
    code: str = ""

    def ids(self, kind: str) -> list[int]:
        """The ids of what is theirs of a kind: account, contact, comment, submission …"""
        return sorted(self.known.get(kind, ()))

    def adding(self, kind: str, ids: Iterable[int]) -> "Person":
        """The same person, with more that is theirs."""
        found = self.known.get(kind, frozenset()) | frozenset(ids)
        return replace(self, known={**self.known, kind: found})

    def without(self, *kinds: str) -> "Person":
        """The same person, without what is theirs of these kinds."""
        return replace(self, known={kind: ids for kind, ids in self.known.items() if kind not in kinds})

    def named(self, names: Iterable[str | None]) -> "Person":
        """The same person under further names; what is not two words with capitals may be words of the language."""
        return replace(self, names=self.names | {" ".join(name.split()) for name in names if name and _is_full(name)})

    @property
    def words(self) -> list[str]:
        """What is blacked out wherever it stands in a text that is kept, the longest first."""
        return sorted(self.emails | self.names, key=lambda word: (-len(word), word))

    def as_json(self) -> str:
        """Everything as canonical JSON."""
        known = {kind: sorted(ids) for kind, ids in sorted(self.known.items())}
        return json.dumps({"emails": sorted(self.emails), "names": sorted(self.names), "known": known})

    @classmethod
    def from_json(cls, text: str) -> "Person":
        """The person that `as_json` wrote down."""
        read = json.loads(text)
        known = {kind: frozenset(ids) for kind, ids in read["known"].items()}
        return cls(frozenset(read["emails"]), frozenset(read["names"]), known)


class Fate(StrEnum):
    """What erasing a person makes of a row."""

    DELETED = "deleted"
    EMPTIED = "emptied"
    BLACKED_OUT = "blacked out"
    KEPT = "kept"

    @property
    def label(self) -> str:
        """The fate as people read it."""
        return {
            "deleted": "Deleted",
            "emptied": "Emptied; what stays names nobody",
            "blacked out": "Kept, with the name and the addresses blacked out",
            "kept": "Kept",
        }[self.value]


Whose = Callable[[Person], ColumnElement[bool]]
Shown = str | tuple[str, Any]


@dataclass(frozen=True)
class Holding:
    """What one table holds of a person.

    `whose` finds the rows. Every column that is declared as personal is given in a copy, but those in `unseen`, which
    says why not; `also` names further columns, or (heading, expression). When the person is erased, `empties` says
    what columns become, `blacks_out` in which texts the name and the addresses are blacked out, and `keeps` which
    columns stay as they are and why; a row that is deleted needs none of them. `why` ends a sentence that begins with
    what becomes of the rows. `file` is the column that leads to a stored file. What is `only_by_staff` may speak of
    others too: a person who asks for a copy by herself is told how much there is, and staff read it over first.
    """

    title: str
    model: type[Base]
    whose: Whose
    fate: Fate
    why: str
    also: Sequence[Shown] = ()
    unseen: Mapping[str, str] = field(default_factory=dict)
    empties: Mapping[str, Any] = field(default_factory=dict)
    blacks_out: Collection[str] = ()
    keeps: Mapping[str, str] = field(default_factory=dict)
    file: str | None = None
    only_by_staff: bool = False

    @property
    def table(self) -> Table:
        """The table."""
        found = self.model.__table__
        assert isinstance(found, Table)  # noqa: S101 - narrows
        return found

    @property
    def personal(self) -> list[str]:
        """The columns of the table that are declared as personal data."""
        return [column.name for column in self.table.columns if "personal" in column.info]

    @property
    def headings(self) -> list[str]:
        """The headings of what a copy gives of each row."""
        return [_words_of(each if isinstance(each, str) else each[0]) for each in self._given]

    @property
    def values(self) -> list[ColumnElement[Any]]:
        """What a copy gives of each row, under its headings."""
        return [self.table.c[each] if isinstance(each, str) else each[1] for each in self._given]

    @property
    def _given(self) -> list[Shown]:
        return [*self.also, *(name for name in self.personal if name not in self.unseen)]

    def untold(self) -> list[str]:
        """Personal columns of which a copy says nothing without a reason."""
        given = {each for each in self._given if isinstance(each, str)}
        return [name for name in self.personal if name not in given and name not in self.unseen]

    def forgotten(self) -> list[str]:
        """Personal columns of which nothing says what becomes of them when the person is erased."""
        if self.fate in (Fate.DELETED, Fate.KEPT):
            return []
        said = {*self.empties, *self.blacks_out, *self.keeps}
        return [name for name in self.personal if name not in said]


Finder = Callable[[Person], Person]
Hindrance = Callable[[Person], None]


@dataclass(frozen=True)
class Wish:
    """How somebody is to be erased; `withdraws` takes back the words of comments too, and not only the name."""

    withdraws: bool


Act = Callable[[Viewer, Person, Wish], bool]
Step = Holding | Act

_finders: list[Finder] = []
_hindrances: list[Hindrance] = []
_steps: list[Step] = []


def finds(finder: Finder) -> Finder:
    """Register a way to know more of a person."""
    _finders.append(finder)
    return finder


def hinders(hindrance: Hindrance) -> Hindrance:
    """Register what raises Refused when a person cannot be erased yet."""
    _hindrances.append(hindrance)
    return hindrance


def erases(act: Act) -> Act:
    """Register a step of erasing: it does a batch in the running unit of work, and says whether there is more to do."""
    _steps.append(act)
    return act


def holds(*holdings: Holding) -> None:
    """Register what tables hold; they are erased in this order, after the acts that were registered before."""
    _steps.extend(holdings)


def steps() -> list[Step]:
    """Everything that erasing takes, in order."""
    return list(_steps)


def holdings() -> list[Holding]:
    """What all tables hold, in order."""
    return [step for step in _steps if isinstance(step, Holding)]


def at_address(email: str) -> Person:
    """The person who has an email address, with everything by which the features know them."""
    return _known(Person(emails=frozenset({email.strip().lower()})))


def with_code(code: str) -> Person:
    """The person who was given a code, and nothing else of whom is known by it."""
    return _known(Person(code=code))


def _known(person: Person) -> Person:
    for finder in _finders:
        person = finder(person)
    return person


def check_erasable(person: Person) -> None:
    """Raise Refused when something must be settled first."""
    for hindrance in _hindrances:
        hindrance(person)


def one_of(column: Any, ids: Collection[Any]) -> ColumnElement[bool]:
    """The condition that a column is one of these; none of them when there are none."""
    found: ColumnElement[bool] = column.in_(list(ids))
    return found


def addressed(column: Any, person: Person) -> ColumnElement[bool]:
    """The condition that a column holds an address of the person, however it is written."""
    return func.lower(column).in_(sorted(person.emails))


def mentions(person: Person, *columns: Any) -> ColumnElement[bool]:
    """The condition that a text holds a name or an address of the person."""
    return or_(false(), *(column.icontains(word, autoescape=True) for column in columns for word in _forms(person)))


def nobody(_person: Person) -> ColumnElement[bool]:
    """The condition of rows that lead to no person, by design."""
    return false()


def _is_full(name: str) -> bool:
    return sum(part[0].isupper() for part in name.split()) >= 2


def _forms(person: Person) -> list[str]:
    """The words to look for, as they stand in texts and as JSON writes them."""
    return sorted({form for word in person.words for form in (word, json.dumps(word)[1:-1])})


def black_out(person: Person, text: str) -> str:
    """A text in which no name or address of the person can be read."""
    forms = sorted(_forms(person), key=len, reverse=True)
    if not forms:
        return text
    pattern = "|".join(re.escape(form) for form in forms)
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", ERASED, text, flags=re.IGNORECASE)


def _words_of(name: str) -> str:
    return name.replace("_", " ").strip().capitalize()
