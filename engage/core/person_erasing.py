"""Erasing one person, step by step, in the running unit of work; a step that is repeated finds nothing left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update

from engage.core import files
from engage.core.database import db
from engage.core.files import StoredFile
from engage.core.permissions import Viewer
from engage.core.person import Fate, Holding, Person, Step, Wish, black_out, holdings, mentions

BATCH = 200


@dataclass(frozen=True)
class Line:
    """What one table holds of a person: how many rows, what becomes of them, and why."""

    holding: Holding
    number: int

    @property
    def says(self) -> str:
        """What becomes of them, as a sentence."""
        return f"{self.holding.fate.label}: {self.holding.why}."


def held_of(person: Person) -> list[Line]:
    """What is held of a person, table by table; those that hold nothing are left out."""
    counts = [select(func.count()).select_from(each.table).where(each.whose(person)) for each in holdings()]
    numbers = db.session.execute(select(*(each.scalar_subquery() for each in counts))).one()
    return [Line(each, number) for each, number in zip(holdings(), numbers, strict=True) if number]


def take(actor: Viewer, step: Step, person: Person, wish: Wish) -> bool:
    """Do a batch of a step in the running unit of work; whether there is more of it to do."""
    if not isinstance(step, Holding):
        return step(actor, person, wish)
    more = _DO[step.fate](step, person)
    db.session.expire_all()
    return more


def _delete(holding: Holding, person: Person) -> bool:
    keys = list(holding.table.primary_key.columns)
    rows = db.session.execute(select(*keys).where(holding.whose(person)).limit(BATCH)).all()
    stored = _files(holding, rows)
    for row in rows:
        db.session.execute(delete(holding.table).where(_is(keys, row)))
    for each in stored:
        files.forget(each)
    return len(rows) == BATCH


def _files(holding: Holding, rows: Sequence[Any]) -> Sequence[StoredFile]:
    if holding.file is None or not rows:
        return []
    keys = list(holding.table.primary_key.columns)
    ids = select(holding.table.c[holding.file]).where(or_(*(_is(keys, row) for row in rows)))
    return db.session.scalars(select(StoredFile).where(StoredFile.id.in_(ids))).all()


def _empty(holding: Holding, person: Person) -> bool:
    """Set the columns of all rows at once: they are one person's, and the database keeps the order."""
    if holding.blacks_out:
        _black_out_rows(holding, person)
    if not holding.empties:
        return False
    columns = holding.table.c
    left = or_(*(columns[name].is_distinct_from(value) for name, value in holding.empties.items()))
    db.session.execute(update(holding.table).where(holding.whose(person), left).values(dict(holding.empties)))
    return False


def _black_out(holding: Holding, person: Person) -> bool:
    _black_out_rows(holding, person)
    return False


def _black_out_rows(holding: Holding, person: Person) -> None:
    keys = list(holding.table.primary_key.columns)
    texts = [holding.table.c[name] for name in holding.blacks_out]
    wanted = select(*keys, *texts).where(holding.whose(person), mentions(person, *texts))
    for row in db.session.execute(wanted).all():
        new = {
            column.name: black_out(person, said)
            for column, said in zip(texts, row[len(keys) :], strict=True)
            if said is not None
        }
        db.session.execute(update(holding.table).where(_is(keys, row)).values(new))


def _keep(_holding: Holding, _person: Person) -> bool:
    return False


def _is(keys: Sequence[ColumnElement[Any]], row: Sequence[Any]) -> ColumnElement[bool]:
    return and_(*(key == value for key, value in zip(keys, row, strict=False)))


_DO = {Fate.DELETED: _delete, Fate.EMPTIED: _empty, Fate.BLACKED_OUT: _black_out, Fate.KEPT: _keep}
