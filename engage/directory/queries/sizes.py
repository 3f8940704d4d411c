"""How many each of many filters means: counted up to a bound, in as many statements for all as for one."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select

from engage.core.database import db
from engage.directory.models import Contact, ListWhom, Organisation
from engage.directory.queries.filtering import Filter, contacts_where, meaning, organisations_where
from engage.directory.queries.narrowing import are_few

MOST_COUNTED = 10_000
Seen = Sequence[ColumnElement[bool]]


class _Few:
    """Hears of the parts of all filters first, asks once, and answers when the filters are said again."""

    def __init__(self) -> None:
        self._wanted: list[Select[Any]] = []
        self._answers: Iterator[bool] | None = None

    def __call__(self, parts: Sequence[Select[Any]]) -> Sequence[bool]:
        if self._answers is None:
            self._wanted += parts
            return [False] * len(parts)
        return [next(self._answers) for _ in parts]

    def ask(self) -> None:
        self._answers = iter(are_few(self._wanted))


def size_of(wanted: Filter, whom: ListWhom, *, seen: Seen = ()) -> int:
    """How many a filter means now, counted in the same way."""
    return sizes([(wanted, whom)], seen)[0]


def sizes(filters: Sequence[tuple[Filter, ListWhom]], seen: Seen) -> Sequence[int]:
    """How many each filter means now."""
    few = _Few()
    for wanted, whom in filters:
        _size(wanted, whom, seen, few)
    few.ask()
    sizes = [_size(*each, seen, few).label(f"filter_{place}") for place, each in enumerate(filters)]
    return db.session.execute(select(*sizes)).one()


def _size(filter_: Filter, whom: ListWhom, seen: Seen, few: _Few) -> ColumnElement[int]:
    wanted, total = meaning(filter_), literal(0)
    if whom is not ListWhom.CONTACTS:
        total += _count(select(Organisation.id).where(*organisations_where(wanted, few)))
    if whom is not ListWhom.ORGANISATIONS:
        total += _count(select(Contact.id).where(*contacts_where(wanted, few), *seen))
    return total


def _count(rows: Select[Any]) -> Any:
    return select(func.count()).select_from(rows.limit(MOST_COUNTED + 1).subquery()).scalar_subquery()
