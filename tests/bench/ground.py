"""A site with one long thread, on a real file with SQLite FULL, and a person who is signed in."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from engage.accounts import browsers
from engage.accounts.actions import add_account, grant_role
from engage.accounts.session import SignedIn, viewer_for
from engage.app import create_app
from engage.comments.actions import save_reason, set_thread
from engage.comments.models import Comment, CommentRevision, CommentState, ModerationMode, Thread
from engage.core import cache, clock
from engage.core.database import db, unit_of_work
from engage.core.migration import upgrade
from engage.core.permissions import VISITOR, Role
from engage.core.settings import Settings
from engage.core.text import RENDERER_VERSION, render_comment
from engage.demo.content import load_content
from engage.publishing.actions import create_plan, publish, save_page
from engage.publishing.models import PlanStatus
from engage.screening.models import DeskTerms
from engage.screening.queries import SCOPE

PEOPLE = 600
SECRET = "a-bench-secret-of-forty-characters-012345"


@dataclass
class Ground:
    """The site's data folder, its plan, and people who are signed in: the cookie and the form's token of each."""

    folder: Path
    environment: dict[str, str]
    path: str
    publication_id: int
    people: list[tuple[str, str]]
    app: Flask

    @property
    def cookie(self) -> str:
        """The session cookie of the first of the people."""
        return self.people[0][0]


@contextmanager
def ground(comments: int, **changes: object) -> Iterator[Ground]:
    """A fresh site whose plan has so many comments."""
    folder = Path(tempfile.mkdtemp(prefix="engage-bench-"))
    values = {"data_dir": folder, "secret_key": SECRET, "argon2_memory_kib": 64, "dev_mail": True, **changes}
    app = create_app(Settings(**values))
    try:
        with app.app_context():
            upgrade()
            publication_id, sessions = _fill(comments)
            db.session.remove()
            db.engine.dispose()
        environment = {f"ENGAGE_{name.upper()}": str(value) for name, value in values.items()}
        people = [_cookie(app, session_id) for session_id in sessions]
        yield Ground(folder, environment, "/plans/urgent-care/", publication_id, people, app)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(comments: int) -> tuple[int, list[str]]:
    with unit_of_work():
        account = add_account(VISITOR, email="editor@example.org", name="Ada Bench", confirmed=True)
        people = [
            add_account(VISITOR, email=f"reader{number}@example.org", name="Grace Bench", confirmed=True)
            for number in range(PEOPLE)
        ]
        grant_role(VISITOR, account=account, role=Role.EDITOR)
        editor = viewer_for(account)
        save_page(editor, slug="moderation-policy", title="Policy", body="Be kind.")
        save_reason(editor, key="rude", rule="1", label="Rude", text="It is rude.", revise="Say it kindly.")
        text = max(load_content().plans, key=lambda plan: len(plan.body))
        plan = create_plan(
            editor,
            title=text.title,
            slug="urgent-care",
            standfirst=text.standfirst,
            body=figures_out(text.body),
            status=PlanStatus.OPEN_FOR_COMMENT,
        )
        publish(editor, publication=plan)
        set_thread(editor, publication=plan, mode=ModerationMode.AFTER, is_open=True)
        _never_slow_down()
    with unit_of_work():
        _add_comments(plan.id, comments)
    with unit_of_work():
        sessions = [SignedIn(person, browsers.begin(person.id, "Firefox/140.0")).get_id() for person in people]
    return plan.id, sessions


def _never_slow_down() -> None:
    """What is measured is a flood, which would slow its thread down."""
    terms = DeskTerms.usual()
    terms.flood_source = terms.flood_thread = 0
    db.session.add(terms)
    cache.bump(SCOPE)


def _add_comments(publication_id: int, number: int) -> None:
    sayings = [(said.text, str(render_comment(said.text))) for said in load_content().comments]
    began = clock.now() - timedelta(days=100)
    rows = [_row(publication_id, place, began, *sayings[place * 7 % len(sayings)]) for place in range(1, number + 1)]
    if not rows:
        return
    first = (db.session.scalar(sa.select(sa.func.max(Comment.id))) or 0) + 1
    for place, row in enumerate(rows):
        row["id"] = first + place
        if place % 5 == 4:
            row["parent_id"] = row["root_id"] = first + place - 2
    for row in rows:
        row.setdefault("parent_id", None)
        row.setdefault("root_id", None)
    parents = {row["root_id"] for row in rows}
    for row in rows:
        row["reply_count"] = 1 if row["id"] in parents else 0
    db.session.execute(sa.insert(Comment), rows)
    wordings = [{"comment_id": row["id"], "number": 1, "body": row["body"], "at": row["created_at"]} for row in rows]
    db.session.execute(sa.insert(CommentRevision), wordings)
    db.session.execute(
        sa.update(Thread)
        .where(Thread.publication_id == publication_id)
        .values(last_number=number, published_count=number)
    )


def figures_out(body: str) -> str:
    """The body without its drawn pictures, whose addresses only the demonstration knows."""
    return "\n".join(line for line in body.split("\n") if "(picture:" not in line)


def _row(publication_id: int, place: int, began: datetime, body: str, html: str) -> dict:
    moment = began + timedelta(minutes=place)
    return {
        "publication_id": publication_id,
        "number": place,
        "name": f"Person {place}",
        "role_title": "Resident",
        "organisation_name": "",
        "quote": "",
        "body": body,
        "html": html,
        "renderer": RENDERER_VERSION,
        "body_revision": 1,
        "state": CommentState.PUBLISHED,
        "report_count": 0,
        "under_hidden": False,
        "origin": "bench",
        "created_at": moment,
        "submitted_at": moment,
        "published_at": moment,
    }


def _cookie(app: Flask, session_id: str) -> tuple[str, str]:
    """The session cookie of a person, and the token that her forms carry."""
    from flask import session
    from flask_wtf.csrf import generate_csrf

    with app.test_request_context():
        session.update({"_user_id": session_id, "_fresh": True})
        token = generate_csrf()
        signed = app.session_interface.get_signing_serializer(app).dumps(dict(session))
    return f"{app.config['SESSION_COOKIE_NAME']}={signed}", token
