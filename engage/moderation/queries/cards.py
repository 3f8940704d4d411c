"""A comment as a moderator needs to see it: in its context, with its writer's history and what people report."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import func, select, tuple_

from engage.comments.models import Comment, CommentRevision, CommentState, Reason, Redaction, Report
from engage.comments.rights import MODERATE
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.text import excerpt, plain_comment, render_comment
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
    """One comment with its surroundings. `source` is the wording to decide about, `html` how it would look."""

    comment: Comment
    publication: Publication
    source: str
    html: Markup
    parent: Comment | None
    parent_html: Markup | None
    writer: Writer
    reports: Sequence[Reported]
    seen: int
    is_own: bool

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


def cards_of(viewer: Viewer, comments: Sequence[Comment]) -> list[Card]:
    """The cards of comments, in their order, by a number of statements that does not depend on theirs."""
    parents = _comments({comment.parent_id for comment in comments if comment.parent_id})
    publications = _publications({comment.publication_id for comment in comments})
    sources = _sources(comments)
    removed = _passages([*comments, *parents.values()])
    accounts, guests = _by_account(comments), _by_address(comments)
    reports, seen = _reports(comments), _seen(comments)

    def card(comment: Comment) -> Card:
        parent = parents.get(comment.parent_id or 0)
        source = sources.get(comment.id, comment.body)
        known = accounts.get(comment.account_id) if comment.account_id else guests.get(comment.email or "")
        return Card(
            comment=comment,
            publication=publications[comment.publication_id],
            source=source,
            html=render_comment(source, removed.get((comment.id, comment.revision_to_read), ())),
            parent=parent,
            parent_html=_public_html(parent, removed) if parent else None,
            writer=known or Writer(),
            reports=reports.get(comment.id, []),
            seen=seen.get(comment.id, 0),
            is_own=is_own(viewer, comment),
        )

    return [card(comment) for comment in comments]


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


def _comments(ids: Collection[int]) -> dict[int, Comment]:
    if not ids:
        return {}
    return {found.id: found for found in db.session.scalars(select(Comment).where(Comment.id.in_(ids)))}


def _publications(ids: Collection[int]) -> dict[int, Publication]:
    return {found.id: found for found in db.session.scalars(select(Publication).where(Publication.id.in_(ids)))}


def _sources(comments: Sequence[Comment]) -> dict[int, str]:
    """The changed wordings that wait; what is not here is the comment's own body."""
    pending = [(comment.id, comment.pending_revision) for comment in comments if comment.pending_revision]
    if not pending:
        return {}
    rows = db.session.execute(
        select(CommentRevision.comment_id, CommentRevision.body).where(
            tuple_(CommentRevision.comment_id, CommentRevision.number).in_(pending)
        )
    )
    return dict(rows.all())


def _passages(comments: Sequence[Comment]) -> Removed:
    rows = db.session.execute(
        select(Redaction.comment_id, Redaction.revision, Redaction.start, Redaction.end).where(
            Redaction.comment_id.in_({comment.id for comment in comments})
        )
    )
    found: Removed = {}
    for comment_id, revision, start, end in rows:
        found.setdefault((comment_id, revision), []).append((start, end))
    return found


def _history() -> tuple[Any, ...]:
    was_reported = select(Report.id).where(Report.comment_id == Comment.id).exists()
    return (
        func.count().filter(Comment.state == CommentState.PUBLISHED),
        func.count().filter(Comment.state == CommentState.REJECTED),
        func.count().filter(Comment.state == CommentState.HIDDEN),
        func.count().filter(was_reported),
        func.count(Comment.waiting_since),
        func.min(Comment.submitted_at),
    )


def _by_account(comments: Sequence[Comment]) -> dict[int, Writer]:
    ids = {comment.account_id for comment in comments if comment.account_id}
    if not ids:
        return {}
    rows = db.session.execute(
        select(Comment.account_id, *_history()).where(Comment.account_id.in_(ids)).group_by(Comment.account_id)
    )
    return {row[0]: _writer(row) for row in rows}


def _by_address(comments: Sequence[Comment]) -> dict[str, Writer]:
    addresses = {comment.email for comment in comments if comment.email and not comment.account_id}
    if not addresses:
        return {}
    rows = db.session.execute(
        select(Comment.email, *_history())
        .where(Comment.email.in_(addresses), Comment.state.not_in(NEVER_SEEN))
        .group_by(Comment.email)
    )
    return {row[0]: _writer(row) for row in rows}


def _writer(row: Any) -> Writer:
    return Writer(*row[1:])


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


def _seen(comments: Sequence[Comment]) -> dict[int, int]:
    """The newest decision on each comment: a later one means that somebody else was quicker."""
    rows = db.session.execute(
        select(Decision.comment_id, func.max(Decision.id))
        .where(Decision.comment_id.in_([comment.id for comment in comments]))
        .group_by(Decision.comment_id)
    )
    return {comment_id: newest or 0 for comment_id, newest in rows}
