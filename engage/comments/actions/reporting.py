"""Somebody's word that a comment breaks the policy."""

from engage.comments import queries, verbs
from engage.comments.actions.holding import hold_when_reported
from engage.comments.actions.transitions import changing
from engage.comments.models import Comment, Reason, Report
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_text

LONGEST = 2_000


def report_comment(actor: Viewer, *, comment: Comment, reason: Reason, source_key: str, text: str = "") -> Report:
    """Report a public comment; one person's repeated reports of the same wording count once."""
    text = clean_text(text)
    if len(text) > LONGEST:
        raise Refused(f"What you write must be {LONGEST:,} characters or fewer.", "text")
    with changing(comment):
        known = queries.report_of(comment, source_key)
        if known is not None:
            return known
        if not comment.is_public:
            raise Refused("This comment is no longer shown.")
        report = Report(
            comment_id=comment.id,
            reason_key=reason.key,
            text=text,
            account_id=actor.account_id,
            source_key=source_key,
            at=clock.now(),
        )
        comment.report_count += 1
        db.session.add(report)
        db.session.flush()
        ledger.record(
            verbs.COMMENT_REPORTED,
            subject_id=comment.id,
            actor_id=actor.account_id,
            publication_id=comment.publication_id,
            report_id=report.id,
            reason_key=reason.key,
        )
        hold_when_reported(comment)
    return report
