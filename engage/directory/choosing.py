"""Choosing an organisation in a form: from one box while the directory is short, else from those at hand or by name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from wtforms import SelectChoice, SelectField, StringField

from engage.core.errors import Refused
from engage.core.text import clean_line
from engage.directory import queries
from engage.directory.models import Organisation
from engage.directory.queries.succession import coded
from engage.directory.schemes import SCHEMES

FITS = 100
FOUND = 12
NOT_THERE = "No organisation of the directory has this in its name."
SEVERAL = "More than one organisation has this in its name. Choose it in the list of organisations, or enter all of it."


@dataclass(frozen=True)
class Hand:
    """The organisations that stand in a box without being looked for, and whether they are all that there are."""

    rows: Sequence[Organisation]
    is_whole: bool

    def fill(self, box: SelectField, named: StringField, *, none: str) -> None:
        """Put them into a box, behind those that the name beside it finds."""
        first = _found(named)
        known = {row.id for row in first}
        rows = [*first, *(row for row in self.rows if row.id not in known)]
        box.choices = [SelectChoice(0, none), *(SelectChoice(row.id, row.name) for row in rows)]


def at_hand(ids: Collection[int]) -> Hand:
    """The whole directory, if it fits into one box; else the organisations of these ids."""
    found = queries.organisations(limit=FITS + 1)
    return Hand(found, True) if len(found) <= FITS else Hand(queries.organisations_by_id(ids), False)


def settle(box: SelectField, named: StringField) -> None:
    """Let the box hold the organisation that the name finds; refuses a name that finds none, or several."""
    found = _found(named)
    if not clean_line(named.data or "") or box.data in [row.id for row in found]:
        return
    if len(found) != 1:
        named.errors = [SEVERAL if found else NOT_THERE]
        raise Refused(named.errors[0])
    box.data = found[0].id


def meant(said: str, field: str) -> Organisation:
    """The one organisation of an address on this site, a code or a name; refuses what means none, or several."""
    words = clean_line(said)[:200]
    found = queries.organisation_by_slug(words.strip("/").rpartition("/")[2])
    if found is not None:
        return found
    scheme, _, code = words.partition(" ")
    known = coded(code if scheme.lower() in SCHEMES else words)
    rows = [each.organisation for each in known] or queries.organisations_named(words, FOUND)
    if len(rows) != 1:
        raise Refused((SEVERAL if rows else f"No organisation has the name, the code or the address {words}."), field)
    return rows[0]


def _found(named: StringField) -> Sequence[Organisation]:
    words = clean_line(named.data or "")[:200]
    return queries.organisations_named(words, FOUND) if words else []
