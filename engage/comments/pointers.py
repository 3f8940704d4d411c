"""The places in a list of comments from which some were moved elsewhere: each stands where its comment stood."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engage.comments.listing import Shown, ShownPage, Sort
from engage.comments.models import Comment, MovedComment
from engage.core import clock
from engage.core.database import db
from engage.publishing.models import Publication

MOST = 500
Key = tuple[datetime, int]


@dataclass(frozen=True)
class Pointer:
    """Says that a comment was moved, with the replies below it, and to which page."""

    number: int
    comment_id: int
    at: datetime
    title: str
    replies: tuple[int, ...]


def with_pointers(
    page: ShownPage, publication_id: int, *, sort: Sort, after: int | None, start: int | None
) -> list[Shown | Pointer]:
    """The comments of a page with the pointers between them; in a list by replies they stand at its end."""
    found = _pointers_from(publication_id)
    if not found:
        return list(page.comments)
    if sort is Sort.DISCUSSED:
        return [*page.comments, *([] if page.after else found)]
    falls = sort is Sort.NEWEST
    first, last = _key_of(after or start), _key_of(page.after)
    here = [each for each in found if _lies_between(_key(each), first, last, falls=falls)]
    return sorted([*page.comments, *here], key=_key, reverse=falls)


def _lies_between(key: Key, first: Key | None, last: Key | None, *, falls: bool) -> bool:
    if falls:
        first, last = last, first
    return (first is None or first < key) and (last is None or key < last)


def _key(each: Shown | Pointer) -> Key:
    return each.at, each.comment_id if isinstance(each, Pointer) else each.id


def _key_of(comment_id: int | None) -> Key | None:
    found = db.session.get(Comment, comment_id) if comment_id is not None else None
    return (found.published_at, found.id) if found is not None and found.published_at is not None else None


def _pointers_from(publication_id: int) -> list[Pointer]:
    rows: Sequence[tuple[int, Comment, str]] = [
        (number, comment, title)
        for number, comment, title in db.session.execute(
            select(MovedComment.number, Comment, Publication.title)
            .join(Comment, Comment.id == MovedComment.comment_id)
            .join(Publication, Publication.id == Comment.publication_id)
            .where(MovedComment.publication_id == publication_id, Comment.public(), Publication.public(clock.now()))
            .where(Comment.publication_id != publication_id)
            .order_by(MovedComment.number)
            .limit(MOST)
        )
    ]
    return [
        Pointer(number, top.id, top.published_at, title, tuple(n for n, reply, _ in rows if reply.root_id == top.id))
        for number, top, title in rows
        if top.root_id is None and top.published_at is not None
    ]
