"""What every change of a comment keeps true: numbers, counters, and that nothing shows below what is hidden."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm.attributes import set_committed_value

from engage.comments import queries
from engage.comments.actions.waiting import Kinds, follow
from engage.comments.models import Comment, CommentState, Thread
from engage.comments.official import scope_of
from engage.core import cache, clock
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.prepared import Prepared, PreparedSelect, held

AT_ONCE = 500
_thread: Any = Thread.__table__
HELD_THREAD = PreparedSelect(
    select(*_thread.c).where(_thread.c.publication_id == bindparam("publication")).with_for_update()
)
COUNTERS = ("last_number", "published_count", "waiting_count")
COUNTED = Prepared(
    lambda _dialect: (
        update(_thread)
        .where(_thread.c.publication_id == bindparam("publication"))
        .values({name: bindparam(name) for name in (*COUNTERS, "rate")})
    )
)


def lock_thread(publication_id: int) -> Thread:
    """The thread, held until the end of the unit of work, so that numbers and counters are given one at a time."""
    row = HELD_THREAD.first({"publication": publication_id})
    if row is None:
        raise Refused("Comments are not open here.", "body")
    return held(Thread, publication_id, row._asdict())


@dataclass(frozen=True)
class Standing:
    """What a comment counts for."""

    public: bool = False
    waits: bool = False
    listed: bool = False
    covers: bool = False
    kinds: Kinds = frozenset()

    @classmethod
    def of(cls, comment: Comment) -> "Standing":
        """What it counts for now."""
        return cls(comment.is_public, comment.waits, comment.is_listed, comment.covers, comment.waiting_kinds)


@contextmanager
def changing(comment: Comment) -> Iterator[Thread]:
    """Hold the thread while a comment changes; afterwards its counters, and what stands below it, are right.

    Inside a change of the same comment it is part of that one.
    """
    held: dict[int, Thread] = db.session().info.setdefault("changing", {})
    if comment.id in held:
        yield held[comment.id]
        return
    thread = lock_thread(comment.publication_id)
    db.session.refresh(comment)
    before = Standing.of(comment)
    held[comment.id] = thread
    try:
        yield thread
    finally:
        del held[comment.id]
    settle(thread, comment, before)


def settle(thread: Thread, comment: Comment, before: Standing) -> None:
    """Bring the counters from what a comment counted for to what it counts for now."""
    now = Standing.of(comment)
    below = _cover_below(comment) if now.covers != before.covers else 0
    if comment.official_for is not None:
        cache.bump(scope_of(comment.official_for))
    shown = now.public - before.public
    _count(thread, comment, shown + below, now.waits - before.waits)
    if now.kinds != before.kinds:
        follow(comment, before.kinds, now.kinds, _text_to_read(comment))
    if comment.root_id is None:
        comment.reply_count += below
    elif shown + below:
        _add_replies(comment.root_id, shown + below)
    if before.listed or now.listed or comment.under_hidden:
        cache.bump(thread.scope)


def _text_to_read(comment: Comment) -> str:
    return queries.wording(comment.id, comment.pending_revision) if comment.pending_revision else comment.body


def give_number(thread: Thread, comment: Comment) -> None:
    """Publish a comment, with the next number of its thread if it never had one."""
    comment.state = CommentState.PUBLISHED
    comment.waiting_since = None
    comment.reason_key = None
    if comment.number is None:
        comment.number = thread.last_number + 1
        comment.published_at = clock.now()


def _count(thread: Thread, comment: Comment, shown: int, waits: int) -> None:
    """Write the counters and the pace of a held thread by one statement, and let the object say the same."""
    number = max(thread.last_number, comment.number or 0)
    counters = dict(zip(COUNTERS, (number, thread.published_count + shown, thread.waiting_count + waits), strict=True))
    COUNTED.run(counters | {"publication": thread.publication_id, "rate": thread.rate})
    for name, value in counters.items():
        set_committed_value(thread, name, value)


def _add_replies(root_id: int, many: int) -> None:
    db.session.execute(update(Comment).where(Comment.id == root_id).values(reply_count=Comment.reply_count + many))


def _cover_below(comment: Comment) -> int:
    """Hide or show what was written below a comment; give by how many the public ones became more."""
    covered, difference = comment.covers, 0
    above: Sequence[int] = [comment.id]
    while above:
        changed = [row for start in range(0, len(above), AT_ONCE) for row in _turned(above[start:][:AT_ONCE], covered)]
        for row in changed:
            row.under_hidden = covered
        cache.bump(*(scope_of(row.official_for) for row in changed if row.official_for is not None))
        public = sum(row.state is CommentState.PUBLISHED for row in changed)
        difference += -public if covered else public
        above = [row.id for row in changed if covered or not row.covers]
    return difference


def _turned(above: Sequence[int], covered: bool) -> Sequence[Comment]:
    return db.session.scalars(
        select(Comment).where(Comment.parent_id.in_(above), Comment.under_hidden.is_(not covered))
    ).all()
