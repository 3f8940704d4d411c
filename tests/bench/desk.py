"""The ground of the moderators' benchmark: millions of comments by bare SQL, and as many waiting as asked."""

import sqlite3
from contextlib import contextmanager

from engage.accounts.actions import grant_role
from engage.accounts.models import Account
from engage.accounts.session import viewer_for
from engage.comments.actions import set_thread
from engage.comments.models import ModerationMode
from engage.core.database import db, unit_of_work
from engage.core.permissions import VISITOR, Role
from engage.publishing.actions import create_plan, publish
from engage.publishing.models import PlanStatus
from tests.bench.ground import Ground

PLANS = 20
WRITERS = 20_000
WORDS = (
    "I have used this service for years and it was good to me, but the bus stops at six and after that there is no way "
    "home for us who do not drive. Please think of the evening, and of those who come with children. "
)


def fill(site: Ground, comments: int) -> int:
    """Write so many published comments on twenty plans, by twenty thousand people; give the moderator's id."""
    moderator_id = _people_and_plans(site)
    with _bare(site) as raw:
        indices = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'comment' AND sql IS NOT NULL"
        ).fetchall()
        for name, _ in indices:
            raw.execute(f'DROP INDEX "{name}"')
        _write(raw, comments)
        for _, made in indices:
            raw.execute(made)
    return moderator_id


def _people_and_plans(site: Ground) -> int:
    with site.app.app_context():
        with unit_of_work():
            moderator = db.session.query(Account).filter_by(email="reader0@example.org").one()
            grant_role(VISITOR, account=moderator, role=Role.MODERATOR)
            grant_role(VISITOR, account=moderator, role=Role.EDITOR)
            editor = viewer_for(moderator)
            for number in range(PLANS - 1):
                plan = create_plan(
                    editor,
                    title=f"Plan {number}",
                    slug=f"plan-{number}",
                    standfirst="A plan.",
                    body="A first paragraph.\n\nA second one.",
                    status=PlanStatus.OPEN_FOR_COMMENT,
                )
                publish(editor, publication=plan)
                set_thread(editor, publication=plan, mode=ModerationMode.BEFORE, is_open=True)
        moderator_id = moderator.id
        db.session.remove()
        db.engine.dispose()
    return moderator_id


@contextmanager
def _bare(site: Ground):
    raw = sqlite3.connect(site.folder / "engage.sqlite", isolation_level=None)
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("PRAGMA cache_size=-200000")
    raw.execute("BEGIN IMMEDIATE")
    try:
        yield raw
        raw.execute("COMMIT")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()


def _write(raw: sqlite3.Connection, comments: int) -> None:
    count = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
    raw.execute(
        "INSERT INTO account (id, email, name, role_title, organisation_name, session_epoch, password_hash,"  # noqa: S608 - no value
        " created_at, confirmed_at)"
        f" {count} SELECT 100000 + i, 'writer' || i || '@example.org', 'Writer ' || i, '', '', 0, '',"
        " '2026-01-01 00:00:00.000000', '2026-01-01 00:00:00.000000' FROM n",
        (WRITERS,),
    )
    plans = [row[0] for row in raw.execute("SELECT publication_id FROM thread ORDER BY publication_id")]
    raw.execute("CREATE TEMP TABLE place (n INTEGER PRIMARY KEY, publication_id INTEGER)")
    raw.executemany("INSERT INTO place VALUES (?, ?)", enumerate(plans))
    moment = "strftime('%Y-%m-%d %H:%M:%f000', '2026-01-01', '+' || (i * 10) || ' seconds')"
    above = f"CASE WHEN i % 5 = 4 AND i > {len(plans)} THEN i - {len(plans)} END"
    raw.execute(
        "INSERT INTO comment (id, publication_id, number, quote, account_id, name, role_title, organisation_name, body,"  # noqa: S608 - no value
        " html, renderer, body_revision, parent_id, root_id, under_hidden, state, reply_count, report_count,"
        f" origin, likeness, created_at, submitted_at, published_at) {count}"
        f" SELECT i, place.publication_id, (i - 1) / {len(plans)} + 1, '', 100001 + i % {WRITERS}, 'Writer ' || i,"
        f" 'Resident', '', ? || i, '<p>' || ? || i || '</p>', 1, 1, {above}, {above}, 0, 'published', 0, 0, 'web',"
        f" CASE WHEN i % 10 = 0 THEN i / 1000 ELSE 1000000000 + i END, {moment}, {moment}, {moment}"
        f" FROM n JOIN place ON place.n = (i - 1) % {len(plans)}",
        (comments, WORDS, WORDS),
    )
    raw.execute(
        "INSERT INTO comment_revision (comment_id, number, body, at) SELECT id, 1, body, created_at FROM comment"
    )
    _count(raw)


def let_wait(site: Ground, number: int, comments: int) -> None:
    """Of so many comments let a number wait, spread over all of them."""
    step = max(1, comments // number)
    # An odd step, so that it meets comments of all plans, and replies too.
    step -= step > 1 and step % 2 == 0
    with _bare(site) as raw:
        chosen = f"id % {step} = 0 AND state = 'published' AND id <= {step * number}"
        raw.execute(
            f"UPDATE comment SET state = 'waiting', number = NULL, published_at = NULL, waiting_since = submitted_at "  # noqa: S608 - numbers
            f"WHERE {chosen}"
        )
        raw.execute("DELETE FROM comment_waiting")
        raw.execute(
            "INSERT INTO comment_waiting (comment_id, kind, publication_id, revision, since, language, held, likeness)"
            " SELECT id, CASE WHEN parent_id IS NULL THEN 'comment' ELSE 'reply' END, publication_id, 1, waiting_since,"
            " 'en', '', likeness FROM comment"
            " WHERE waiting_since IS NOT NULL"
        )
        _count(raw)


def _count(raw: sqlite3.Connection) -> None:
    raw.execute("DELETE FROM comment_waiting_count")
    raw.execute(
        "INSERT INTO comment_waiting_count (publication_id, kind, number)"
        " SELECT publication_id, kind, count(*) FROM comment_waiting GROUP BY publication_id, kind"
    )
    raw.execute(
        "UPDATE thread SET waiting_count = found.waits, published_count = found.shown, last_number = found.last"
        " FROM (SELECT publication_id, count(waiting_since) AS waits, sum(state = 'published') AS shown,"
        " coalesce(max(number), 0) AS last FROM comment GROUP BY publication_id) AS found"
        " WHERE found.publication_id = thread.publication_id"
    )


def forget_waiting(site: Ground) -> None:
    """Let all that waits be published again."""
    with _bare(site) as raw:
        raw.execute(
            "UPDATE comment SET state = 'published', published_at = submitted_at, waiting_since = NULL,"
            " number = 100000000 + id WHERE waiting_since IS NOT NULL"
        )
        raw.execute("DELETE FROM comment_waiting")
        _count(raw)
