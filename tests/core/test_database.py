"""Units of work: who may write when, and rows that are stored without a flush."""

import threading

import pytest
from sqlalchemy import select

from engage.core import clock
from engage.core.database import db, release, unit_of_work, wrote
from engage.core.jobs import Heartbeat
from engage.core.prepared import store
from engage.taxonomy.models import Topic
from tests.support.statements import counted


def add_topics(app, prefix: str) -> None:
    """Five topics, each in a unit of work of its own."""
    with app.app_context():
        for number in range(5):
            with unit_of_work():
                db.session.add(Topic(slug=f"{prefix}-{number}", name="Wards", description=""))


def test_threads_that_write_wait_for_each_other(site):
    threads = [threading.Thread(target=add_topics, args=(site, f"topic-{name}")) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(db.session.scalars(select(Topic.id).where(Topic.slug.like("topic-%"))).all()) == 30


def test_a_unit_of_work_that_fails_lets_the_next_thread_write(site):
    with pytest.raises(RuntimeError), unit_of_work():
        db.session.add(Topic(slug="lost", name="Lost", description=""))
        db.session.flush()
        raise RuntimeError
    thread = threading.Thread(target=add_topics, args=(site, "kept"))
    thread.start()
    thread.join(30)
    assert not thread.is_alive()
    assert db.session.scalars(select(Topic.slug).order_by(Topic.slug)).all() == [f"kept-{n}" for n in range(5)]


def test_a_stored_row_is_held_as_the_database_has_it(site):
    with unit_of_work(), counted() as statements:
        topic = Topic(slug="wards", name="Wards")
        store(topic)
        assert wrote(db.session())
        assert topic.id
        topic.name = "Wards and beds"
        store(Heartbeat(part="a part", at=clock.now()))
    assert len(statements) == 2, statements
    assert topic.description == ""
    db.session.expire_all()
    assert db.session.scalars(select(Topic).where(Topic.slug == "wards")).one() is topic
    assert topic.name == "Wards and beds"
    release()


def test_a_stored_row_goes_with_its_unit_of_work(site):
    with pytest.raises(RuntimeError), unit_of_work():
        store(Topic(slug="lost", name="Lost"))
        raise RuntimeError
    assert not db.session.scalars(select(Topic)).all()
