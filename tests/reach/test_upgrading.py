"""What reach held before an upgrade it holds after it: refusals, who was told, and that figures are counted anew."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from alembic import command

from engage.core.database import UtcDateTime, db, unit_of_work
from engage.core.migration import configuration
from engage.core.permissions import VISITOR
from engage.directory.models import StakeholderKind
from engage.mail import queries, wordings
from engage.mail.actions import ensure_subscriber
from engage.mail.consents import Leave
from engage.mail.kinds import CONSULTATIONS
from engage.mail.models import Objection, Proof, Subscriber
from engage.mail.preferences import object_to
from engage.reach.models import About, ReachCount, Route, SubjectKind, Telling

BEFORE_OBJECTIONS, BEFORE_LETTERS = "0025", "0029"
DAY = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def go(site):
    """Go to a revision and back to the newest, with statements in between."""

    def _go(revision, statement):
        config = configuration(site)
        db.session.remove()
        db.engine.dispose()
        command.downgrade(config, revision)
        older = sa.create_engine(db.engine.url)
        with older.begin() as connection:
            connection.execute(statement)
        older.dispose()
        command.upgrade(config, "head")

    return _go


def test_who_refused_invitations_objects_to_mail_about_consultations(go):
    with unit_of_work():
        ensure_subscriber("known@people.example")
        leave = Leave(wordings.OBJECT, "/", Proof.LINK)
        object_to(
            VISITOR, subscriber=ensure_subscriber("objects@people.example"), kinds={CONSULTATIONS.key}, leave=leave
        )
    refused = ["known@people.example", "new@people.example", "objects@people.example"]
    table = sa.table("invitation_refusal", sa.column("email"), sa.column("at", UtcDateTime))
    go(BEFORE_OBJECTIONS, table.insert().values([{"email": email, "at": DAY} for email in refused]))
    assert all(queries.objects(email, CONSULTATIONS.key) for email in refused)
    kept = db.session.execute(sa.select(Subscriber.email, Objection.at).join(Objection)).all()
    assert len(kept) == len(refused)
    assert dict(kept)["new@people.example"] == DAY
    assert len(set(db.session.scalars(sa.select(Subscriber.key)))) == len(refused)


def test_who_was_told_by_mail_is_known_and_can_be_told_by_letter(go):
    told = {"about": About.PUBLICATION, "about_id": 1, "whom": StakeholderKind.CONTACT, "whom_id": 7, "at": DAY}
    with unit_of_work():
        db.session.add_all(Telling(**told, route=route) for route in Route)
        facts = {"at": DAY, "position": 3, "seconds": 0.1, "figures": "{}"}
        db.session.add(ReachCount(kind=SubjectKind.PLAN, subject_id=1, **facts))
    go(BEFORE_LETTERS, sa.delete(Telling).where(Telling.route == Route.DIGEST))
    assert set(db.session.scalars(sa.select(Telling.route))) == {Route.NOTICE, Route.NEWSLETTER}
    assert db.session.scalars(sa.select(ReachCount)).all() == []
    db.session.rollback()
    with unit_of_work():
        db.session.add(Telling(**told, route=Route.LETTER))
    if db.engine.dialect.name == "sqlite":
        made = db.session.scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = 'telling'"))
        assert "WITHOUT ROWID" in made
