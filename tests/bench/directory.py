"""The directory at its full size: taking a register in, the list and its filters, and finding doubles."""

import csv
import gc
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import insert

from engage.app import create_app
from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.core.memory import collector_at_rest
from engage.core.migration import upgrade
from engage.core.settings import Settings
from engage.directory.models import (
    Channel,
    Contact,
    ContactAddress,
    ContactRole,
    ContactWord,
    Format,
)
from engage.directory_data.register_work import Wishes, take_register
from tests.bench import directory_reach
from tests.bench.measure import Figure, compare
from tests.support.accounts import make_account
from tests.support.page_client import PageClient

ROWS, ORGANISATIONS, CONTACTS, FEW = 13_000, 50_000, 500_000, 1_000
ROUNDS, VISITS, BATCH = 3, 15, 20_000
PLACES = ("ASHBY", "MOOR", "DALE", "OXMERE", "HALLOWBY", "TARNWICK", "PENNER", "MARLCROSS")
KINDS = ("SURGERY", "HEALTH CENTRE", "MEDICAL PRACTICE", "CLINIC")
FILTERED = "?q=ashby&kind=gp-practice&standing=open"


def run(scale: float) -> list[Figure]:
    """Measure it all."""
    taken, bare = zip(*(_import_and_bare(max(200, int(ROWS * scale))) for _ in range(ROUNDS)), strict=True)
    found = [
        compare("import: rows a second against csv and executemany", list(taken), list(bare), bar=0.15, unit="rows/s")
    ]
    with TemporaryDirectory() as small, TemporaryDirectory() as large:
        few, _ = _visits(Path(small), max(100, int(FEW * scale)), max(1_000, int(FEW * 10 * scale)))
        many, statements = _visits(Path(large), int(ORGANISATIONS * scale), int(CONTACTS * scale))
    for name in few:
        found.append(Figure(f"{name}: first page", many[name] * 1000, "ms", few[name] * 1000, 2.0, at_most=True))
    for name, count in statements.items():
        found.append(Figure(f"{name}: statements", count, "statements", 15, 1.0, at_most=True))
    return found


def _lines(count: int) -> Iterator[list[str]]:
    for number in range(count):
        place, kind = PLACES[number % len(PLACES)], KINDS[number % len(KINDS)]
        parent = f"A{number - number % 50:05}" if number % 50 else ""
        address = [f"{number} HIGH STREET", place, "", "NORTH VALE", "", f"AB{number % 90} {number % 9}CD"]
        head = [f"A{number:05}", f"THE {place} {kind} {number // 32}", "Y62", "QOP", *address]
        belongs = [parent, "20130401", "", f"01632 {number:06}"]
        yield [*head, "20120401", "", "A", "", *belongs, *[""] * 3, "0", *[""] * 3, "4", ""]


def _written(folder: Path, count: int) -> Path:
    path = folder / "epraccur.csv"
    with path.open("w", newline="") as out:
        csv.writer(out, quoting=csv.QUOTE_ALL).writerows(_lines(count))
    return path


def _import_and_bare(count: int) -> tuple[float, float]:
    """Rows a second of an import and of the same rows into bare tables; the second import must write nothing."""
    with TemporaryDirectory() as folder:
        path = _written(Path(folder), count)
        app = _app(Path(folder))
        with app.app_context():
            gc.collect()
            begun = time.perf_counter()
            report = take_register(path, Wishes())
            spent = time.perf_counter() - begun
            assert report.tally.added == count, report
            again = take_register(path, Wishes())
            assert again.tally.unchanged == count
            assert not again.tally.wrote
            db.engine.dispose()
        return count / spent, count / _bare(path, Path(folder) / "bare.sqlite")


@collector_at_rest()
def _bare(path: Path, database: Path) -> float:
    """Seconds for the bare rows; the collector rests as it does for the import, or they would pay for the whole app."""
    raw = sqlite3.connect(database)
    raw.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE organisation"
        "(id INTEGER PRIMARY KEY, name TEXT, status TEXT, opened TEXT, closed TEXT, phone TEXT);"
        "CREATE TABLE code (organisation INTEGER, code TEXT UNIQUE, parent TEXT);"
        "CREATE TABLE address (id INTEGER PRIMARY KEY, organisation INTEGER, lines TEXT, postcode TEXT)"
    )
    begun = time.perf_counter()
    with path.open(newline="") as opened:
        rows = list(enumerate(csv.reader(opened), 1))
    told = [(key, row[1], row[12], row[10], row[11], row[17]) for key, row in rows]
    raw.executemany("INSERT INTO organisation VALUES (?, ?, ?, ?, ?, ?)", told)
    raw.executemany("INSERT INTO code VALUES (?, ?, ?)", [(key, row[0], row[14]) for key, row in rows])
    addresses = [(key, "\n".join(row[4:9]), row[9]) for key, row in rows]
    raw.executemany("INSERT INTO address (organisation, lines, postcode) VALUES (?, ?, ?)", addresses)
    raw.commit()
    spent = time.perf_counter() - begun
    raw.close()
    return spent


def _app(folder: Path) -> Flask:
    app = create_app(Settings(data_dir=folder, argon2_memory_kib=64))
    with app.app_context():
        upgrade()
    return app


def _visits(folder: Path, organisations: int, contacts: int) -> tuple[dict[str, float], dict[str, int]]:
    """Seconds and statements of the first pages of a directory of a size."""
    app = _app(folder)
    with app.app_context():
        take_register(_written(folder, organisations), Wishes())
        _people(contacts, organisations)
        client = PageClient(app).sign_in(make_account(roles=["officer"]))
        paths = {
            "list": "/staff/directory/organisations/",
            "list by three": f"/staff/directory/organisations/{FILTERED}",
            "people": "/staff/directory/contacts/",
            **directory_reach.lay(organisations, contacts),
        }
        seconds = {name: _seconds(client, path) for name, path in paths.items()}
        statements = {name: len(client.get(path).statements) for name, path in paths.items()}
        seconds["doubles of one"] = _seconds(client, "/staff/directory/organisations/1/doubles/")
        db.session.remove()
        db.engine.dispose()
    return seconds, statements


def _seconds(client: PageClient, path: str) -> float:
    taken = []
    for _ in range(VISITS):
        begun = time.perf_counter()
        assert client.http.get(path).status_code == 200
        taken.append(time.perf_counter() - begun)
    return median(taken)


def _people(count: int, organisations: int) -> None:
    for first in range(1, count + 1, BATCH):
        keys = range(first, min(first + BATCH, count + 1))
        with unit_of_work():
            db.session.execute(insert(Contact), [_contact(key) for key in keys])
            words = [(f"person{key % 5000}", key) for key in keys]
            db.session.execute(insert(ContactWord), [{"word": word, "contact_id": key} for word, key in words])
            db.session.execute(insert(ContactAddress), [_address(key) for key in keys])
            roles = [{"contact_id": key, "organisation_id": 1 + key % organisations, "title": "Member"} for key in keys]
            db.session.execute(insert(ContactRole), roles)


def _contact(key: int) -> dict[str, object]:
    name = f"Person{key % 5000} {key}"
    facts = {"channel": Channel.EMAIL, "language": "en", "format": Format.STANDARD, "note": "", "source": ""}
    return {"id": key, "name": name, "name_key": name.lower(), "added_at": clock.now(), **facts}


def _address(key: int) -> dict[str, object]:
    email = f"p{key}@people.example"
    return {"contact_id": key, "channel": Channel.EMAIL, "value": email, "key": email, "rank": 0}
