"""Changing many records at once: chosen, described, looked at before it is carried out, and taken back."""

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engage.accounts.queries import names_of
from engage.core import database
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.directory.actions.kinds import kind_called
from engage.directory.filters import FilterForm
from engage.directory.models import StakeholderKind
from engage.directory.rights import CONTACTS, WRITE
from engage.directory_upkeep.actions import bulk as actions
from engage.directory_upkeep.blueprint import blueprint
from engage.directory_upkeep.changes import Change
from engage.directory_upkeep.forms_bulk import BulkForm
from engage.directory_upkeep.models import BulkState
from engage.directory_upkeep.queries import bulk as query
from engage.taxonomy.queries import all_areas

LISTS = {StakeholderKind.ORGANISATION: "directory_staff.index", StakeholderKind.CONTACT: "directory_staff.contacts"}


@blueprint.route("/organisations/bulk/", methods=["GET", "POST"])
@requires(WRITE)
def bulk_organisations() -> BaseResponse:
    """Say what is to be changed on the organisations that were chosen, or on all that a filter finds."""
    return _bulk(StakeholderKind.ORGANISATION)


@blueprint.route("/contacts/bulk/", methods=["GET", "POST"])
@requires(CONTACTS)
def bulk_contacts() -> BaseResponse:
    """Say what is to be changed on the people who were chosen, or on all whom a filter finds."""
    return _bulk(StakeholderKind.CONTACT)


def _bulk(kind: StakeholderKind) -> BaseResponse:
    filters, everything = FilterForm(request.args), request.args.get("whom") == "all"
    chosen = [int(each) for each in request.args.getlist("chosen") if each.isascii() and each.isdigit()][:200]
    if (everything and not filters.said) or not (everything or chosen):
        flash("Choose records first, or narrow the list to change all that it finds.", "warning")
        return see_other(url_for(LISTS[kind], **filters.said))
    scope = viewer().scope(query.RIGHTS[kind])
    areas = [area for area in all_areas() if scope is None or area.id in scope]
    form = BulkForm().offer(kind, areas, everywhere=scope is None)
    about = filters.in_words if everything else "Chosen one by one"
    if form.validate_on_submit():
        where = query.changeable(viewer(), kind, wanted=filters.wanted if everything else None, chosen=chosen)
        try:
            found = kind_called(viewer(), form.kind_slug)
            change = form.change(found.id if found else None)
            made = actions.prepare_bulk(viewer(), kind=kind, where=where, change=change, about=about)
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
        else:
            _say_how_many_are_left_out(0 if everything else len(set(chosen)) - made.total)
            return see_other(url_for(".bulk", bulk_id=made.id))
    status = 422 if form.errors else 200
    return page(
        "directory_upkeep/bulk.html", status, form=form, kind=kind, about=about, back=LISTS[kind], said=filters.said
    )


def _say_how_many_are_left_out(number: int) -> None:
    if number == 1:
        flash("1 record that you chose is left out: it is not there, or not yours to change.", "warning")
    elif number:
        flash(f"{number} records that you chose are left out: they are not there, or not yours to change.", "warning")


@blueprint.get("/bulk/<int:bulk_id>/")
@requires(WRITE)
def bulk(bulk_id: int) -> Response:
    """What would be changed, how far it is, and what each record held before."""
    found = query.access_bulk(viewer(), bulk_id)
    return page(
        "directory_upkeep/bulk_change.html",
        bulk=found,
        change=Change.from_json(found.change),
        words=query.names_of_parts(),
        records=query.records_of(found),
        by=names_of([found.account_id]).get(found.account_id, "") if found.account_id else "",
        back=LISTS[found.kind],
        under_way=found.state in (BulkState.RUNNING, BulkState.UNDOING),
        shown=query.SHOWN,
    )


@blueprint.post("/bulk/<int:bulk_id>/start/")
@requires(WRITE)
def start_bulk(bulk_id: int) -> BaseResponse:
    """Carry a prepared change out."""
    found = query.access_bulk(viewer(), bulk_id)
    if _sent():
        actions.start_bulk(viewer(), bulk=found)
    return see_other(url_for(".bulk", bulk_id=bulk_id))


@blueprint.post("/bulk/<int:bulk_id>/undo/")
@requires(WRITE)
def undo_bulk(bulk_id: int) -> BaseResponse:
    """Take a change back."""
    found = query.access_bulk(viewer(), bulk_id)
    if _sent():
        actions.undo_bulk(viewer(), bulk=found)
    return see_other(url_for(".bulk", bulk_id=bulk_id))


@blueprint.post("/bulk/<int:bulk_id>/drop/")
@requires(WRITE)
def drop_bulk(bulk_id: int) -> BaseResponse:
    """Leave everything as it is."""
    found = query.access_bulk(viewer(), bulk_id)
    where = LISTS[found.kind]
    if _sent():
        actions.drop_bulk(bulk=found)
        flash("Nothing was changed.", "success")
    return see_other(url_for(where))


def _sent() -> bool:
    form = Form()
    if form.validate_on_submit():
        return True
    database.refuse()
    flash(str(form.form_errors[0]), "warning")
    return False
