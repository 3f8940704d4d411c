"""Whom the launch of a consultation writes to: lists of the directory."""

from collections.abc import Sequence

from flask import Response as FlaskResponse
from flask import flash, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from engage.consultations import actions, queries, rights
from engage.consultations.blueprints import staff as blueprint
from engage.consultations.desk_head import About
from engage.consultations.forms_launching import ListsForm
from engage.consultations.mailing import reach_of
from engage.consultations.models import Consultation
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.directory.rights import CONTACTS
from engage.lists.queries import stakeholder_lists

SHOWN = 50


@blueprint.route("/<int:consultation_id>/lists/", methods=["GET", "POST"])
@requires(rights.BUILD)
def mailing(consultation_id: int) -> Response:
    """The lists to which its launch writes, and who on them would not be reached."""
    it = queries.access_buildable(viewer(), consultation_id)
    held = queries.lists_of(it.id)
    form = ListsForm(data={"lists": held})
    offered = stakeholder_lists(viewer())
    form.lists.choices = [SelectChoice(each.id, each.name) for each in offered]
    if form.validate_on_submit():
        kept = set(held) - {each.id for each in offered}
        try:
            actions.set_lists(viewer(), consultation=it, list_ids=kept | set(form.lists.data or []))
        except Refused as refusal:
            form.say(refusal)
        else:
            flash("Saved.", "success")
            return see_other(url_for(".mailing", consultation_id=it.id))
    return _page(it, form, held)


def _page(it: Consultation, form: ListsForm, held: Sequence[int]) -> FlaskResponse:
    return page(
        "consultations/staff/mailing.html",
        422 if form.errors else 200,
        about=About(it, "mailing"),
        form=form,
        reach=reach_of(held),
        may_read_names=viewer().may(CONTACTS) and viewer().scope(CONTACTS) is None,
        shown=SHOWN,
    )
