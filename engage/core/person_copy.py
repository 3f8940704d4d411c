"""The copy of what is held of one person: a zip of pages to read and of the same as JSON, with the files beside it."""

import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from typing import IO, Any

from flask import current_app
from sqlalchemy import select

from engage.core import clock, files
from engage.core.database import db
from engage.core.files import StoredFile
from engage.core.i18n import local
from engage.core.person import Holding, Person
from engage.core.person_erasing import Line, held_of

AT_A_TIME = 200
STYLE = """body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
dl { border-top: 1px solid; padding-top: 1rem; }
dt { font-weight: 700; }
dd { margin: 0 0 0.75rem; white-space: pre-wrap; }
"""


def write_copy(person: Person, out: IO[bytes], *, by_staff: bool) -> list[Line]:
    """Write the zip row by row, inside a reading transaction; gives what it holds.

    One that the person asked for by herself leaves out what may speak of others: it says how much of it there is.
    """
    lines = held_of(person)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        given = [line for line in lines if by_staff or not line.holding.only_by_staff]
        names = _names(given)
        archive.writestr("style.css", STYLE)
        _write_page(
            archive,
            "index.html",
            "copies/index.html",
            person=person,
            made_at=clock.now(),
            given=[(line, name) for line, name in zip(given, names, strict=True)],
            left_out=[line for line in lines if line not in given],
        )
        for line, name in zip(given, names, strict=True):
            _write_holding(archive, line.holding, person, name)
    return lines


def _names(lines: list[Line]) -> list[str]:
    return [f"{place:02d}-{_slug(line.holding.title)}" for place, line in enumerate(lines, 1)]


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


def _write_holding(archive: zipfile.ZipFile, holding: Holding, person: Person, name: str) -> None:
    with archive.open(f"{name}.json", "w") as out:
        for place, facts in enumerate(_rows(holding, person)):
            out.write((",\n" if place else "[\n").encode() + json.dumps(facts, ensure_ascii=False).encode())
        out.write(b"\n]\n")
    _write_page(archive, f"{name}.html", "copies/subject.html", holding=holding, rows=_rows(holding, person))
    for stored in _files_of(holding, person):
        archive.write(files.location(stored), f"files/{stored.id}-{stored.name}")


def _write_page(archive: zipfile.ZipFile, name: str, template: str, **facts: Any) -> None:
    page = current_app.jinja_env.get_template(template)
    with archive.open(name, "w") as out:
        for piece in page.generate(site=current_app.config["SITE"], **facts):
            out.write(piece.encode())


def _rows(holding: Holding, person: Person) -> Iterator[dict[str, Any]]:
    """Each row under the headings of the copy, as values that JSON has; what is empty is left out."""
    order = list(holding.table.primary_key.columns)
    wanted = select(*holding.values).where(holding.whose(person)).order_by(*order)
    if holding.file is not None:
        wanted = wanted.add_columns(holding.table.c[holding.file])
    for row in db.session.execute(wanted.execution_options(yield_per=AT_A_TIME)):
        pairs = zip(holding.headings, row, strict=False)
        facts = {heading: _plain(value) for heading, value in pairs if value not in (None, "")}
        if holding.file is not None and row[-1] is not None:
            facts["File"] = f"Number {row[-1]} in the folder “files”"
        yield facts


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    return value if isinstance(value, bool | int | float | str) else str(value)


def _files_of(holding: Holding, person: Person) -> Iterator[StoredFile]:
    if holding.file is None:
        return
    ids = select(holding.table.c[holding.file]).where(holding.whose(person))
    for stored in db.session.scalars(select(StoredFile).where(StoredFile.id.in_(ids)).order_by(StoredFile.id)):
        if files.location(stored).exists():
            yield stored
