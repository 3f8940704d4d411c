"""What holds a comment back or marks it: rules that look at its words, at its writer, or at what readers report."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, insert, select

from engage.accounts import queries as accounts
from engage.comments import mails, queries, verbs
from engage.comments.models import Comment, CommentState, Hold
from engage.core import clock, ledger, outbox
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.i18n import datetime_text
from engage.screening import queries as screening
from engage.screening.checks import Finding, Terms, found_by, screen
from engage.screening.models import RuleAction, RuleKind, Sanction, SanctionStep

ALIKE_WITHIN = timedelta(days=1)
NEVER_SENT = (CommentState.UNCONFIRMED, CommentState.EXPIRED)
ABSENT = "Nobody is on duty at the desk just now, so a moderator reads it before it is published."
COLUMNS = ("rule_id", "source", "action", "label", "says")


@dataclass(frozen=True)
class Looked:
    """What the words alone told by rules of a version, before anything was locked."""

    version: int
    found: list[Finding]


def look(body: str, publication_id: int) -> Looked:
    """Look at words by the rules that this process knows; asks no database, so that nobody waits for it."""
    rules = screening.in_memory()
    return Looked(rules.version, screen(body, rules, publication_id))


def findings(comment: Comment, body: str, version: int | None = None, looked: Looked | None = None) -> list[Finding]:
    """What the rules find in words that a comment is to have.

    `version` is that of the rules, if it is known; `looked` is good if the rules are still those that it was made by.
    """
    rules = screening.compiled(version)
    if looked is None or looked.version != rules.version:
        looked = Looked(rules.version, screen(body, rules, comment.publication_id))
    asked = [_ABOUT_THE_WRITER[rule.kind](rule, comment) for rule in rules.about_the_writer(comment.publication_id)]
    return looked.found + [finding for finding in asked if finding is not None]


def from_circumstances(sanction: Sanction | None, *, is_absent: bool) -> list[Finding]:
    """What holds a comment whatever its words: a sanction on its writer, or that nobody is on duty."""
    found = []
    if sanction is not None and sanction.step is SanctionStep.HELD:
        says = f"A moderator reads everything that you send first{_until(sanction)}. {sanction.says}"
        found.append(Finding(None, "sanction", RuleAction.HOLD, "Everything by this person is held", says))
    if is_absent:
        found.append(Finding(None, "absent", RuleAction.HOLD, "Nobody was on duty", ABSENT))
    return found


def require_may_send(sanction: Sanction | None) -> None:
    """Refuse plainly whoever may not send anything for a time, or any more."""
    if sanction is not None and sanction.step.stops:
        what = "You can send no comment here" if sanction.ends_at is None else "Your comments here are paused"
        raise Refused(f"{what}{_until(sanction)}. {sanction.says} The message about it says how to appeal.", "body")


def _until(sanction: Sanction) -> str:
    return f" until {datetime_text(sanction.ends_at)}" if sanction.ends_at else ""


def holds(found: Sequence[Finding]) -> bool:
    """Whether a moderator must read the words before they are public."""
    return any(finding.action is RuleAction.HOLD for finding in found)


def keep_findings(comment: Comment, revision: int, found: Sequence[Finding]) -> None:
    """Keep why a wording is held or marked."""
    if found:
        rows = [
            {name: getattr(finding, name) for name in COLUMNS}
            | {"comment_id": comment.id, "revision": revision, "spans": json.dumps(finding.spans), "at": clock.now()}
            for finding in found
        ]
        db.session.execute(insert(Hold), rows)


def hold_when_reported(comment: Comment) -> None:
    """Take a public comment off the page, or mark it, when as many reports wait as a rule says.

    It is hidden without a reason, which its stub says, until a moderator decides; the writer is told at once.
    """
    for rule in screening.compiled().rules:
        if rule.kind is not RuleKind.REPORTS or not rule.covers(comment.publication_id):
            continue
        if comment.report_count == rule.least:
            finding = found_by(rule, f"{rule.title}: {comment.report_count} reports")
            keep_findings(comment, comment.body_revision, [finding])
            if rule.action is RuleAction.HOLD and comment.state is CommentState.PUBLISHED:
                hide_until_read(comment, rule.says)


def hide_until_read(
    comment: Comment, says: str, actor_id: int | None = None, *, told_at: datetime | None = None
) -> None:
    """Take a public comment off the page without a decision about it, within what holds its thread.

    The writer is told at once, or where it can still be undone at `told_at`.
    """
    comment.state, comment.reason_key = CommentState.HIDDEN, None
    ledger.record(
        verbs.COMMENT_HIDDEN,
        subject_id=comment.id,
        actor_id=actor_id,
        publication_id=comment.publication_id,
        reason_key=None,
    )
    address = queries.address_of(comment)
    if address:
        outbox.put(
            mails.held(comment, queries.title_of(comment), address, says),
            key=f"comment-held:{comment.id}:{comment.body_revision}:{int(clock.now().timestamp())}",
            due_at=told_at,
        )


def _first_comment(rule: Terms, comment: Comment) -> Finding | None:
    mine = _by_writer(comment)
    known = select(Comment.id).where(mine, Comment.published_at.is_not(None), Comment.id != (comment.id or 0)).limit(1)
    return None if db.session.scalar(known) else found_by(rule, rule.title)


def _new_account(rule: Terms, comment: Comment) -> Finding | None:
    writer = accounts.account(comment.account_id) if comment.account_id else None
    young = writer is not None and clock.now() - writer.created_at < timedelta(days=rule.least)
    return found_by(rule, rule.title) if young else None


def _repeated(rule: Terms, comment: Comment) -> Finding | None:
    if comment.likeness is None:
        return None
    alike = db.session.scalar(
        select(func.count()).where(
            Comment.likeness == comment.likeness,
            Comment.submitted_at > clock.now() - ALIKE_WITHIN,
            Comment.state.not_in(NEVER_SENT),
            Comment.id != (comment.id or 0),
        )
    )
    times = (alike or 0) + 1
    return found_by(rule, f"{rule.title}: {times} times within a day") if times >= rule.least else None


def _by_writer(comment: Comment) -> ColumnElement[bool]:
    if comment.account_id is not None:
        return Comment.account_id == comment.account_id
    return Comment.email == comment.email


_ABOUT_THE_WRITER = {
    RuleKind.FIRST_COMMENT: _first_comment,
    RuleKind.NEW_ACCOUNT: _new_account,
    RuleKind.REPEATED: _repeated,
}
