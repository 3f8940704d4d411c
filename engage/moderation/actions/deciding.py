"""A moderator's decision about one comment: it changes the comment and goes on record, or neither."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from engage.comments import actions as comments
from engage.comments import queries as comment_queries
from engage.comments.actions.transitions import changing
from engage.comments.models import Comment, CommentState, Reason
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_text
from engage.moderation import queries
from engage.moderation.actions.recording import Said, put_on_record, stands_now
from engage.moderation.models import Decision, Verdict
from engage.moderation.passages import find_passage, marked_spans
from engage.moderation.queries.cards import is_own

LONGEST_NOTE = 2_000
NO_PASSAGE = "Paste the words that you want to black out, exactly as they stand in the comment."
NEEDS_REASON = frozenset({Verdict.REJECTED, Verdict.HIDDEN, Verdict.REDACTED})
STANDING = (CommentState.WAITING, CommentState.PUBLISHED, CommentState.HIDDEN)


class Stale(Refused):
    """The comment is no longer what the moderator read: somebody decided, or its writer changed it."""


@dataclass(frozen=True)
class Read:
    """What a moderator had before the eyes: the wording, and the last decision that was known then."""

    revision: int
    seen: int


@dataclass(frozen=True)
class Marks:
    """What a moderator marked in a wording: parts of it by their names, and words, each passage on a line."""

    parts: Collection[str] = ()
    words: str = ""


def offered(comment: Comment) -> list[Verdict]:
    """The decisions that can be taken about a comment as it stands."""
    found = [Verdict.APPROVED, Verdict.REJECTED] if comment.waits else []
    if comment.report_count and comment.state is CommentState.PUBLISHED:
        found.append(Verdict.KEPT)
    if comment.state is CommentState.PUBLISHED:
        found.append(Verdict.HIDDEN)
    if comment.state is CommentState.HIDDEN:
        found += [Verdict.RESTORED] if comment.reason_key else [Verdict.RESTORED, Verdict.HIDDEN]
    if comment.state in STANDING:
        found.append(Verdict.REDACTED)
    return found


def decide(
    actor: Viewer,
    *,
    comment: Comment,
    verdict: Verdict,
    read: Read,
    reason: Reason | None = None,
    note: str = "",
    marked: Marks | None = None,
    bulk_id: int | None = None,
) -> Decision:
    """Approve, reject, hide, restore or keep a comment, and put it on record; a rejection can mark what it is about.

    Raises Stale when the comment is no longer what was read; of two decisions at once the second is refused.
    """
    _refuse_own(actor, comment)
    with changing(comment):
        _require_read(actor, comment, read)
        _require_offered(comment, verdict)
        _require_reason(verdict, reason)
        before = stands_now(comment)
        spans = _spans(comment, verdict, read.revision, marked)
        _carry_out(actor, comment, verdict, revision=read.revision, reason=reason, marked=spans)
        said = Said(verdict, read.revision, reason, _checked(note), before, bulk_id=bulk_id)
        return put_on_record(actor, comment, said)


def black_out(
    actor: Viewer,
    *,
    comment: Comment,
    read: Read,
    passage: str,
    occurrence: int = 1,
    reason: Reason | None = None,
    note: str = "",
) -> Decision:
    """Black out the words of a passage, at the given one of the places where they stand, and put it on record."""
    _refuse_own(actor, comment)
    with changing(comment):
        _require_read(actor, comment, read)
        _require_offered(comment, Verdict.REDACTED)
        _require_reason(Verdict.REDACTED, reason)
        start, end = _passage(comment_queries.wording(comment.id, read.revision), passage, occurrence)
        assert reason is not None  # noqa: S101 - required above
        before = stands_now(comment)
        comments.redact_comment(actor, comment=comment, revision=read.revision, start=start, end=end, reason=reason)
        return put_on_record(actor, comment, Said(Verdict.REDACTED, read.revision, reason, _checked(note), before))


def _refuse_own(actor: Viewer, comment: Comment) -> None:
    if is_own(actor, comment):
        raise Refused("You wrote this comment, so somebody else must decide about it.")
    reports = comment_queries.open_reports(comment.id) if comment.report_count else []
    if any(report.account_id == actor.account_id for report in reports):
        raise Refused("You reported this comment, so somebody else must decide about it.")


def _require_read(actor: Viewer, comment: Comment, read: Read) -> None:
    """Make sure that the comment, which is held, is what was read."""
    if queries.newest_decision_id(comment.id) not in (0, read.seen):
        last = queries.last_decision(comment)
        assert last is not None  # noqa: S101 - there is a newest one
        raise Stale(_taken(actor, last))
    if comment.state is CommentState.WITHDRAWN:
        raise Stale("The writer has withdrawn this comment since you opened it. There is nothing left to decide.")
    if comment.revision_to_read != read.revision:
        raise Stale("The writer has changed this comment since you opened it. Read the new text before you decide.")


def _taken(actor: Viewer, last: queries.LoggedDecision) -> str:
    said = last.decision.verdict.said
    if last.decision.undone_at is not None:
        return "The last decision about this comment was undone while you had it open. This is where it stands now."
    if last.decision.account_id == actor.account_id:
        return f"You {said} already, in another tab or by a second click. This is where it stands now."
    return f"{last.moderator} {said} while you had it open, so yours was not carried out. This is where it stands now."


def _require_offered(comment: Comment, verdict: Verdict) -> None:
    if verdict not in offered(comment):
        raise Stale("This comment has changed since you opened it. Look at where it stands now before you decide.")


def _require_reason(verdict: Verdict, reason: Reason | None) -> None:
    if verdict in NEEDS_REASON and reason is None:
        raise Refused("Choose a reason. The writer is told which rule the comment breaks.", "reason")
    if verdict not in NEEDS_REASON and reason is not None:
        raise Refused(
            f"You chose the reason “{reason.label}” and pressed “{verdict.button}”. Nothing was done. "
            f"Press the button again if you mean it, or choose the reason again to reject or hide.",
            "reason",
        )


def _spans(comment: Comment, verdict: Verdict, revision: int, marked: Marks | None) -> list[tuple[int, int]]:
    if marked is None or not (marked.parts or marked.words.strip()):
        return []
    if verdict is not Verdict.REJECTED:
        raise Refused(f"You marked words and pressed “{verdict.button}”. Only a rejection can mark them.", "marked")
    return marked_spans(comment_queries.wording(comment.id, revision), marked.parts, marked.words)


def _carry_out(
    actor: Viewer,
    comment: Comment,
    verdict: Verdict,
    *,
    revision: int,
    reason: Reason | None,
    marked: Sequence[tuple[int, int]],
) -> None:
    if verdict is Verdict.APPROVED:
        comments.publish_comment(actor, comment=comment, revision=revision)
    elif verdict is Verdict.RESTORED:
        comments.restore_comment(actor, comment=comment)
    elif verdict is Verdict.KEPT:
        comments.settle_reports(actor, comment=comment)
    elif reason is not None and verdict is Verdict.REJECTED:
        comments.reject_comment(actor, comment=comment, revision=revision, reason=reason, marked=marked)
    elif reason is not None and verdict is Verdict.HIDDEN:
        comments.hide_comment(actor, comment=comment, reason=reason)


def _passage(source: str, words: str, occurrence: int) -> tuple[int, int]:
    if not words.strip():
        raise Refused(NO_PASSAGE, "passage")
    found = find_passage(source, words, occurrence)
    if found is None and occurrence > 1 and find_passage(source, words):
        raise Refused("These words do not stand in the comment so many times.", "occurrence")
    if found is None:
        raise Refused("These words are not in the comment. Copy them exactly as they stand there.", "passage")
    return found


def _checked(note: str) -> str:
    note = clean_text(note)
    if len(note) > LONGEST_NOTE:
        raise Refused(f"The note must be {LONGEST_NOTE:,} characters or fewer.", "note")
    return note
