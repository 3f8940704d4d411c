"""How what is decided in casework is taken back while nobody has been told of it."""

from flask import abort, url_for

from engage.casework import actions, queries
from engage.casework.actions import appeals, people, serious
from engage.core import undoing
from engage.core.permissions import Viewer
from engage.core.undoing import UndoStep
from engage.moderation import queries as desk
from engage.screening.models import Sanction


def _appeal(actor: Viewer, step: UndoStep) -> None:
    line = queries.access_appeal(actor, step.subject_id)
    actions.reopen_appeal(actor, appeal=line.appeal, **step.values)


def _sanction(step: UndoStep) -> Sanction:
    return queries.sanction(step.subject_id) or abort(404)


def _sanction_set(actor: Viewer, step: UndoStep) -> None:
    actions.unset_sanction(actor, sanction=_sanction(step), **step.values)


def _sanction_lifted(actor: Viewer, step: UndoStep) -> None:
    actions.bind_again(actor, sanction=_sanction(step), **step.values)


def _escalated(actor: Viewer, step: UndoStep) -> None:
    case = queries.access_escalation(actor, step.subject_id)
    comment = desk.access_item(actor, case.row.comment_id)
    serious.take_back_escalation(actor, comment=comment, escalation=case.row, **step.values)


def _escalation_closed(actor: Viewer, step: UndoStep) -> None:
    case = queries.access_escalation(actor, step.subject_id)
    actions.reopen_escalation(actor, escalation=case.row, **step.values)


undoing.offer(appeals.UNDO_KIND, _appeal, lambda number: url_for("casework_staff.appeal", appeal_id=number))
undoing.offer(people.UNDO_SET, _sanction_set, lambda _: url_for("casework_staff.sanctions"))
undoing.offer(people.UNDO_LIFT, _sanction_lifted, lambda _: url_for("casework_staff.sanctions"))
undoing.offer(serious.UNDO_ESCALATE, _escalated, lambda _: url_for("casework_staff.escalations"))
undoing.offer(
    serious.UNDO_CLOSE, _escalation_closed, lambda number: url_for("casework_staff.escalation", escalation_id=number)
)
