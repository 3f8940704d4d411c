"""Who is on duty, what the desk promises, and the days on which it rests."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from engage.casework import actions, queries
from engage.casework.forms import PlainForm
from engage.casework.forms_rota import DutyForm, HolidayForm, TermsForm, minutes_of
from engage.casework.front import blueprint
from engage.casework.rights import PLAN_DUTY, SEE_ROTA
from engage.core import access, clock
from engage.core.access import requires
from engage.core.errors import Refused
from engage.core.i18n import today
from engage.core.pages import page, see_other
from engage.screening import queries as screening


@blueprint.route("/rota/", methods=["GET"])
@requires(SEE_ROTA)
def rota() -> Response:
    """The rota, and who is on duty now."""
    return _rota_page(DutyForm(formdata=None))


def _rota_page(form: DutyForm) -> Response:
    return page(
        "casework/rota.html",
        422 if form.errors else 200,
        form=form.offer(screening.possible_owners()),
        lines=queries.duties(),
        now_on_duty=queries.on_duty(clock.now()),
        absence=queries.open_absence(),
        terms=queries.terms(),
        may_plan=access.viewer().may(PLAN_DUTY),
    )


@blueprint.post("/rota/")
@requires(PLAN_DUTY)
def add_duty() -> Response:
    """Put somebody on the rota."""
    form = DutyForm().offer(screening.possible_owners())
    if not form.validate():
        return _rota_page(form)
    try:
        actions.add_duty(
            access.viewer(),
            account_id=int(form.account.data),
            weekday=int(form.weekday.data),
            day=form.day.data,
            starts=minutes_of(form.starts.data),
            ends=minutes_of(form.ends.data),
        )
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return _rota_page(form)
    return see_other(url_for(".rota"))


@blueprint.post("/rota/<int:duty_id>/remove/")
@requires(PLAN_DUTY)
def remove_duty(duty_id: int) -> Response:
    """Take a duty off the rota."""
    found = queries.duty(duty_id) or abort(404)
    if not PlainForm().validate():
        abort(400)
    actions.remove_duty(access.viewer(), duty=found)
    return see_other(url_for(".rota"))


@blueprint.route("/promises/", methods=["GET", "POST"])
@requires(PLAN_DUTY)
def promises() -> Response:
    """Change what the desk promises."""
    form = TermsForm.of(queries.terms())
    if form.validate_on_submit():
        try:
            actions.save_terms(access.viewer(), promise=form.promise)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("Saved what the desk promises.", "success")
            return see_other(url_for(".promises"))
    return _promises_page(form, HolidayForm(formdata=None))


def _promises_page(form: TermsForm, holiday: HolidayForm) -> Response:
    days = {day: title for day, title in queries.holidays().items() if day >= today()}
    status = 422 if form.errors or holiday.errors else 200
    return page("casework/promises.html", status, form=form, holiday=holiday, days=days)


@blueprint.post("/promises/holidays/")
@requires(PLAN_DUTY)
def set_holiday() -> Response:
    """Let the desk rest on a day, or work after all."""
    form = HolidayForm()
    if not form.validate():
        return _promises_page(TermsForm.of(queries.terms(), formdata=None), form)
    actions.save_holiday(access.viewer(), day=form.holiday.data, title=form.title.data or "")
    return see_other(url_for(".promises"))
