"""What is serious: a comment goes to named people at once, and a report of something illegal is answered."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, url_for
from sqlalchemy import delete

from engage.accounts.addresses import normal
from engage.casework import mails, queries, verbs
from engage.casework.actions.people import OWN, words
from engage.casework.models import Escalation, EscalationStep, IllegalReport, Procedure, Worry
from engage.comments import queries as comment_queries
from engage.comments.actions.holding import hide_until_read, keep_findings
from engage.comments.actions.transitions import changing
from engage.comments.actions.undoing import marks, return_comment, standing
from engage.comments.models import Comment, CommentState, Hold
from engage.comments.verbs import COMMENT_HIDDEN
from engage.core import clock, ledger, outbox, undoing
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.messages import link
from engage.core.permissions import Viewer
from engage.core.text import clean_line, clean_text
from engage.moderation.queries.cards import is_own
from engage.screening.checks import Finding
from engage.screening.models import RuleAction

UNDO_CLOSE = "escalation-closed"
UNDO_ESCALATE = "escalated"
SOURCE = "escalated"
# Long enough to see that it was the wrong comment or button, and no longer: somebody may be in danger.
WAIT = timedelta(minutes=1)
SAYS = "It may be serious, so the people who must know about that look at it first."
TAKEN_DOWN = "It was reported as against the law, and we have taken it down."


def escalate(actor: Viewer, *, comment: Comment, worry: Worry, note: str = "") -> Escalation:
    """Take a comment off the page or keep it there unread, keep its words as evidence, and tell the named people.

    They are told a minute later, so that it can be undone before.
    """
    if is_own(actor, comment):
        raise Refused(OWN)
    known = queries.open_escalation(comment.id)
    if known is not None:
        return known
    told_at = min(clock.now() + WAIT, undoing.until())
    with changing(comment):
        evidence, before = _evidence(comment), standing(comment) | marks(comment)
        finding = Finding(None, SOURCE, RuleAction.HOLD, f"Escalated: {worry.label.lower()}", SAYS)
        keep_findings(comment, comment.revision_to_read, [finding])
        if comment.state is CommentState.PUBLISHED:
            hide_until_read(comment, SAYS, actor.account_id, told_at=told_at)
    escalation = Escalation(
        comment_id=comment.id,
        worry=worry,
        note=clean_text(note),
        evidence=json.dumps(evidence, ensure_ascii=False, indent=1),
        by_id=actor.account_id,
        at=clock.now(),
    )
    db.session.add(escalation)
    db.session.flush()
    ledger.record(
        verbs.COMMENT_ESCALATED,
        subject_id=comment.id,
        actor_id=actor.account_id,
        escalation_id=escalation.id,
        worry=worry.value,
    )
    _tell(escalation, worry, told_at)
    change = {"before": before, "after": standing(comment)}
    undoing.keep(actor, UNDO_ESCALATE, escalation.id, "escalated a comment", change).settles_at = told_at
    return escalation


def take_back_escalation(
    actor: Viewer,
    *,
    comment: Comment,
    escalation: Escalation,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    """Undo an escalation before anybody is told of it; the comment stands as it did, and the case is gone."""
    if escalation.closed_at is not None or queries.steps_of(escalation.id):
        raise Refused("Something was done about this case already, so it cannot be undone. Close it instead.")
    with changing(comment):
        if before["state"] != after["state"]:
            return_comment(actor, comment=comment, before=before, after=after, told=(COMMENT_HIDDEN,))
        db.session.execute(delete(Hold).where(Hold.comment_id == comment.id, Hold.source == SOURCE))
    outbox.drop_planned(f"escalated:{escalation.id}:")
    outbox.drop_planned(f"comment-held:{comment.id}:")
    ledger.record(
        verbs.COMMENT_ESCALATION_UNDONE,
        subject_id=comment.id,
        actor_id=actor.account_id,
        escalation_id=escalation.id,
    )
    db.session.delete(escalation)


def _evidence(comment: Comment) -> dict[str, object]:
    return {
        "comment": comment.id,
        "on": comment_queries.title_of(comment),
        "state": comment.state.value,
        "name": comment.name,
        "address": comment_queries.address_of(comment),
        "account": comment.account_id,
        "sent": comment.submitted_at.isoformat(),
        "wordings": [
            {"number": kept.number, "at": kept.at.isoformat(), "words": kept.body}
            for kept in comment_queries.wordings(comment.id)
        ],
    }


def _tell(escalation: Escalation, worry: Worry, told_at: datetime) -> None:
    url = link(url_for("casework_staff.escalation", escalation_id=escalation.id))
    for address in queries.named_people(worry):
        outbox.put(
            mails.escalated(address, worry, queries.procedure(worry).text, url),
            key=f"escalated:{escalation.id}:{address}",
            due_at=told_at,
        )


def record_step(actor: Viewer, *, escalation: Escalation, text: str) -> EscalationStep:
    """Record what was done."""
    if escalation.closed_at is not None:
        raise Refused("This case is closed.")
    step = EscalationStep(
        escalation_id=escalation.id,
        text=words(text, "text", "Write what was done."),
        by_id=actor.account_id,
        at=clock.now(),
    )
    db.session.add(step)
    db.session.flush()
    ledger.record(verbs.ESCALATION_STEP, subject_id=escalation.id, actor_id=actor.account_id, step_id=step.id)
    return step


def close_escalation(actor: Viewer, *, escalation: Escalation, outcome: str) -> Escalation:
    """Close a case with its outcome; the comment stays off the page until a moderator decides about it."""
    if escalation.closed_at is not None:
        raise Refused("Somebody has closed this case already.")
    escalation.outcome = words(outcome, "text", "Write how it ended.")
    escalation.closed_at, escalation.closed_by = clock.now(), actor.account_id
    ledger.record(verbs.ESCALATION_CLOSED, subject_id=escalation.id, actor_id=actor.account_id)
    undoing.keep(actor, UNDO_CLOSE, escalation.id, "closed a case", {"outcome": escalation.outcome})
    return escalation


def reopen_escalation(actor: Viewer, *, escalation: Escalation, outcome: str) -> None:
    """Open a case again that was closed by mistake; what was written at its end stays as a step."""
    if escalation.closed_at is None:
        raise Refused("This case is open already.")
    escalation.closed_at = escalation.closed_by = None
    escalation.outcome = ""
    record_step(actor, escalation=escalation, text=outcome)
    ledger.record(verbs.ESCALATION_REOPENED, subject_id=escalation.id, actor_id=actor.account_id)


def save_procedure(actor: Viewer, *, worry: Worry, text: str, people: str) -> Procedure:
    """Write what is to be done about a worry, and the addresses of those who are told."""
    lines = [clean_line(line) for line in people.splitlines() if clean_line(line)]
    wrong = next((line for line in lines if "@" not in line or " " in line), None)
    if wrong is not None:
        raise Refused(f"“{wrong}” is not an email address.", "people")
    row = db.session.get(Procedure, worry) or Procedure(worry=worry)
    row.text, row.people = words(text, "text", "Write what is to be done."), "\n".join(map(normal, lines))
    row.changed_at = clock.now()
    row.changed_by = actor.account_id or 0
    db.session.add(row)
    ledger.record(verbs.PROCEDURE_SAVED, subject_id=0, actor_id=actor.account_id, worry=worry.value)
    return row


def report_illegal(
    actor: Viewer, *, where: str, text: str, name: str, email: str, comment: Comment | None = None
) -> IllegalReport:
    """Take somebody's word that something is against the law, and say by when it is answered."""
    now = clock.now()
    report = IllegalReport(
        comment_id=comment.id if comment else None,
        where=clean_line(where),
        text=words(text, "text", "Say what is against the law, and why."),
        name=clean_line(name),
        email=normal(email),
        account_id=actor.account_id,
        at=now,
        due_at=queries.calendar().after_hours(now, queries.terms().illegal_hours),
    )
    db.session.add(report)
    db.session.flush()
    ledger.record(verbs.ILLEGAL_REPORTED, subject_id=report.id, actor_id=actor.account_id, comment_id=report.comment_id)
    outbox.put(mails.illegal_received(report), key=f"illegal-received:{report.id}")
    return report


def answer_illegal(
    actor: Viewer, *, report: IllegalReport, comment: Comment | None, removed: bool, answer: str
) -> IllegalReport:
    """Answer whoever reported; what is removed leaves the page at once."""
    db.session.refresh(report, with_for_update=True)
    if report.answered_at is not None:
        raise Refused("Somebody has answered this report already.")
    if report.account_id is not None and report.account_id == actor.account_id:
        raise Refused("You made this report, so somebody else must answer it.")
    if comment is not None and is_own(actor, comment):
        raise Refused(OWN)
    report.answer = words(answer, "answer", "Write the answer. It goes to whoever reported it.")
    report.removed, report.answered_by, report.answered_at = removed, actor.account_id, clock.now()
    if removed and comment is not None:
        with changing(comment):
            if comment.state is CommentState.PUBLISHED:
                hide_until_read(comment, TAKEN_DOWN, actor.account_id)
    ledger.record(
        verbs.ILLEGAL_ANSWERED,
        subject_id=report.id,
        actor_id=actor.account_id,
        comment_id=report.comment_id,
        removed=removed,
    )
    outbox.put(mails.illegal_answered(report, current_app.config["SITE"].email), key=f"illegal-answered:{report.id}")
    return report
