"""A comment as a moderator needs to see it: in its context, with its writer's history and what people report."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, Text, cast, func, literal, select, union_all
from sqlalchemy.orm import aliased

from engage.accounts.models import Account
from engage.comments.holds import holds_of
from engage.comments.models import (
    Comment,
    CommentRevision,
    CommentState,
    Hold,
    Reason,
    Redaction,
    Report,
    Waiting,
    WaitingKind,
)
from engage.comments.rights import MODERATE
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.text import excerpt, marked_passages, plain_comment, render_comment
from engage.moderation.models import Decision
from engage.moderation.queries.queue import NEVER_SEEN, within
from engage.publishing.models import Publication

# The blacked-out passages by comment and wording.
Removed = dict[tuple[int, int], list[tuple[int, int]]]


@dataclass(frozen=True)
class Writer:
    """What is known of the person who wrote: by account, or of a guest by address."""

    published: int = 0
    rejected: int = 0
    hidden: int = 0
    reported: int = 0
    waiting: int = 0
    since: datetime | None = None


@dataclass(frozen=True)
class Reported:
    """A report that nobody has settled."""

    report: Report
    label: str


@dataclass(frozen=True)
class Card:
    """One comment with its surroundings. `source` is the wording to decide about, `html` how it would look;
    `alike` is how many others on its publication wait with nearly the same words, `address` where its writer is
    written to, `since` when it came into the list."""

    comment: Comment
    publication: Publication
    source: str
    html: Markup
    parent: Comment | None
    parent_html: Markup | None
    writer: Writer
    reports: Sequence[Reported]
    seen: int
    alike: int
    holds: Sequence[Hold]
    address: str | None
    since: datetime | None
    is_redacted: bool
    is_own: bool

    def found_by(self, hold: Hold) -> list[Markup]:
        """The words that a rule found, marked."""
        return marked_passages(self.source, hold.marked)

    def is_reported_by(self, viewer: Viewer) -> bool:
        """Whether the viewer is one of those who reported it, so that somebody else must decide."""
        return any(reported.report.account_id == viewer.account_id for reported in self.reports)

    @property
    def is_edit(self) -> bool:
        """Whether a changed wording waits, and an earlier one was decided about."""
        return self.comment.pending_revision is not None

    @property
    def key(self) -> str:
        """The comment, the wording that was read and the last decision that was known, for a form's checkbox."""
        return f"{self.comment.id}.{self.comment.revision_to_read}.{self.seen}"


def card_of(viewer: Viewer, comment: Comment) -> Card:
    """The card of one comment."""
    return cards_of(viewer, [comment])[0]


def access_card(viewer: Viewer, comment_id: int) -> Card:
    """The card of a comment that the viewer may decide about; 404 for one elsewhere, unconfirmed or missing alike."""
    here = (Comment.state.not_in(NEVER_SEEN), *within(Comment.publication_id, viewer.scope(MODERATE)))
    return _cards(viewer, [comment_id], *here).get(comment_id) or abort(404)


def cards_of(viewer: Viewer, comments: Sequence[Comment]) -> list[Card]:
    """The cards of comments, in their order, by a number of statements that does not depend on theirs."""
    found = cards_by_id(viewer, [comment.id for comment in comments])
    return [found[comment.id] for comment in comments]


def cards_by_id(viewer: Viewer, ids: Collection[int]) -> dict[int, Card]:
    """The cards of the comments of these ids, by id."""
    return _cards(viewer, ids)


def _cards(viewer: Viewer, ids: Collection[int], *where: ColumnElement[bool]) -> dict[int, Card]:
    rows = db.session.execute(_surroundings(ids).where(*where)).all() if ids else []
    if not rows:
        return {}
    comments = [row[0] for row in rows]
    removed: Removed = {}
    for row in rows:
        removed |= _read_passages(row[0].id, row[-2])
        removed |= _read_passages(row[2].id, row[-1]) if row[2] is not None else {}
    writers, reports, holds = _writers(comments), _reports(comments), holds_of(ids)

    def card(comment: Comment, publication: Publication, parent: Comment | None, *rest: Any) -> Card:
        pending, seen, alike, address, since, _, _ = rest
        source = pending if pending is not None else comment.body
        return Card(
            comment=comment,
            publication=publication,
            source=source,
            html=render_comment(source, removed.get((comment.id, comment.revision_to_read), ())),
            parent=parent,
            parent_html=_public_html(parent, removed) if parent else None,
            writer=writers.get(_writer_key(comment), Writer()),
            reports=reports.get(comment.id, []),
            seen=seen or 0,
            alike=alike or 0,
            holds=[hold for hold in holds.get(comment.id, []) if hold.revision == comment.revision_to_read],
            address=address if comment.account_id is not None else comment.email,
            since=since,
            is_redacted=any(comment_id == comment.id for comment_id, _ in removed),
            is_own=is_own(viewer, comment),
        )

    return {row[0].id: card(*row) for row in rows}


def _surroundings(ids: Collection[int]) -> Select[Any]:
    """Each comment with its publication, parent, waiting wording, newest decision, and how many others are like it."""
    parent, other = aliased(Comment), aliased(Waiting)
    seen = select(func.max(Decision.id)).where(Decision.comment_id == Comment.id).scalar_subquery()
    like = (
        select(func.count())
        .select_from(Waiting)
        .join(other, (other.likeness == Waiting.likeness) & (other.publication_id == Waiting.publication_id))
        .where(
            Waiting.comment_id == Comment.id,
            other.comment_id != Comment.id,
            other.kind == Waiting.kind,
            Waiting.kind != WaitingKind.REPORT,
        )
        .scalar_subquery()
    )
    since = select(func.min(Waiting.since)).where(Waiting.comment_id == Comment.id).scalar_subquery()
    black = (_passages(Comment.id), _passages(parent.id))
    return (
        select(Comment, Publication, parent, CommentRevision.body, seen, like, Account.email, since, *black)
        .join(Publication, Publication.id == Comment.publication_id)
        .outerjoin(parent, parent.id == Comment.parent_id)
        .outerjoin(
            CommentRevision,
            (CommentRevision.comment_id == Comment.id) & (CommentRevision.number == Comment.pending_revision),
        )
        .outerjoin(Account, Account.id == Comment.account_id)
        .where(Comment.id.in_(ids))
    )


@dataclass(frozen=True)
class Other:
    """Another comment of the same writer, as a line."""

    comment: Comment
    excerpt: str


def others_of(viewer: Viewer, comment: Comment, limit: int = 8) -> Sequence[Other]:
    """What else the writer wrote where the viewer may decide, newest first."""
    if comment.account_id is not None:
        same = Comment.account_id == comment.account_id
    elif comment.email is not None:
        same = Comment.email == comment.email
    else:
        return []
    rows = db.session.scalars(
        select(Comment)
        .where(same, Comment.id != comment.id, Comment.state.not_in(NEVER_SEEN))
        .where(*within(Comment.publication_id, viewer.scope(MODERATE)))
        .order_by(Comment.submitted_at.desc(), Comment.id.desc())
        .limit(limit)
    )
    return [Other(found, excerpt(plain_comment(found.body), 90)) for found in rows]


def _public_html(comment: Comment, removed: Removed) -> Markup:
    return render_comment(comment.body, removed.get((comment.id, comment.body_revision), ()))


def is_own(viewer: Viewer, comment: Comment) -> bool:
    """Whether the viewer wrote the comment, with the account or as a guest."""
    by_account = comment.account_id is not None and comment.account_id == viewer.account_id
    return by_account or bool(comment.email and viewer.email and comment.email == viewer.email.lower())


def _passages(comment_id: Any) -> Any:
    """The blacked-out passages of a comment as one text, so that they come with its row."""
    each = cast(Redaction.revision, Text) + ":" + cast(Redaction.start, Text) + ":" + cast(Redaction.end, Text)
    return select(func.aggregate_strings(each, " ")).where(Redaction.comment_id == comment_id).scalar_subquery()


def _read_passages(comment_id: int, said: str | None) -> Removed:
    found: Removed = {}
    for each in (said or "").split():
        revision, start, end = (int(part) for part in each.split(":"))
        found.setdefault((comment_id, revision), []).append((start, end))
    return found


def _history(what: str, column: Any, among: Collection[Any]) -> Any:
    was_reported = select(Report.id).where(Report.comment_id == Comment.id).exists()
    figures = (
        func.count().filter(Comment.state == CommentState.PUBLISHED),
        func.count().filter(Comment.state == CommentState.REJECTED),
        func.count().filter(Comment.state == CommentState.HIDDEN),
        func.count().filter(was_reported),
        func.count(Comment.waiting_since),
        func.min(Comment.submitted_at),
    )
    by = cast(column, Text)
    return select(literal(what), by, *figures).where(column.in_(among)).group_by(column)


def _writer_key(comment: Comment) -> str:
    return f"account:{comment.account_id}" if comment.account_id else f"address:{comment.email}"


def _writers(comments: Sequence[Comment]) -> dict[str, Writer]:
    """What is known of those who wrote the comments, with an account or as guests."""
    accounts = {comment.account_id for comment in comments if comment.account_id}
    addresses = {comment.email for comment in comments if comment.email and not comment.account_id}
    parts = []
    if accounts:
        parts.append(_history("account:", Comment.account_id, accounts))
    if addresses:
        parts.append(_history("address:", Comment.email, addresses).where(Comment.state.not_in(NEVER_SEEN)))
    if not parts:
        return {}
    # The moment comes back as the driver has it, unless the union is told its type.
    both = union_all(*parts).subquery()
    rows = db.session.execute(select(*both.c))
    return {f"{row[0]}{row[1]}": Writer(*row[2:]) for row in rows}


def _reports(comments: Sequence[Comment]) -> dict[int, list[Reported]]:
    reported = [comment.id for comment in comments if comment.report_count]
    if not reported:
        return {}
    rows = db.session.execute(
        select(Report, Reason.label)
        .outerjoin(Reason, Reason.key == Report.reason_key)
        .where(Report.comment_id.in_(reported), Report.settled_at.is_(None))
        .order_by(Report.at, Report.id)
    )
    found: dict[int, list[Reported]] = {}
    for report, label in rows:
        found.setdefault(report.comment_id, []).append(Reported(report, label or report.reason_key))
    return found
