"""What is serious, at the desk: escalating, the cases, the procedures, and reports of illegal content."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from engage.casework import actions, queries
from engage.casework.forms import EscalationForm, IllegalAnswerForm, ProcedureForm, StepForm
from engage.casework.front import blueprint
from engage.casework.models import Worry
from engage.casework.queries import Case
from engage.casework.rights import ANSWER_ILLEGAL, ESCALATE, WRITE_PROCEDURES
from engage.core import access, clock
from engage.core.access import requires
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.moderation import queries as desk


@blueprint.route("/escalate/<int:comment_id>/", methods=["GET", "POST"])
@requires(ESCALATE)
def escalate(comment_id: int) -> Response:
    """Escalate a comment: one form, at once."""
    viewer = access.viewer()
    comment = desk.access_item(viewer, comment_id)
    known, form = queries.open_escalation(comment_id), EscalationForm()
    if known is not None:
        if form.is_submitted() and form.validate() and form.note.data:
            actions.record_step(viewer, escalation=known, text=form.note.data)
        return see_other(url_for(".escalation", escalation_id=known.id))
    if form.validate_on_submit():
        try:
            case = actions.escalate(viewer, comment=comment, worry=Worry(form.worry.data), note=form.note.data or "")
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("It is off the page. Those who must know are told in a minute, unless you undo it.", "success")
            return see_other(url_for(".escalation", escalation_id=case.id))
    card, status = desk.card_of(viewer, comment), 422 if form.errors else 200
    return page("casework/escalate.html", status, form=form, card=card, comment=comment)


@blueprint.get("/escalations/")
@requires(ESCALATE)
def escalations() -> Response:
    """The cases that are open, and those that were closed last."""
    viewer = access.viewer()
    return page(
        "casework/escalations.html",
        cases=queries.escalations(viewer),
        closed=queries.escalations(viewer, open_only=False, limit=20),
        worries=list(Worry),
        may_write=viewer.may(WRITE_PROCEDURES),
    )


@blueprint.route("/escalations/<int:escalation_id>/", methods=["GET", "POST"])
@requires(ESCALATE)
def escalation(escalation_id: int) -> Response:
    """A case: the evidence, the procedure, what was done; record a step or close it."""
    case = queries.access_escalation(access.viewer(), escalation_id)
    form = StepForm()
    if form.validate_on_submit():
        try:
            actions.record_step(access.viewer(), escalation=case.row, text=form.text.data)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            return see_other(url_for(".escalation", escalation_id=escalation_id))
    return _case_page(case, form)


def _case_page(case: Case, form: StepForm) -> Response:
    return page(
        "casework/escalation.html",
        422 if form.errors else 200,
        form=form,
        case=case,
        steps=queries.steps_of(case.row.id),
        procedure=queries.procedure(case.row.worry),
        people=queries.named_people(case.row.worry),
    )


@blueprint.post("/escalations/<int:escalation_id>/close/")
@requires(ESCALATE)
def close_escalation(escalation_id: int) -> Response:
    """Close a case with its outcome."""
    case, form = queries.access_escalation(access.viewer(), escalation_id), StepForm()
    if not form.validate():
        return _case_page(case, form)
    try:
        actions.close_escalation(access.viewer(), escalation=case.row, outcome=form.text.data)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return _case_page(case, form)
    return see_other(url_for(".escalations"))


@blueprint.route("/procedures/<worry>/", methods=["GET", "POST"])
@requires(WRITE_PROCEDURES)
def procedure(worry: str) -> Response:
    """Write what is done about a worry, and who is told."""
    if worry not in list(Worry):
        abort(404)
    known = queries.procedure(Worry(worry))
    form = ProcedureForm(obj=known)
    if form.validate_on_submit():
        try:
            actions.save_procedure(
                access.viewer(), worry=Worry(worry), text=form.text.data, people=form.people.data or ""
            )
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("Saved the procedure.", "success")
            return see_other(url_for(".escalations"))
    return page("casework/procedure.html", 422 if form.errors else 200, form=form, worry=Worry(worry))


@blueprint.get("/illegal-content/")
@requires(ANSWER_ILLEGAL)
def illegal_reports() -> Response:
    """The reports that wait for an answer, and those answered last."""
    viewer = access.viewer()
    return page(
        "casework/illegal_reports.html",
        cases=queries.illegal_reports(viewer),
        answered=queries.illegal_reports(viewer, open_only=False, limit=20),
        now=clock.now(),
    )


@blueprint.route("/illegal-content/<int:report_id>/", methods=["GET", "POST"])
@requires(ANSWER_ILLEGAL)
def illegal_report(report_id: int) -> Response:
    """A report of something illegal, and its answer."""
    case, form = queries.access_illegal(access.viewer(), report_id), IllegalAnswerForm()
    if form.validate_on_submit():
        removed, answer = form.removed.data == "yes", form.answer.data
        try:
            actions.answer_illegal(
                access.viewer(), report=case.row, comment=case.comment, removed=removed, answer=answer
            )
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("The answer is on its way.", "success")
            return see_other(url_for(".illegal_reports"))
    return page("casework/illegal_report.html", 422 if form.errors else 200, form=form, case=case, now=clock.now())
