"""Taking in comments of another system, in batches that may be repeated.

What comes in stays covered, in no list and no count, until `arrange_imported` has put every reply below what it
answers; an import that dies half-way shows nothing and is completed by the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sqlalchemy import exists, func, insert, select, update
from sqlalchemy.orm import aliased

from engage.comments import queries, verbs
from engage.comments.actions.counting import recount
from engage.comments.actions.transitions import lock_thread
from engage.comments.exports import Exported
from engage.comments.models import Comment, CommentRevision, CommentState, Thread
from engage.core import cache, clock, ledger
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.text import RENDERER_VERSION, render_comment
from engage.publishing.models import Publication

ORIGIN = "import"


@dataclass(frozen=True)
class Origin:
    """The publication that comments stand on, and the name of where their ids come from."""

    publication: Publication
    source: str

    def key(self, theirs: str) -> str:
        """What one of their ids is called here; the same id from elsewhere is another comment."""
        return f"{ORIGIN}:{self.publication.id}:{quote(self.source, safe=' ')}:{theirs}"


@dataclass(frozen=True)
class Rendered:
    """An exported comment with its HTML, which takes too long to make while others wait to write."""

    exported: Exported
    html: str


@dataclass(frozen=True)
class Tally:
    """What became of rows."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.added + other.added, self.changed + other.changed, self.unchanged + other.unchanged)


def render_exported(rows: Sequence[Exported]) -> list[Rendered]:
    """Render a batch; needs no transaction."""
    return [Rendered(row, str(render_comment(row.body))) for row in rows]


def compare_import(origin: Origin, rows: Sequence[Exported]) -> Tally:
    """What an import of these rows would do."""
    known = _known(origin, rows)
    found = [known.get(row.key) for row in rows]
    same = sum(1 for row, old in zip(rows, found, strict=True) if old is not None and _is_same(row, old))
    there = sum(1 for old in found if old is not None)
    return Tally(len(rows) - there, there - same, same)


def import_comments(actor: Viewer, *, origin: Origin, rows: Sequence[Rendered]) -> Tally:
    """Add a batch of comments and change those that came before with other words; all of them still covered."""
    publication = origin.publication
    if db.session.get(Thread, publication.id) is None:
        db.session.add(queries.new_thread(publication.id))
    thread = lock_thread(publication.id)
    exported = [row.exported for row in rows]
    known = _known(origin, exported)
    tally = compare_import(origin, exported)
    fresh = {row.exported.key: row for row in rows if row.exported.key not in known}
    _add(origin, thread, list(fresh.values()))
    for row in rows:
        old = known.get(row.exported.key)
        if old is not None and not _is_same(row.exported, old):
            _change(old, row)
    if tally.added or tally.changed:
        ledger.record(
            verbs.COMMENTS_IMPORTED,
            subject_id=publication.id,
            actor_id=actor.account_id,
            added=tally.added,
            changed=tally.changed,
        )
    return tally


def link_imported(origin: Origin, rows: Sequence[Exported]) -> None:
    """Give the replies of a batch what they answer, now that all are there."""
    wanted = {origin.key(row.parent): row for row in rows if row.parent}
    keys = {origin.key(row.key) for row in rows if row.parent} | wanted.keys()
    found = db.session.execute(select(Comment.origin_key, Comment.id).where(Comment.origin_key.in_(keys)))
    ids = {key: comment_id for key, comment_id in found}  # noqa: C416 - a Row is not typed as a pair
    for row in rows:
        mine, above = ids.get(origin.key(row.key)), ids.get(origin.key(row.parent or ""))
        if mine is not None and above is not None and mine != above:
            db.session.execute(
                update(Comment).where(Comment.id == mine, Comment.parent_id.is_(None)).values(parent_id=above)
            )


def arrange_imported(publication: Publication) -> None:
    """Find the top comment of every reply, uncover what may be shown, and count."""
    thread = lock_thread(publication.id)
    above = aliased(Comment)
    mine = (Comment.publication_id == publication.id, Comment.origin == ORIGIN)
    settled = above.parent_id.is_(None) | above.root_id.is_not(None)
    root = select(above.root_id).where(above.id == Comment.parent_id).scalar_subquery()
    while _update(
        (*mine, Comment.parent_id.is_not(None), Comment.root_id.is_(None)),
        exists().where(above.id == Comment.parent_id, settled),
        root_id=func.coalesce(root, Comment.parent_id),
    ):
        pass
    _update((*mine, Comment.parent_id.is_not(None), Comment.root_id.is_(None)), None, parent_id=None)
    _update((*mine, Comment.parent_id.is_(None), Comment.under_hidden.is_(True)), None, under_hidden=False)
    stands = (above.state == CommentState.PUBLISHED) | (
        (above.state == CommentState.WITHDRAWN) & above.number.is_not(None)
    )
    shown = exists().where(above.id == Comment.parent_id, above.under_hidden.is_(False), stands)
    while _update((*mine, Comment.under_hidden.is_(True)), shown, under_hidden=False):
        pass
    recount(publication.id)
    cache.bump(thread.scope)


def _update(where: Sequence[Any], and_where: Any, **values: Any) -> int:
    statement = update(Comment).where(*where)
    if and_where is not None:
        statement = statement.where(and_where)
    done: Any = db.session.execute(statement.values(**values).execution_options(synchronize_session=False))
    return int(done.rowcount)


def _add(origin: Origin, thread: Thread, rows: Sequence[Rendered]) -> None:
    if not rows:
        return
    made = []
    for row in rows:
        number = None
        if row.exported.state in (CommentState.PUBLISHED, CommentState.WITHDRAWN):
            thread.last_number += 1
            number = thread.last_number
        made.append(_row(origin, row, number))
    ids = db.session.scalars(insert(Comment).returning(Comment.id, sort_by_parameter_order=True), made).all()
    wordings = [
        {"comment_id": comment_id, "number": 1, "body": row["body"], "at": row["created_at"]}
        for comment_id, row in zip(ids, made, strict=True)
    ]
    db.session.execute(insert(CommentRevision), wordings)


def _row(origin: Origin, row: Rendered, number: int | None) -> dict[str, Any]:
    exported = row.exported
    return {
        "publication_id": origin.publication.id,
        "number": number,
        "quote": exported.quote,
        "name": exported.name,
        "role_title": exported.role,
        "organisation_name": exported.organisation,
        "body": exported.body,
        "html": row.html,
        "renderer": RENDERER_VERSION,
        "state": exported.state,
        "under_hidden": True,
        "waiting_since": exported.at if exported.state is CommentState.WAITING else None,
        "origin": ORIGIN,
        "origin_key": origin.key(exported.key),
        "created_at": exported.at,
        "submitted_at": exported.at,
        "published_at": exported.at if number else None,
    }


def _change(comment: Comment, row: Rendered) -> None:
    number = queries.last_revision(comment.id) + 1
    db.session.add(CommentRevision(comment_id=comment.id, number=number, body=row.exported.body, at=clock.now()))
    comment.body, comment.html, comment.body_revision = row.exported.body, row.html, number
    comment.name, comment.edited_at = row.exported.name, clock.now()


def _known(origin: Origin, rows: Sequence[Exported]) -> dict[str, Comment]:
    keys = {origin.key(row.key): row.key for row in rows}
    found = db.session.scalars(select(Comment).where(Comment.origin_key.in_(keys)))
    return {keys[comment.origin_key]: comment for comment in found if comment.origin_key is not None}


def _is_same(row: Exported, comment: Comment) -> bool:
    return (row.body, row.name) == (comment.body, comment.name)
