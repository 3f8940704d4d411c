"""What a writer does with a comment afterwards: edit and withdraw."""

from flask import current_app

from engage.comments import queries, verbs
from engage.comments.actions.checks import STOPPED, check_address, check_words
from engage.comments.actions.holding import findings, from_circumstances, holds, keep_findings, require_may_send
from engage.comments.actions.transitions import changing
from engage.comments.actions.wording import add_wording, adopt_wording
from engage.comments.models import Comment, CommentState, ModerationMode, Thread
from engage.core import clock, ledger
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.screening import queries as screening
from engage.screening.shapes import likeness

EDITABLE = (CommentState.WAITING, CommentState.REJECTED, CommentState.PUBLISHED, CommentState.HIDDEN)


class ChangedMeanwhile(Refused):
    """The words are not those any more from which the new ones were made."""

    def __init__(self) -> None:
        """Say it by the words."""
        super().__init__(
            "These words were changed on another page after you opened this one. Yours are still in the box and not "
            "saved yet. If you save again, they take the place of the others.",
            "body",
        )


def edit_comment(actor: Viewer, *, comment: Comment, body: str, base: int | None = None) -> Comment:
    """Change the words of a comment; refused with `ChangedMeanwhile` when `base` is not its newest wording any more.

    The public wording stays until a moderator has read the new one, unless the edit may be public at once
    (`edit_is_public_at_once`) and no rule holds it. A rejected comment goes back to the moderator.
    """
    body = check_words(body)
    address = queries.address_of(comment) or ""
    check_address(address)
    sanction = screening.sanction_of(comment.account_id, queries.untagged(address))
    require_may_send(sanction)
    with changing(comment) as thread:
        if comment.state not in EDITABLE:
            raise Refused("This comment can no longer be edited.", "body")
        if queries.is_stopped() is not None:
            raise Refused(STOPPED, "body")
        if body == queries.wording(comment.id, comment.revision_to_read) and comment.state is not CommentState.REJECTED:
            return comment
        if base is not None and base != queries.last_revision(comment.id):
            raise ChangedMeanwhile
        found = [] if comment.official_for is not None else findings(comment, body)
        found += from_circumstances(sanction, is_absent=screening.is_absent())
        at_once = edit_is_public_at_once(thread, comment) and not holds(found)
        comment.likeness = likeness(body)
        number = add_wording(comment, body)
        keep_findings(comment, number, found)
        _take(comment, number, at_once)
        ledger.record(
            verbs.COMMENT_EDITED,
            subject_id=comment.id,
            actor_id=actor.account_id,
            publication_id=comment.publication_id,
            revision=comment.revision_to_read,
            waits=comment.waits,
        )
    return comment


def edit_is_public_at_once(thread: Thread, comment: Comment) -> bool:
    """Whether an edit needs no moderator: an official reply's, or one soon after sending where comments are read later.

    Where a moderator reads before publication an edit would be a way round him, and so it would be after he blacked
    out a passage or while somebody's report waits for him.
    """
    if comment.state is not CommentState.PUBLISHED or comment.pending_revision is not None:
        return False
    if comment.report_count or queries.redactions(comment.id):
        return False
    soon = clock.now() - comment.submitted_at <= current_app.config["ENGAGE"].edit_window
    return comment.official_for is not None or (thread.mode is ModerationMode.AFTER and soon)


def _take(comment: Comment, number: int, at_once: bool) -> None:
    if at_once:
        adopt_wording(comment, number)
        return
    waiting_since = comment.waiting_since or clock.now()
    if comment.number is None:
        adopt_wording(comment, number)
        comment.state, comment.reason_key = CommentState.WAITING, None
    else:
        comment.pending_revision = number
    comment.waiting_since = waiting_since


def withdraw_comment(actor: Viewer, *, comment: Comment) -> Comment:
    """Take one's own comment back; of a published one the number stays as a stub. A second time changes nothing."""
    with changing(comment):
        if comment.state is CommentState.WITHDRAWN:
            return comment
        if comment.state is CommentState.EXPIRED:
            raise Refused("This comment was never confirmed and has been deleted.")
        comment.state, comment.reason_key = CommentState.WITHDRAWN, None
        comment.pending_revision = comment.waiting_since = None
        ledger.record(
            verbs.COMMENT_WITHDRAWN,
            subject_id=comment.id,
            actor_id=actor.account_id,
            publication_id=comment.publication_id,
        )
    return comment
