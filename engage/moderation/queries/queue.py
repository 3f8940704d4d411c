"""What waits at the desk: one list by state, oldest first, within the areas that a moderator looks after."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, distinct, false, func, select, tuple_

from engage.comments.models import Comment, CommentState, Report, Thread
from engage.comments.rights import MODERATE
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.publishing.models import Publication, PublicationArea

Place = tuple[datetime, int]
NEVER_SEEN = (CommentState.UNCONFIRMED, CommentState.EXPIRED)


class QueueState(StrEnum):
    """The lists of the desk."""

    WAITING = "waiting"
    REPORTED = "reported"
    HIDDEN = "hidden"
    REJECTED = "rejected"

    @property
    def newest_first(self) -> bool:
        """Whether the list is a look back, not work to do."""
        return self in (QueueState.HIDDEN, QueueState.REJECTED)


class Kind(StrEnum):
    """Kinds of comments that a moderator may want to see by themselves."""

    COMMENT = "comment"
    REPLY = "reply"
    EDIT = "edit"
    GUEST = "guest"

    @property
    def label(self) -> str:
        """The kind as people read it."""
        return {"comment": "Comments", "reply": "Replies", "edit": "Changed wordings", "guest": "By guests"}[self.value]


@dataclass(frozen=True)
class Filter:
    """Which list, narrowed to what; `area_ids` is where the viewer may decide, None is everywhere."""

    state: QueueState = QueueState.WAITING
    publication_id: int | None = None
    kind: Kind | None = None
    area_ids: frozenset[int] | None = None

    @property
    def query(self) -> dict[str, Any]:
        """The filter as an address says it."""
        said = {"state": self.state.value, "publication": self.publication_id, "kind": self.kind and self.kind.value}
        return {name: value for name, value in said.items() if value is not None}


def access_item(viewer: Viewer, comment_id: int) -> Comment:
    """A comment that the viewer may decide about; 404 for one elsewhere, unconfirmed or missing alike."""
    found = access_items(viewer, [comment_id])
    if not found:
        abort(404)
    return found[0]


def access_items(viewer: Viewer, comment_ids: Collection[int]) -> Sequence[Comment]:
    """Those of the comments that the viewer may decide about, in the order in which their threads are locked."""
    return db.session.scalars(
        select(Comment)
        .where(
            Comment.id.in_(comment_ids),
            Comment.state.not_in(NEVER_SEEN),
            *within(Comment.publication_id, viewer.scope(MODERATE)),
        )
        .order_by(Comment.publication_id, Comment.id)
    ).all()


def within(publication_id: Any, area_ids: frozenset[int] | None) -> list[ColumnElement[bool]]:
    """The condition that a publication lies in one of the areas; none where everywhere is meant."""
    if area_ids is None:
        return []
    if not area_ids:
        return [false()]
    held = select(PublicationArea.publication_id).where(PublicationArea.area_id.in_(area_ids))
    return [publication_id.in_(held)]


def page_of_queue(wanted: Filter, *, after: Place | None = None, limit: int = 25) -> Sequence[tuple[Comment, datetime]]:
    """The comments of a list behind a place, each with the moment that orders it."""
    statement, since = _listed(wanted)
    if after is not None:
        place = tuple_(since, Comment.id)
        statement = statement.where(place < after if wanted.state.newest_first else place > after)
    order = (since.desc(), Comment.id.desc()) if wanted.state.newest_first else (since, Comment.id)
    return [(comment, moment) for comment, moment in db.session.execute(statement.order_by(*order).limit(limit))]


def place_of(wanted: Filter, comment: Comment) -> Place | None:
    """Where a comment stands in a list now; None if it is not in it."""
    statement, _ = _listed(wanted)
    found = db.session.execute(statement.where(Comment.id == comment.id)).first()
    return (found[1], comment.id) if found else None


def next_item(wanted: Filter, comment: Comment, place: Place | None) -> int | None:
    """The comment behind a place in a list, or the first of the list; never the one given."""
    for after in (place, None):
        for found, _ in page_of_queue(wanted, after=after, limit=2):
            if found.id != comment.id:
                return found.id
    return None


def _listed(wanted: Filter) -> tuple[Select[Comment, datetime], Any]:
    narrowed = [*within(Comment.publication_id, wanted.area_ids), *_of_kind(wanted.kind)]
    if wanted.publication_id is not None:
        narrowed.append(Comment.publication_id == wanted.publication_id)
    if wanted.state is QueueState.REPORTED:
        first = _first_reports()
        reported = select(Comment, first.c.since).join(first, first.c.comment_id == Comment.id)
        return reported.where(*narrowed), first.c.since
    if wanted.state is QueueState.WAITING:
        since: Any = Comment.waiting_since
        return select(Comment, since).where(since.is_not(None), *narrowed), since
    state = CommentState(wanted.state.value)
    looked_back = select(Comment, Comment.submitted_at).where(Comment.state == state, *narrowed)
    return looked_back, Comment.submitted_at


def _first_reports() -> Any:
    return (
        select(Report.comment_id, func.min(Report.at).label("since"))
        .where(Report.settled_at.is_(None))
        .group_by(Report.comment_id)
        .subquery()
    )


def _of_kind(kind: Kind | None) -> list[ColumnElement[bool]]:
    if kind is None:
        return []
    conditions: dict[Kind, list[ColumnElement[bool]]] = {
        Kind.COMMENT: [Comment.parent_id.is_(None), Comment.pending_revision.is_(None)],
        Kind.REPLY: [Comment.parent_id.is_not(None), Comment.pending_revision.is_(None)],
        Kind.EDIT: [Comment.pending_revision.is_not(None)],
        Kind.GUEST: [Comment.account_id.is_(None)],
    }
    return conditions[kind]


def counts(area_ids: frozenset[int] | None) -> dict[QueueState, int]:
    """How many comments wait and how many are reported, where the viewer may decide."""
    waiting = select(func.coalesce(func.sum(Thread.waiting_count), 0)).where(*within(Thread.publication_id, area_ids))
    reported = (
        select(func.count(distinct(Report.comment_id)))
        .join(Comment, Comment.id == Report.comment_id)
        .where(Report.settled_at.is_(None), *within(Comment.publication_id, area_ids))
    )
    row = db.session.execute(select(waiting.scalar_subquery(), reported.scalar_subquery())).one()
    return {QueueState.WAITING: row[0], QueueState.REPORTED: row[1]}


def publications_with_threads(area_ids: frozenset[int] | None, limit: int = 300) -> Sequence[tuple[int, str]]:
    """The publications on which somebody may comment or could once, by title: to choose one from."""
    rows = db.session.execute(
        select(Publication.id, Publication.title)
        .join(Thread, Thread.publication_id == Publication.id)
        .where(*within(Publication.id, area_ids))
        .order_by(Publication.title, Publication.id)
        .limit(limit)
    )
    return [(publication_id, title) for publication_id, title in rows]
