"""Comments as a page shows them: about fifty by key, replies counted, in few statements however many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from flask import abort
from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, bindparam, select, tuple_, union_all
from sqlalchemy.orm import aliased

from engage.comments.below import Below, replies_below
from engage.comments.models import Comment, CommentState, Reason
from engage.core import text
from engage.core.database import db
from engage.directory.models import Organisation

PAGE = 50
REPLIES_SHOWN = 3


class Sort(StrEnum):
    """In which order comments are listed."""

    OLDEST = "oldest"
    NEWEST = "newest"
    DISCUSSED = "discussed"


@dataclass(frozen=True)
class Shown:
    """A comment or the stub of one, as templates show it."""

    id: int
    root_id: int | None
    parent_id: int | None
    number: int
    state: CommentState
    name: str
    role: str
    organisation: str
    at: datetime
    edited_at: datetime | None
    html: Markup
    official: bool
    anchor: str | None
    quote: str
    answers: int | None
    reply_count: int
    reason: str
    replies: tuple["Shown", ...] = ()
    has_more_replies: bool = False
    replies_not_shown: int = 0

    @property
    def is_stub(self) -> bool:
        """Whether only its number and why it went are left."""
        return self.state is not CommentState.PUBLISHED

    @property
    def speaks_as(self) -> str:
        """The role and the organisation of its writer, as far as they are given."""
        return ", ".join(filter(None, (self.role, self.organisation)))

    @property
    def covers(self) -> bool:
        """Whether the replies to it are not shown; those to a withdrawn one are."""
        return self.is_stub and self.state is not CommentState.WITHDRAWN


@dataclass(frozen=True)
class ShownPage:
    """One page of comments; `after` names the last one when there are more."""

    comments: tuple[Shown, ...]
    after: int | None


def page_of_comments(
    publication_id: int,
    *,
    sort: Sort | str = Sort.OLDEST,
    after: int | None = None,
    start: int | None = None,
    limit: int = PAGE,
) -> ShownPage:
    """Top comments with the first replies to each, about `limit` together: behind `after`, or from `start` on.

    404 for an `after` or a `start` that is not there.
    """
    wanted = _listed().where(Comment.publication_id == publication_id, Comment.root_id.is_(None))
    wanted = _from(wanted, Sort(sort), _place(publication_id, after), _place(publication_id, start))
    rows = db.session.execute(wanted.limit(limit + 1)).all()
    tops = [_shown(row) for row in rows[: _how_many([row.reply_count for row in rows], limit)]]
    replies = _first_replies([top.id for top in tops])
    comments = tuple(_with_replies(top, replies.get(top.id, [])) for top in tops)
    return ShownPage(_counted(comments), tops[-1].id if len(rows) > len(tops) else None)


def page_of_replies(
    root: Comment, *, after: int | None = None, start: int | None = None, limit: int = PAGE
) -> ShownPage:
    """The replies below one top comment behind the reply `after`, or from `start` on, oldest first."""
    wanted = _listed().where(Comment.root_id == root.id)
    wanted = _from(wanted, Sort.OLDEST, _place(root.publication_id, after), _place(root.publication_id, start))
    rows = db.session.execute(wanted.limit(limit + 1)).all()
    replies = tuple(_shown(row) for row in rows[:limit])
    return ShownPage(_counted(replies), replies[-1].id if len(rows) > limit else None)


def _how_many(reply_counts: Sequence[int], limit: int) -> int:
    """How many of these top comments fill a page, the replies shown below them counted."""
    shown = 0
    for place, replies in enumerate(reply_counts):
        if shown >= limit:
            return place
        shown += 1 + min(replies, REPLIES_SHOWN)
    return min(len(reply_counts), limit)


def one(comment: Comment) -> Shown:
    """One comment as a page shows it."""
    return _counted([_shown(db.session.execute(_listed().where(Comment.id == comment.id)).one())])[0]


def is_on_first_page(top: Comment) -> bool:
    """Whether the first page shows a top comment, oldest first."""
    first = (
        select(Comment.id, Comment.reply_count)
        .where(Comment.publication_id == top.publication_id, Comment.root_id.is_(None), Comment.listed())
        .order_by(Comment.published_at, Comment.id)
        .limit(PAGE)
    )
    rows = db.session.execute(first).all()
    return top.id in [row.id for row in rows[: _how_many([row.reply_count for row in rows], PAGE)]]


def replies_before(reply: Comment) -> int:
    """How many replies stand before one below its top comment; a page of them is all that is counted."""
    earlier = (
        select(Comment.id)
        .where(
            Comment.root_id == reply.root_id,
            Comment.listed(),
            tuple_(Comment.published_at, Comment.id) < (reply.published_at, reply.id),
        )
        .order_by(Comment.published_at.desc(), Comment.id.desc())
        .limit(PAGE)
    )
    return len(db.session.scalars(earlier).all())


def _place(publication_id: int, after: int | None) -> Comment | None:
    if after is None:
        return None
    found = db.session.get(Comment, after)
    if found is None or found.publication_id != publication_id or found.published_at is None:
        abort(404)
    return found


def _from(wanted: Select[Any], sort: Sort, after: Comment | None, start: Comment | None) -> Select[Any]:
    """The list in its order, behind one comment or from another one on."""
    first: Any = Comment.reply_count if sort is Sort.DISCUSSED else Comment.published_at
    key, rises = tuple_(first, Comment.id), sort is Sort.OLDEST
    if after is not None:
        wanted = wanted.where(key > _key(after, sort) if rises else key < _key(after, sort))
    if start is not None:
        wanted = wanted.where(key >= _key(start, sort) if rises else key <= _key(start, sort))
    return wanted.order_by(first, Comment.id) if rises else wanted.order_by(first.desc(), Comment.id.desc())


def _key(place: Comment, sort: Sort) -> tuple[Any, int]:
    return (place.reply_count if sort is Sort.DISCUSSED else place.published_at, place.id)


@cache
def _listed() -> Any:
    answered = aliased(Comment)
    return (
        select(
            Comment.id,
            Comment.root_id,
            Comment.parent_id,
            Comment.number,
            Comment.state,
            Comment.name,
            Comment.role_title,
            Comment.organisation_name,
            Comment.published_at,
            Comment.edited_at,
            Comment.html,
            Comment.official_for,
            Comment.anchor,
            Comment.quote,
            Comment.reply_count,
            Organisation.name.label("official_name"),
            Reason.label.label("reason"),
            answered.number.label("answers"),
        )
        .outerjoin(Organisation, Organisation.id == Comment.official_for)
        .outerjoin(Reason, Reason.key == Comment.reason_key)
        .outerjoin(answered, _answers_a_reply(answered))
        .where(Comment.listed())
    )


def _answers_a_reply(answered: type[Comment]) -> ColumnElement[bool]:
    """Only a reply to a reply says whom it answers; the others stand below what they answer."""
    return (answered.id == Comment.parent_id) & (Comment.parent_id != Comment.root_id)


def _first_replies(roots: Sequence[int]) -> dict[int, list[Shown]]:
    if not roots:
        return {}
    found: dict[int, list[Shown]] = {}
    for row in db.session.execute(_firsts(len(roots)), {f"root_{place}": root for place, root in enumerate(roots)}):
        reply = _shown(row)
        found.setdefault(reply.root_id or 0, []).append(reply)
    return found


@cache
def _firsts(how_many: int) -> Any:
    """The first replies to so many top comments; kept, since putting it together costs more than asking it."""
    firsts = [_first_ids(f"root_{place}").subquery() for place in range(how_many)]
    ids = union_all(*(select(first.c.id) for first in firsts)).subquery()
    return _listed().where(Comment.id.in_(select(ids.c.id))).order_by(Comment.published_at, Comment.id)


def _first_ids(root: str) -> Select[int]:
    return (
        select(Comment.id)
        .where(Comment.root_id == bindparam(root), Comment.listed())
        .order_by(Comment.published_at, Comment.id)
        .limit(REPLIES_SHOWN + 1)
    )


def _with_replies(top: Shown, replies: Sequence[Shown]) -> Shown:
    return replace(top, replies=tuple(replies[:REPLIES_SHOWN]), has_more_replies=len(replies) > REPLIES_SHOWN)


def _counted(comments: Sequence[Shown]) -> tuple[Shown, ...]:
    """The comments, each stub with the number of replies that are not shown because of it."""
    covering = [each.id for top in comments for each in (top, *top.replies) if each.covers]
    below = replies_below(covering, shown=False)
    return tuple(_tell(top, below) for top in comments) if below else tuple(comments)


def _tell(shown: Shown, below: Mapping[int, Below]) -> Shown:
    replies = tuple(_tell(reply, below) for reply in shown.replies)
    return replace(shown, replies=replies, replies_not_shown=below.get(shown.id, Below()).replies)


def _shown(row: Any) -> Shown:
    speaks = row.state is CommentState.PUBLISHED
    return Shown(
        id=row.id,
        root_id=row.root_id,
        parent_id=row.parent_id,
        number=row.number,
        state=row.state,
        name=row.name if speaks else "",
        role=row.role_title if speaks else "",
        organisation=(row.official_name or row.organisation_name) if speaks else "",
        at=row.published_at,
        edited_at=row.edited_at,
        html=text.stored(row.html if speaks else ""),
        official=speaks and row.official_for is not None,
        anchor=row.anchor,
        quote=row.quote if speaks else "",
        answers=row.answers,
        reply_count=row.reply_count,
        reason=row.reason or "",
    )
