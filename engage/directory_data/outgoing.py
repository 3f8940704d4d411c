"""What the files of the directory hold: for each kind its columns, and its rows batch by batch behind a place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engage.core.making import Batch
from engage.directory.models import ListWhom
from engage.directory.queries.filtering import Filter, contacts_where, meant, organisations_where
from engage.directory_data import outgoing_contacts, outgoing_mailing, outgoing_organisations
from engage.directory_data.models import ExportAbout
from engage.directory_data.queries.incoming import terms
from engage.directory_data.queries.leaving import organisations_leaving
from engage.directory_data.queries.leaving_contacts import contacts_leaving
from engage.lists.queries.lists import Seen, filter_size, members_of_filter, with_reasons

AT_A_TIME = 500
COLUMNS: Mapping[ExportAbout, Mapping[str, str]] = {
    ExportAbout.ORGANISATIONS: outgoing_organisations.COLUMNS,
    ExportAbout.CONTACTS: outgoing_contacts.COLUMNS,
    ExportAbout.MAILING: outgoing_mailing.COLUMNS,
}
NEEDED: Mapping[ExportAbout, Collection[str]] = {ExportAbout.MAILING: outgoing_mailing.NEEDED}
_WHOM = {ExportAbout.ORGANISATIONS: ListWhom.ORGANISATIONS, ExportAbout.CONTACTS: ListWhom.CONTACTS}


def with_needed(about: ExportAbout, columns: Collection[str]) -> list[str]:
    """The columns of a file that are wanted, with those that it is never without, in its order."""
    return [name for name in COLUMNS[about] if name in columns or name in NEEDED.get(about, ())]


@dataclass(frozen=True)
class Wanted:
    """Which records leave: those that a filter means and the viewer may see."""

    about: ExportAbout
    filter: Filter
    whom: ListWhom = ListWhom.BOTH
    seen: Seen = ()

    def expected(self) -> int:
        """About how many rows there will be; people outside of the viewer's areas are counted too."""
        return filter_size(self.filter, _WHOM.get(self.about, self.whom))

    def next_batch(self, place: str) -> Batch | None:
        """The rows behind a place, to be read in one transaction; none at the end."""
        return _READERS[self.about](self, place)


def _organisations(wanted: Wanted, place: str) -> Batch | None:
    where = organisations_where(meant(wanted.filter))
    found = organisations_leaving(where, after=int(place or 0), limit=AT_A_TIME)
    return _batch(outgoing_organisations.rows_of(found))


def _contacts(wanted: Wanted, place: str) -> Batch | None:
    where = [*contacts_where(meant(wanted.filter)), *wanted.seen]
    found = contacts_leaving(where, after=int(place or 0), limit=AT_A_TIME)
    return _batch(outgoing_contacts.rows_of(found, terms()))


def _batch(rows: Sequence[tuple[int, Mapping[str, Any]]]) -> Batch | None:
    return Batch(str(rows[-1][0]), [cells for _, cells in rows]) if rows else None


def _mailing(wanted: Wanted, place: str) -> Batch | None:
    kind, _, key = place.partition(" ")
    after = (kind, int(key)) if key else None
    members = with_reasons(
        members_of_filter(wanted.filter, wanted.whom, after=after, limit=AT_A_TIME, seen=wanted.seen)
    )
    return Batch(f"{members[-1].kind} {members[-1].id}", outgoing_mailing.rows_of(members)) if members else None


_READERS = {
    ExportAbout.ORGANISATIONS: _organisations,
    ExportAbout.CONTACTS: _contacts,
    ExportAbout.MAILING: _mailing,
}
