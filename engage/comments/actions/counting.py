"""Counters from scratch, to find out whether those that are kept are right."""

from dataclasses import dataclass

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import aliased

from engage.comments import queries
from engage.comments.actions.transitions import lock_thread
from engage.comments.actions.waiting import count, follow
from engage.comments.models import Comment, Report, Waiting, WaitingCount, WaitingKind
from engage.core import cache
from engage.core.database import db


@dataclass(frozen=True)
class Correction:
    """A counter that was wrong."""

    counter: str
    was: int
    now: int


def recount(publication_id: int) -> list[Correction]:
    """Count a thread's comments, replies and reports again; put right and give back what differs."""
    thread = lock_thread(publication_id)
    found = []
    for counter, number in _thread_counts(publication_id).items():
        was = getattr(thread, counter)
        # A number that was given and taken back stays unused, so the last one may be past the highest there is.
        if was != number and (counter != "last_number" or was < number):
            found.append(Correction(f"thread.{counter}", was, number))
            setattr(thread, counter, number)
    found += _correct(publication_id, "reply_count", _replies(publication_id))
    found += _correct(publication_id, "report_count", _reports(publication_id))
    found += _list_again(publication_id)
    if found:
        cache.bump(thread.scope)
    return found


def _thread_counts(publication_id: int) -> dict[str, int]:
    here = Comment.publication_id == publication_id
    row = db.session.execute(
        select(
            func.count().filter(Comment.public()),
            func.count(Comment.waiting_since),
            func.max(Comment.number),
        ).where(here)
    ).one()
    published, waiting, last = row
    return {"published_count": published, "waiting_count": waiting, "last_number": last or 0}


def _replies(publication_id: int) -> dict[int, int]:
    rows = db.session.execute(
        select(Comment.root_id, func.count())
        .where(Comment.publication_id == publication_id, Comment.root_id.is_not(None), Comment.public())
        .group_by(Comment.root_id)
    )
    return {root: number for root, number in rows if root is not None}


def _reports(publication_id: int) -> dict[int, int]:
    rows = db.session.execute(
        select(Report.comment_id, func.count())
        .join(Comment, Comment.id == Report.comment_id)
        .where(Comment.publication_id == publication_id, Report.settled_at.is_(None))
        .group_by(Report.comment_id)
    )
    return {comment_id: number for comment_id, number in rows}  # noqa: C416 - a Row is not typed as a pair


def _correct(publication_id: int, counter: str, right: dict[int, int]) -> list[Correction]:
    row = aliased(Comment)
    column = getattr(row, counter)
    rows = db.session.execute(select(row.id, column).where(row.publication_id == publication_id, column != 0))
    kept: dict[int, int] = {comment_id: number for comment_id, number in rows}  # noqa: C416 - a Row is not typed as a pair
    found = []
    for comment_id in sorted(kept.keys() | right.keys()):
        was, now = kept.get(comment_id, 0), right.get(comment_id, 0)
        if was != now:
            found.append(Correction(f"comment {comment_id}.{counter}", was, now))
            db.session.execute(update(Comment).where(Comment.id == comment_id).values({counter: now}))
    return found


def _list_again(publication_id: int) -> list[Correction]:
    """Put the moderators' list of a thread right, then its counts."""
    found = []
    listed: dict[int, set[tuple[WaitingKind, int]]] = {}
    for row in db.session.scalars(select(Waiting).where(Waiting.publication_id == publication_id)):
        listed.setdefault(row.comment_id, set()).add((row.kind, row.revision))
    wanted = {comment.id: comment for comment in db.session.scalars(_to_list(publication_id))}
    for comment_id, comment in sorted(wanted.items()):
        was, now = frozenset(listed.get(comment_id, ())), comment.waiting_kinds
        if was != now:
            found.append(Correction(f"comment {comment_id} waiting", len(was), len(now)))
            follow(comment, was, now, queries.wording(comment_id, comment.revision_to_read))
    return found + _count_waiting_again(publication_id)


def _to_list(publication_id: int) -> Select[Comment]:
    there = (
        (Comment.waiting_since.is_not(None))
        | (Comment.report_count > 0)
        | Comment.id.in_(select(Waiting.comment_id).where(Waiting.publication_id == publication_id))
    )
    return (
        select(Comment).where(Comment.publication_id == publication_id, there).execution_options(populate_existing=True)
    )


def _count_waiting_again(publication_id: int) -> list[Correction]:
    here = Waiting.publication_id == publication_id
    rows = db.session.execute(select(Waiting.kind, func.count()).where(here).group_by(Waiting.kind))
    right = {kind: number for kind, number in rows}  # noqa: C416 - a Row is not typed as a pair
    kept = {row.kind: row for row in db.session.scalars(_counts_of(publication_id))}
    found = []
    for kind in WaitingKind:
        was, now = kept[kind].number if kind in kept else 0, right.get(kind, 0)
        if was != now:
            found.append(Correction(f"waiting {kind.value}", was, now))
            count(publication_id, [(kind, now - was)])
    return found


def _counts_of(publication_id: int) -> Select[WaitingCount]:
    wanted = select(WaitingCount).where(WaitingCount.publication_id == publication_id)
    return wanted.execution_options(populate_existing=True)
