"""Taking a moderator's decision back: the comment stands again as it stood before."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from engage.comments import queries, verbs
from engage.comments.actions.transitions import changing
from engage.comments.actions.wording import render_again
from engage.comments.models import Comment, CommentState, MarkedPassage, Redaction, Report
from engage.core import ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.ledger import Verb
from engage.core.permissions import Viewer

MOMENTS = ("waiting_since", "published_at", "edited_at")
PLAIN = ("reason_key", "pending_revision", "body_revision", "number")
NEWEST_BLACK_OUT = select(func.max(Redaction.id)).where(Redaction.comment_id == bindparam("comment"))
MOVED_ON = (
    "The comment has changed since this was decided, so it cannot be undone any more. Decide about it as it stands."
)


def standing(comment: Comment) -> dict[str, Any]:
    """What a decision can change of a comment, to be kept as JSON."""
    found: dict[str, Any] = {name: getattr(comment, name) for name in PLAIN}
    for name in MOMENTS:
        moment = getattr(comment, name)
        found[name] = moment.isoformat() if moment else None
    found["state"] = comment.state.value
    return found


def marks(comment: Comment) -> dict[str, Any]:
    """The newest black-out of a comment, and its open reports with the moment of the first."""
    newest = db.session.scalar(NEWEST_BLACK_OUT, {"comment": comment.id})
    reports = queries.open_reports(comment.id) if comment.report_count else []
    return {
        "redaction": newest or 0,
        "reports": [report.id for report in reports],
        "reported_since": min(report.at for report in reports).isoformat() if reports else None,
    }


def return_comment(
    actor: Viewer, *, comment: Comment, before: Mapping[str, Any], after: Mapping[str, Any], told: Sequence[Verb]
) -> int:
    """Let a comment stand as before the last decision about it; give the ledger's entry that is undone with it.

    Refuses when it no longer stands as that decision left it. A number that it was given is not used again.
    `told` are the verbs by which the ledger may have been told of such a decision.
    """
    with changing(comment):
        if standing(comment) != {name: after[name] for name in (*PLAIN, *MOMENTS, "state")}:
            raise Refused(MOVED_ON)
        _put_back(comment, before)
        entry_id = _entry_of(comment, told)
        ledger.record(
            verbs.COMMENT_DECISION_UNDONE,
            subject_id=comment.id,
            actor_id=actor.account_id,
            publication_id=comment.publication_id,
            entry_id=entry_id,
        )
    return entry_id


def _put_back(comment: Comment, before: Mapping[str, Any]) -> None:
    if comment.body_revision != before["body_revision"]:
        comment.body = queries.wording(comment.id, before["body_revision"])
    for name in PLAIN:
        setattr(comment, name, before[name])
    for name in MOMENTS:
        setattr(comment, name, datetime.fromisoformat(before[name]) if before[name] else None)
    comment.state = CommentState(before["state"])
    newer = (Redaction.comment_id == comment.id, Redaction.id > before["redaction"])
    db.session.execute(delete(Redaction).where(*newer).execution_options(synchronize_session="fetch"))
    if comment.waits:
        db.session.execute(
            delete(MarkedPassage).where(
                MarkedPassage.comment_id == comment.id, MarkedPassage.revision == comment.revision_to_read
            )
        )
    if before["reports"]:
        db.session.execute(update(Report).where(Report.id.in_(before["reports"])).values(settled_at=None))
        comment.report_count = len(queries.open_reports(comment.id))
    render_again(comment)


def _entry_of(comment: Comment, told: Sequence[Verb]) -> int:
    """The newest entry of these verbs that the ledger has of a comment."""
    return (
        db.session.scalar(
            select(func.max(ledger.Entry.id)).where(
                ledger.Entry.subject_kind == "comment",
                ledger.Entry.subject_id == comment.id,
                ledger.Entry.verb.in_([verb.name for verb in told]),
            )
        )
        or 0
    )


def lift_redaction(actor: Viewer, *, comment: Comment, redaction: Redaction) -> Comment:
    """Show the words of a black-out again, in every wording where the same words are black."""
    with changing(comment):
        words = _words(comment, redaction)
        same = [row for row in queries.redactions(comment.id) if _words(comment, row) == words]
        for row in same:
            db.session.delete(row)
        db.session.flush()
        render_again(comment)
        ledger.record(
            verbs.COMMENT_REDACTION_LIFTED,
            subject_id=comment.id,
            actor_id=actor.account_id,
            publication_id=comment.publication_id,
            redaction_id=redaction.id,
        )
    return comment


def _words(comment: Comment, redaction: Redaction) -> str:
    text = queries.wording(comment.id, redaction.revision)
    return " ".join(text[redaction.start : redaction.end].casefold().split())
