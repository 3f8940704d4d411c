"""The ledger: exact facts, gap-free seals, cursors, and a chain that tells where it was broken."""

import json

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from engage.core import ledger
from engage.core.database import db, reading, unit_of_work
from engage.directory_data.verbs import REGISTER_TAKEN_IN
from engage.taxonomy.verbs import TOPIC_ADDED


def record(*slugs):
    with unit_of_work():
        for number, slug in enumerate(slugs, 1):
            ledger.record(TOPIC_ADDED, subject_id=number, actor_id=None, slug=slug)


def seal():
    with unit_of_work():
        return ledger.seal()


def test_an_entry_carries_exactly_the_declared_facts(site):
    with unit_of_work(), pytest.raises(ledger.UndeclaredFact):
        ledger.record(TOPIC_ADDED, subject_id=1, actor_id=None, slug="a", colour="red")
    with unit_of_work(), pytest.raises(ledger.UndeclaredFact):
        ledger.record(TOPIC_ADDED, subject_id=1, actor_id=None)
    with unit_of_work(), pytest.raises(ledger.UndeclaredFact):
        ledger.record(TOPIC_ADDED, subject_id=1, actor_id=None, slug=7)


def test_a_fact_holds_nothing_within_it():
    with pytest.raises(ledger.UndeclaredFact):
        ledger.declare("thing.weighed", subject="thing", says="Weighed.", weights=list)


WORST = ("", "}\n{", '"', "\\n", "\n", "\r\n", "\u2028", '}\n{"slug":"b"', "é\x00\x1f", "null", "🏥")


def test_many_entries_are_written_as_each_alone_would_be(site):
    facts = [{"added": number, "changed": None, "closed": -number} for number in range(30)]
    with unit_of_work():
        told = [ledger.event(REGISTER_TAKEN_IN, subject_id=1, actor_id=None, **each) for each in facts]
        told += [ledger.event(TOPIC_ADDED, subject_id=1, actor_id=None, slug=text) for text in WORST]
        ledger.record_all(told)
        for each in told:
            ledger.record_all([each])
    with reading():
        written = db.session.scalars(sa.select(ledger.Entry.facts).order_by(ledger.Entry.id)).all()
    assert written[: len(told)] == written[len(told) :]
    assert [json.loads(text)["slug"] for text in written[30 : len(told)]] == list(WORST)


def test_a_rolled_back_unit_leaves_no_entry(site):
    with pytest.raises(ZeroDivisionError), unit_of_work():
        ledger.record(TOPIC_ADDED, subject_id=1, actor_id=None, slug="a")
        _ = 1 / 0
    assert seal() == 0


def test_seals_are_gap_free_and_readers_see_each_entry_once(site):
    record("one", "two")
    assert ledger.read("reader", verbs=[TOPIC_ADDED]) == []
    assert seal() == 2
    first = ledger.read("reader", verbs=[TOPIC_ADDED])
    assert [(s.position, s.entry.values) for s in first] == [(1, {"slug": "one"}), (2, {"slug": "two"})]
    with unit_of_work():
        ledger.advance("reader", 2)
    record("three")
    seal()
    assert [s.position for s in ledger.read("reader", verbs=[TOPIC_ADDED])] == [3]
    verdict = ledger.verify()
    assert (verdict.sealed, verdict.unsealed, verdict.fault) == (3, 0, None)


def test_the_database_itself_refuses_a_change(site):
    record("one")
    seal()
    for statement in ("UPDATE ledger_entry SET verb = 'x'", "DELETE FROM ledger_seal"):
        with pytest.raises(DatabaseError, match="append-only"), unit_of_work():
            db.session.execute(sa.text(statement))


def test_verification_names_the_first_entry_that_was_changed(site):
    record("one", "two", "three")
    seal()
    with unit_of_work():
        disarm()
        db.session.execute(sa.text('UPDATE ledger_entry SET facts = \'{"slug":"lie"}\' WHERE id = 2'))
    verdict = ledger.verify()
    assert verdict.sealed == 1
    assert verdict.fault == "entry 2 at position 2 was changed"
    with unit_of_work():
        arm()


def disarm():
    """Do what somebody with the keys of the database could do."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("ALTER TABLE ledger_entry DISABLE TRIGGER ALL"))
    else:
        db.session.execute(sa.text("DROP TRIGGER ledger_entry_no_update"))


def arm():
    """Put the trigger back where the database outlives the test."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(sa.text("ALTER TABLE ledger_entry ENABLE TRIGGER ALL"))
