"""Reads of what moderators did with the wordings of a comment: for its writer and for moderators."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import func, select

from engage.comments import queries, verbs
from engage.comments.models import Comment, CommentRevision, CommentState, MarkedPassage, Reason
from engage.core.database import db
from engage.core.ledger import Entry
from engage.core.text import marked_passages, plain_comment


@dataclass(frozen=True)
class BlackedOut:
    """Words that a moderator blacked out, with the rule; `stands` says whether they are in the wording at hand."""

    words: str
    reason: Reason | None
    stands: bool
    redaction_id: int


def blacked_out(comment_id: int, revision: int) -> list[BlackedOut]:
    """What was blacked out in any wording of a comment, as seen from one: for its writer and for moderators."""
    rows = queries.redactions(comment_id)
    if not rows:
        return []
    bodies = {kept.number: kept.body for kept in queries.wordings(comment_id)}
    why = {found.key: found for found in queries.reasons(active=False)}
    found: dict[str, BlackedOut] = {}
    for row in sorted(rows, key=lambda row: row.revision != revision):
        words = plain_comment(bodies[row.revision][row.start : row.end])
        found.setdefault(words.casefold(), BlackedOut(words, why.get(row.reason_key), row.revision == revision, row.id))
    return list(found.values())


@dataclass(frozen=True)
class Marked:
    """Words that a moderator marked in a wording that was not published: alone, and among those around them."""

    words: tuple[str, ...]
    html: tuple[Markup, ...]


def marked_in(comment_ids: Collection[int]) -> dict[tuple[int, int], Marked]:
    """What was marked in rejected wordings of comments, by comment and wording, by one statement."""
    rows = db.session.execute(
        select(MarkedPassage, CommentRevision.body)
        .join(
            CommentRevision,
            (CommentRevision.comment_id == MarkedPassage.comment_id)
            & (CommentRevision.number == MarkedPassage.revision),
        )
        .where(MarkedPassage.comment_id.in_(comment_ids))
        .order_by(MarkedPassage.comment_id, MarkedPassage.start)
    )
    spans: dict[tuple[int, int, str], list[tuple[int, int]]] = {}
    for row, body in rows:
        spans.setdefault((row.comment_id, row.revision, body), []).append((row.start, row.end))
    return {
        (comment_id, revision): Marked(
            tuple(body[start:end] for start, end in places), tuple(marked_passages(body, places))
        )
        for (comment_id, revision, body), places in spans.items()
    }


@dataclass(frozen=True)
class RejectedChange:
    """The newest wording of a comment, which a moderator did not accept; an earlier one stands."""

    revision: int
    reason: Reason | None


def rejected_changes(comments: Sequence[Comment]) -> dict[int, RejectedChange]:
    """The changes that were rejected and not made anew since, by the id of their comment."""
    stand = {
        found.id: found
        for found in comments
        if found.pending_revision is None and found.state in (CommentState.PUBLISHED, CommentState.HIDDEN)
    }
    newest = _changed(stand)
    if not newest:
        return {}
    reasons = {found.key: found for found in queries.reasons(active=False)}
    found = {}
    for entry in _rejections(list(newest)):
        facts = entry.values
        if facts["revision"] == newest[entry.subject_id]:
            found[entry.subject_id] = RejectedChange(facts["revision"], reasons.get(facts["reason_key"]))
    return found


def _changed(comments: dict[int, Comment]) -> dict[int, int]:
    """The newest wording of each comment that has one which is not the one that stands."""
    rows = db.session.execute(
        select(CommentRevision.comment_id, func.max(CommentRevision.number))
        .where(CommentRevision.comment_id.in_(list(comments)))
        .group_by(CommentRevision.comment_id)
    )
    return {comment_id: number for comment_id, number in rows if number > comments[comment_id].body_revision}


def _rejections(ids: Sequence[int]) -> Sequence[Entry]:
    verb = verbs.COMMENT_REJECTED
    return db.session.scalars(
        select(Entry)
        .where(Entry.subject_kind == verb.subject, Entry.subject_id.in_(ids), Entry.verb == verb.name)
        .order_by(Entry.id)
    ).all()
