"""What a moderator does with a comment; each refuses when the comment is no longer what was read."""

from collections.abc import Sequence

from engage.comments import queries, verbs
from engage.comments.actions.publishing import publish_now
from engage.comments.actions.transitions import changing
from engage.comments.actions.wording import adopt_wording, carry_redactions, render_again
from engage.comments.models import Comment, CommentState, MarkedPassage, Reason, Redaction
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import TextProblem, render_comment

DECIDED = "Somebody else has decided about this comment already. Look at where it stands now."
CHANGED = "The writer has changed this comment since you opened it. Read it again before you decide."


def publish_comment(actor: Viewer, *, comment: Comment, revision: int) -> Comment:
    """Approve the wording that waits; a first one gets its number, a changed one takes the place of the earlier."""
    with changing(comment) as thread:
        _require_waiting(comment, revision)
        if comment.pending_revision is None:
            if comment.under_hidden or _parent_is_away(comment):
                raise Refused("The comment that it answers is not shown. Restore that one first, or reject this.")
            publish_now(actor, thread, comment)
            return comment
        adopt_wording(comment, comment.pending_revision)
        comment.state, comment.reason_key = CommentState.PUBLISHED, None
        ledger.record(
            verbs.COMMENT_EDIT_APPROVED,
            subject_id=comment.id,
            actor_id=actor.account_id,
            publication_id=comment.publication_id,
            revision=revision,
        )
    return comment


def reject_comment(
    actor: Viewer, *, comment: Comment, revision: int, reason: Reason, marked: Sequence[tuple[int, int]] = ()
) -> Comment:
    """Reject the wording that waits; of a published comment the earlier wording stays.

    `marked` are passages [start, end) of that wording, which its writer is shown marked.
    """
    with changing(comment):
        _require_waiting(comment, revision)
        db.session.add_all(
            MarkedPassage(comment_id=comment.id, revision=revision, start=start, end=end) for start, end in marked
        )
        if comment.pending_revision is None:
            comment.state, comment.reason_key = CommentState.REJECTED, reason.key
        comment.pending_revision = comment.waiting_since = None
        ledger.record(
            verbs.COMMENT_REJECTED,
            subject_id=comment.id,
            actor_id=actor.account_id,
            publication_id=comment.publication_id,
            reason_key=reason.key,
            revision=revision,
        )
    return comment


def hide_comment(actor: Viewer, *, comment: Comment, reason: Reason) -> Comment:
    """Take a published comment away, with the replies below it; its number stays as a stub. Settles its reports.

    One that was taken away until somebody reads it stays away, for this reason.
    """
    with changing(comment):
        held = comment.state is CommentState.HIDDEN and comment.reason_key is None
        if comment.state is not CommentState.PUBLISHED and not held:
            raise Refused(DECIDED)
        comment.state, comment.reason_key = CommentState.HIDDEN, reason.key
        ledger.record(
            verbs.COMMENT_HIDDEN,
            subject_id=comment.id,
            actor_id=actor.account_id,
            publication_id=comment.publication_id,
            reason_key=reason.key,
        )
        _settle_open(actor, comment)
    return comment


def restore_comment(actor: Viewer, *, comment: Comment) -> Comment:
    """Show a hidden comment again, with its number and the replies below it. Settles its reports."""
    with changing(comment):
        if comment.state is not CommentState.HIDDEN:
            raise Refused(DECIDED)
        comment.state, comment.reason_key = CommentState.PUBLISHED, None
        ledger.record(
            verbs.COMMENT_RESTORED,
            subject_id=comment.id,
            actor_id=actor.account_id,
            publication_id=comment.publication_id,
        )
        _settle_open(actor, comment)
    return comment


def readmit_comment(actor: Viewer, *, comment: Comment) -> Comment:
    """Publish a rejected comment after all, because an appeal found that the rejection was wrong."""
    with changing(comment) as thread:
        if comment.state is not CommentState.REJECTED:
            raise Refused(DECIDED)
        if comment.under_hidden or _parent_is_away(comment):
            raise Refused("The comment that it answers is not shown. Restore that one first.")
        publish_now(actor, thread, comment)
    return comment


def redact_comment(actor: Viewer, *, comment: Comment, revision: int, start: int, end: int, reason: Reason) -> Comment:
    """Black out [start, end) of the wording that was read; a visible mark stands in its place.

    The same words are black in the other wording too, where one is public and a changed one waits.
    """
    with changing(comment):
        if revision not in (comment.body_revision, comment.pending_revision):
            raise Refused(CHANGED)
        redaction = Redaction(
            comment_id=comment.id,
            revision=revision,
            start=start,
            end=end,
            reason_key=reason.key,
            account_id=actor.account_id,
            at=clock.now(),
        )
        _check_passage(comment, redaction)
        db.session.add(redaction)
        db.session.flush()
        # While a changed wording waits, the one that is public may hold the same words.
        for other in {comment.body_revision, comment.pending_revision or revision} - {revision}:
            carry_redactions(comment, other)
        render_again(comment)
        ledger.record(
            verbs.COMMENT_REDACTED,
            subject_id=comment.id,
            actor_id=actor.account_id,
            publication_id=comment.publication_id,
            revision=revision,
            redaction_id=redaction.id,
            reason_key=reason.key,
        )
    return comment


def settle_reports(actor: Viewer, *, comment: Comment) -> Comment:
    """Keep a reported comment as it is: its open reports are settled."""
    with changing(comment):
        _settle_open(actor, comment)
    return comment


def _settle_open(actor: Viewer, comment: Comment) -> None:
    reports = queries.open_reports(comment.id)
    for report in reports:
        report.settled_at = clock.now()
    comment.report_count = 0
    if reports:
        ledger.record(
            verbs.REPORTS_SETTLED,
            subject_id=comment.id,
            actor_id=actor.account_id,
            publication_id=comment.publication_id,
            settled=len(reports),
        )


def _check_passage(comment: Comment, redaction: Redaction) -> None:
    try:
        render_comment(queries.wording(comment.id, redaction.revision), [(redaction.start, redaction.end)])
    except TextProblem as problem:
        raise Refused(str(problem), "passage") from problem


def _require_waiting(comment: Comment, revision: int) -> None:
    if not comment.waits:
        raise Refused(DECIDED)
    if revision != comment.revision_to_read:
        raise Refused(CHANGED)


def _parent_is_away(comment: Comment) -> bool:
    parent = queries.comment(comment.parent_id) if comment.parent_id else None
    return parent is not None and parent.covers
