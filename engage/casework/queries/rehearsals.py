"""Reads of rehearsals: what a rule would have held, and what was decided in fact."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from engage.accounts.models import Account
from engage.casework.models import Rehearsal, RehearsalState
from engage.comments.models import Comment, CommentState, Report
from engage.core.database import db
from engage.publishing.models import Publication
from engage.screening.checks import Compiled, Finding, Terms, found_by, screen
from engage.screening.marking import Piece, excerpt
from engage.screening.models import RuleKind

NEVER_SENT = (CommentState.UNCONFIRMED, CommentState.EXPIRED)
FATES = {"wrongly": "Published in fact", "rightly": "Rejected or hidden in fact", "open": "Not decided"}


@dataclass(frozen=True)
class Past:
    """A comment of the past with what a rule may ask about it."""

    comment: Comment
    written: datetime | None
    earlier: int | None
    reports: int

    @property
    def fate(self) -> str:
        """What became of it: a hold would have been `wrongly`, `rightly`, or nobody knows yet."""
        if self.comment.state in (CommentState.REJECTED, CommentState.HIDDEN):
            return "rightly"
        return "wrongly" if self.comment.published_at is not None else "open"


@dataclass(frozen=True)
class Sample:
    """A comment that a rule would have held, as the result page shows it."""

    comment: Comment
    title: str
    label: str
    fate: str
    pieces: list[Piece]


def rehearsals_of(rule_id: int, limit: int = 5) -> Sequence[Rehearsal]:
    """The rehearsals of a rule, newest first."""
    wanted = select(Rehearsal).where(Rehearsal.rule_id == rule_id).order_by(Rehearsal.id.desc()).limit(limit)
    return db.session.scalars(wanted).all()


def rehearsal_to_run(now: datetime) -> Rehearsal | None:
    """The oldest rehearsal that nobody is at."""
    return db.session.scalars(
        select(Rehearsal)
        .where(
            Rehearsal.state == RehearsalState.RUNNING,
            Rehearsal.leased_until.is_(None) | (Rehearsal.leased_until < now),
        )
        .order_by(Rehearsal.id)
        .limit(1)
    ).first()


def extent(since: datetime, publication_id: int | None) -> tuple[int, int]:
    """How many comments a rehearsal since a moment looks at, and the last of them."""
    row = db.session.execute(
        select(func.count(), func.coalesce(func.max(Comment.id), 0)).where(*_candidates(since, publication_id))
    ).one()
    return row[0], row[1]


def past_comments(rehearsal: Rehearsal, rule: Terms, limit: int) -> list[Past]:
    """The next comments to look at, with what the rule asks about them, by a fixed number of statements."""
    other = aliased(Comment)
    mine = (other.account_id == Comment.account_id) | (other.email == Comment.email)
    earlier = (
        select(other.id).where(mine, other.published_at < Comment.submitted_at, other.id != Comment.id).limit(1)
    ).scalar_subquery()
    reports = select(func.count(Report.id)).where(Report.comment_id == Comment.id).scalar_subquery()
    asked: tuple[Any, Any] = (
        earlier if rule.kind is RuleKind.FIRST_COMMENT else Comment.id,
        reports if rule.kind is RuleKind.REPORTS else Comment.report_count,
    )
    rows = db.session.execute(
        select(Comment, Account.created_at, *asked)
        .outerjoin(Account, Account.id == Comment.account_id)
        .where(*_candidates(rehearsal.since, rule.publication_id))
        .where(Comment.id > rehearsal.last_id, Comment.id <= rehearsal.upto_id)
        .order_by(Comment.id)
        .limit(limit)
    )
    return [Past(comment, written, before, number) for comment, written, before, number in rows]


def times_written(past: Sequence[Past]) -> dict[int, int]:
    """How often nearly the same was written in the day before each comment, itself included, by comment."""
    likenesses = {one.comment.likeness for one in past} - {None}
    moments: dict[int, list[datetime]] = {}
    rows = db.session.execute(select(Comment.likeness, Comment.submitted_at).where(Comment.likeness.in_(likenesses)))
    for likeness, moment in rows:
        moments.setdefault(likeness or 0, []).append(moment)
    day = timedelta(days=1)
    return {
        one.comment.id: sum(
            one.comment.submitted_at - day < moment <= one.comment.submitted_at
            for moment in moments.get(one.comment.likeness or 0, ())
        )
        for one in past
    }


def would_find(rule: Terms, compiled: Compiled, one: Past, times: int) -> Finding | None:
    """What the rule would have found in a comment when it was sent."""
    comment = one.comment
    if rule.kind is RuleKind.FIRST_COMMENT:
        return found_by(rule, rule.title) if one.earlier is None else None
    if rule.kind is RuleKind.NEW_ACCOUNT:
        young = one.written is not None and comment.submitted_at - one.written < timedelta(days=rule.least)
        return found_by(rule, rule.title) if young else None
    if rule.kind is RuleKind.REPORTS:
        return found_by(rule, f"{one.reports} reports") if one.reports >= rule.least else None
    if rule.kind is RuleKind.REPEATED:
        return found_by(rule, f"{times} times within a day") if times >= rule.least else None
    found = screen(comment.body, compiled, comment.publication_id)
    return found[0] if found else None


def samples_of(rehearsal: Rehearsal) -> list[Sample]:
    """The comments that the result page shows, those first that were published in fact."""
    kept = json.loads(rehearsal.samples)
    rows = db.session.execute(
        select(Comment, Publication.title)
        .join(Publication, Publication.id == Comment.publication_id)
        .where(Comment.id.in_([one["id"] for one in kept]))
    )
    known = {comment.id: (comment, title) for comment, title in rows}
    found = []
    for one in sorted(kept, key=lambda one: list(FATES).index(one["fate"])):
        if one["id"] in known:
            comment, title = known[one["id"]]
            found.append(Sample(comment, title, one["label"], FATES[one["fate"]], excerpt(comment.body, one["spans"])))
    return found


def _candidates(since: datetime, publication_id: int | None) -> list[Any]:
    found = [Comment.submitted_at >= since, Comment.state.not_in(NEVER_SENT), Comment.official_for.is_(None)]
    return found if publication_id is None else [*found, Comment.publication_id == publication_id]
