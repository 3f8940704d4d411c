"""Likely doubles of an organisation: made part of it, told apart, and taken apart again."""

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from engage.core import database
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.directory import queries
from engage.directory.actions.merging import merge_organisations, tell_apart, undo_merge
from engage.directory.blueprint import blueprint
from engage.directory.queries import doubles as query
from engage.directory.rights import WRITE


@blueprint.get("/organisations/<int:organisation_id>/doubles/")
@requires(WRITE)
def doubles(organisation_id: int) -> Response:
    """Which records look like this one, and which became part of it."""
    organisation = queries.access_writable(viewer(), organisation_id)
    if organisation.merged_into_id is not None:
        return see_other(url_for(".doubles", organisation_id=organisation.merged_into_id))
    return page(
        "directory/doubles.html",
        organisation=organisation,
        likely=query.likely_doubles(organisation),
        merged=query.merges_into(organisation.id),
        kinds=queries.kinds_by_id(),
    )


@blueprint.post("/organisations/<int:organisation_id>/doubles/<int:other_id>/merge/")
@requires(WRITE)
def merge(organisation_id: int, other_id: int) -> Response:
    """Make another record part of this one."""
    kept, double, form = (
        queries.access_writable(viewer(), organisation_id),
        queries.access_writable(viewer(), other_id),
        Form(),
    )
    if form.validate_on_submit():
        try:
            merge_organisations(viewer(), kept=kept, double=double)
        except Refused as refusal:
            database.refuse()
            flash(refusal.sentence, "warning")
        else:
            flash(f"{double.name} is part of {kept.name} now.", "success")
    return see_other(url_for(".doubles", organisation_id=kept.id))


@blueprint.post("/organisations/<int:organisation_id>/doubles/<int:other_id>/apart/")
@requires(WRITE)
def apart(organisation_id: int, other_id: int) -> Response:
    """Say that another record is not the same as this one."""
    one, other, form = (
        queries.access_writable(viewer(), organisation_id),
        queries.access_writable(viewer(), other_id),
        Form(),
    )
    if form.validate_on_submit():
        tell_apart(viewer(), one=one, other=other)
        flash(f"{other.name} is not shown as a double any more.", "success")
    return see_other(url_for(".doubles", organisation_id=one.id))


@blueprint.post("/organisations/<int:organisation_id>/doubles/<int:merge_id>/undo/")
@requires(WRITE)
def undo(organisation_id: int, merge_id: int) -> Response:
    """Take a record apart again."""
    kept, form = queries.access_writable(viewer(), organisation_id), Form()
    found = next((each for each, _ in query.merges_into(kept.id) if each.id == merge_id), None) or abort(404)
    if form.validate_on_submit():
        try:
            double = undo_merge(viewer(), merge=found)
        except Refused as refusal:
            database.refuse()
            flash(refusal.sentence, "warning")
        else:
            flash(f"{double.name} is a record of its own again.", "success")
    return see_other(url_for(".doubles", organisation_id=kept.id))
