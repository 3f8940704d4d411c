"""The calendar that the rehearsal looks at: bank holidays, and the periods before elections."""

from datetime import timedelta

from flask import Response as FlaskResponse
from flask import abort, flash, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Optional

from engage.consultations import actions, rights
from engage.consultations.blueprints import staff as blueprint
from engage.core import calendar
from engage.core.access import requires, viewer
from engage.core.calendar import DayKind
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.i18n import today
from engage.core.pages import page, see_other
from engage.publishing.fields import A_DATE, DayField

AHEAD = timedelta(days=550)
WORDS = {DayKind.BANK_HOLIDAY: "Bank holiday", DayKind.PRE_ELECTION: "Before an election"}


class SpecialDaysForm(Form):
    """A day or a period."""

    kind = SelectField("What it is", choices=[SelectChoice(kind.value, words) for kind, words in WORDS.items()])
    title = StringField("What it is called", validators=[DataRequired("Say what it is called.")])
    starts = DayField("First day", validators=[DataRequired(A_DATE)])
    ends = DayField("Last day", description="Leave it empty for one day.", validators=[Optional()])


@blueprint.route("/calendar/", methods=["GET", "POST"])
@requires(rights.LAUNCH)
def special_days() -> Response:
    """The days that are known, by rule or because they were announced, and one more."""
    form = SpecialDaysForm()
    if form.validate_on_submit():
        try:
            assert form.starts.data is not None  # noqa: S101 - the form has asked for it
            facts = {"title": form.title.data or "", "starts": form.starts.data, "ends": form.ends.data}
            actions.add_special_days(viewer(), kind=DayKind(form.kind.data), **facts)
        except Refused as refusal:
            form.say(refusal)
        else:
            flash("It is in the calendar.", "success")
            return see_other(url_for(".special_days"))
    return _calendar(form)


def _calendar(form: Form) -> FlaskResponse:
    days = today()
    return page(
        "consultations/staff/calendar.html",
        422 if form.errors else 200,
        form=form,
        announced=calendar.announced_days(),
        words=WORDS,
        holidays=calendar.bank_holidays(days, days + AHEAD),
        elections=calendar.pre_election_periods(days, days + AHEAD),
    )


@blueprint.post("/calendar/<int:row_id>/remove/")
@requires(rights.LAUNCH)
def remove_special_days(row_id: int) -> Response:
    """Take what was put there out again."""
    form = Form()
    row = next((row for row in calendar.announced_days() if row.id == row_id), None) or abort(404)
    if not form.validate_on_submit():
        shown = SpecialDaysForm(formdata=None)
        shown.form_errors = form.form_errors
        return _calendar(shown)
    actions.remove_special_days(viewer(), row=row)
    flash("It is taken out.", "success")
    return see_other(url_for(".special_days"))
