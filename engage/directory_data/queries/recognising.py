"""Which organisations the rows of a table are about."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from engage.core.database import db
from engage.directory.keys import name_key
from engage.directory.models import Organisation
from engage.directory_data.queries.incoming import organisations_called


class Told(Protocol):
    """A row: what it says by field, and what is wrong with it."""

    @property
    def said(self) -> Mapping[str, str]:
        """What it says, by field."""

    @property
    def number(self) -> int | None:
        """The number in the directory, where the row has one."""

    faults: list[str]


def recognised(rows: Sequence[Told]) -> list[int | None]:
    """The organisation of each row: by number, else its address here, a code or its name; none for one that is new.

    A number counts only where the name or the address on the site says so too. What cannot be told becomes a fault.
    """
    numbered = _numbered({row.number for row in rows if row.number})
    meant = organisations_called({word for row in rows for word in _words(row)})
    return [_found(row, numbered, meant) for row in rows]


def _numbered(numbers: Collection[int]) -> dict[int, tuple[int, set[str]]]:
    """The organisation of each number with the names by which it is that one; a double is read as the one kept."""
    named, kept = aliased(Organisation), aliased(Organisation)
    rows = db.session.execute(
        select(named.id, kept.id, named.name_key, named.slug, kept.name_key, kept.slug)
        .join(kept, kept.id == func.coalesce(named.merged_into_id, named.id))
        .where(named.id.in_(numbers))
    )
    return {row[0]: (row[1], set(row[2:])) for row in rows}


def _words(row: Told) -> list[str]:
    """By what a row can be known, what tells most first."""
    codes = [part.strip().partition(" ")[2] for part in row.said.get("codes", "").split(";")]
    return [word for word in (row.said.get("slug", ""), *codes, row.said.get("name", "")) if word]


def _found(row: Told, numbered: Mapping[int, tuple[int, set[str]]], meant: Mapping[str, Collection[int]]) -> int | None:
    if row.faults:
        return None
    if "number" in row.said:
        key, names = numbered.get(row.number or 0, (0, set[str]()))
        if not key:
            row.faults.append(f"no organisation in the directory has the number {row.said['number'][:20]}")
        elif not {name_key(row.said["name"]), row.said.get("slug", "")} & names:
            row.faults.append(f"the number {row.number} is that of another organisation")
        return key or None
    found = next((meant[word] for word in _words(row) if meant.get(word)), ())
    if len(found) > 1:
        row.faults.append(f"more than one organisation is called “{row.said['name'][:80]}”")
    return next(iter(found)) if len(found) == 1 else None
