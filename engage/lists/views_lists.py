"""Saved lists: made from a filter, looked at with who would be written to and who not, taken away as a file."""

from typing import Any

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.opened import OpenedForm, hold
from engage.core.pages import page, see_other
from engage.directory.filters import NAMES, FilterForm, boxes_of
from engage.directory.models import ListWhom
from engage.directory.queries.contacts import within_scope
from engage.directory.queries.filtering import Filter, Standing
from engage.directory.queries.history import history_of, last_saved
from engage.directory.queries.sizes import MOST_COUNTED
from engage.directory.rights import CONTACTS
from engage.lists import actions, queries
from engage.lists.actions import LONGEST_NAME, LONGEST_PURPOSE
from engage.lists.blueprint import blueprint
from engage.lists.models import StakeholderList
from engage.lists.queries.lists import list_or_404, may_change_list, members_of_filter, tally_of, with_reasons
from engage.lists.queries.sizes import sizes_of

PER_PAGE = 50


class ListForm(OpenedForm, FilterForm):
    """A filter with a name."""

    name = StringField(
        "Name", [DataRequired("Enter a name."), Length(max=LONGEST_NAME, message="Enter at most 120 characters.")]
    )
    purpose = TextAreaField(
        "What it is for", [Optional(), Length(max=LONGEST_PURPOSE, message="Write 600 characters or fewer.")]
    )
    whom = RadioField("Who is on it", choices=[SelectChoice(each.value, each.label) for each in ListWhom])


def _own_list(list_id: int) -> StakeholderList:
    found = list_or_404(list_id)
    return found if may_change_list(viewer(), found) else abort(403)


@blueprint.get("/lists/")
@requires(CONTACTS)
def lists() -> Response:
    """Every list, with how many are on it now."""
    found = queries.stakeholder_lists(viewer())
    sizes = sizes_of(found, seen=within_scope(viewer()))
    return page("lists/lists.html", lists=found, sizes=sizes, most=MOST_COUNTED)


@blueprint.route("/lists/new/", methods=["GET", "POST"])
@requires(CONTACTS)
def new_list() -> Response:
    """Keep a filter under a name; what the address says stands in the boxes already."""
    form = ListForm(data=_boxes_of_address())
    if form.validate_on_submit():
        try:
            found = actions.save_list(viewer(), **_said(form))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash(f"{found.name} is saved.", "success")
            return see_other(url_for(".one_list", list_id=found.id))
    return page("lists/edit_list.html", 422 if form.errors else 200, form=form, found=None)


def _boxes_of_address() -> dict[str, str]:
    said = {name: request.args[name] for name in request.args if name in NAMES}
    whom = request.args.get("whom", "")
    known = whom if whom in set(ListWhom) else ListWhom.BOTH.value
    return {**said, "standing": request.args.get("standing", Standing.OPEN.value), "whom": known}


def _said(form: ListForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "whom": ListWhom(form.whom.data),
        "wanted": form.wanted,
        "purpose": form.purpose.data or "",
    }


@blueprint.route("/lists/<int:list_id>/edit/", methods=["GET", "POST"])
@requires(CONTACTS)
def edit_list(list_id: int) -> Response:
    """Change what a list is called or whom it means."""
    hold(StakeholderList, list_id)
    found = _own_list(list_id)
    boxes = boxes_of(Filter.from_json(found.filters))
    form = ListForm(data={**boxes, "name": found.name, "purpose": found.purpose, "whom": found.whom.value})
    form.compare(found, lambda: last_saved("stakeholder_list", [found.id]))
    if form.validate_on_submit():
        try:
            actions.change_list(viewer(), found=found, **_said(form))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("The list is saved.", "success")
            return see_other(url_for(".one_list", list_id=found.id))
    return page("lists/edit_list.html", 422 if form.errors else 200, form=form, found=found)


@blueprint.get("/lists/<int:list_id>/")
@requires(CONTACTS)
def one_list(list_id: int) -> Response:
    """Who is on a list now, who would be written to, and who not and why."""
    found = list_or_404(list_id)
    wanted = Filter.from_json(found.filters)
    kind, after = request.args.get("kind", ""), request.args.get("after", type=int)
    place = (kind, after) if after and kind in ("organisation", "contact") else None
    seen = within_scope(viewer())
    members = with_reasons(members_of_filter(wanted, found.whom, after=place, limit=PER_PAGE + 1, seen=seen))
    last = members[PER_PAGE - 1].place if len(members) > PER_PAGE else None
    return page(
        "lists/list.html",
        found=found,
        tally=tally_of(wanted, found.whom, seen=seen),
        may_change=may_change_list(viewer(), found),
        history=None if place else history_of("stakeholder_list", [found.id]),
        members=members[:PER_PAGE],
        next_url=url_for(".one_list", list_id=found.id, kind=last[0], after=last[1]) if last else None,
        first_url=url_for(".one_list", list_id=found.id) if place else None,
    )


@blueprint.get("/lists/<int:list_id>/list.<any(csv, xlsx):kind>")
@requires(CONTACTS)
def list_file(list_id: int, kind: str) -> Response:  # noqa: ARG001 - both kinds are asked for in the same way now
    """Where a list was a file at once; now it is asked for."""
    return see_other(url_for("directory_data_staff.new_export", about="mailing", list=list_or_404(list_id).id))


@blueprint.post("/lists/<int:list_id>/remove/")
@requires(CONTACTS)
def remove_list(list_id: int) -> Response:
    """Take a list out of use."""
    found, form = _own_list(list_id), Form()
    if not form.validate_on_submit():
        flash(str(form.form_errors[0]), "warning")
        return see_other(url_for(".one_list", list_id=found.id))
    name = found.name
    actions.remove_list(viewer(), found=found)
    flash(f"{name} is removed. Nobody who was on it is touched.", "success")
    return see_other(url_for(".lists"))
