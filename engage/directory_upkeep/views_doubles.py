"""Likely doubles of an organisation: made part of it, told apart, and taken apart again."""

from collections.abc import Mapping

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from engage.core import database
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.core.text import clean_line
from engage.directory import queries
from engage.directory.held import beside
from engage.directory.queries.history import names_in
from engage.directory.revisions_told import Line, lines_of
from engage.directory.rights import WRITE
from engage.directory_upkeep.actions.merging import merge_organisations, tell_apart, undo_merge
from engage.directory_upkeep.blueprint import blueprint
from engage.directory_upkeep.forms_doubles import OrganisationMergeForm
from engage.directory_upkeep.paging import place_in
from engage.directory_upkeep.queries import doubles as query
from engage.directory_upkeep.queries.same import same_organisations

PER_PAGE = 50


@blueprint.get("/organisations/doubles/")
@requires(WRITE)
def likely_organisations() -> Response:
    """The organisations that are probably in the directory twice, the likeliest first."""
    found = query.likely_overall(viewer(), after=place_in(request.args.get("after", "")), limit=PER_PAGE + 1)
    last = found[PER_PAGE - 1] if len(found) > PER_PAGE else None
    ids = [each.id for pair in found for each in (pair.one, pair.other)]
    return page(
        "directory_upkeep/likely_organisations.html",
        pairs=found[:PER_PAGE],
        kinds=queries.kinds_by_id(),
        areas=queries.area_names(ids),
        next_url=url_for(".likely_organisations", after=f"{last.score}.{last.one.id}.{last.other.id}")
        if last
        else None,
        first_url=url_for(".likely_organisations") if "after" in request.args else None,
    )


@blueprint.get("/organisations/<int:organisation_id>/doubles/<int:other_id>/")
@requires(WRITE)
def compare(organisation_id: int, other_id: int) -> Response:
    """Two records side by side; the second can become part of the first: the fuller is, unless one is named."""
    kept, double = (queries.access_writable(viewer(), each) for each in (organisation_id, other_id))
    if kept.merged_into_id is not None or double.merged_into_id is not None or kept.id == double.id:
        return see_other(url_for(".doubles", organisation_id=kept.merged_into_id or kept.id))
    mine, other = query.side_of(kept), query.side_of(double)
    if request.args.get("keep", type=int) != kept.id and other.fullness > mine.fullness:
        return see_other(url_for(".compare", organisation_id=double.id, other_id=kept.id))
    lines = _lines(mine, other)
    return _compared(mine, other, OrganisationMergeForm(formdata=None).offer(kept, double, _told(lines)), lines)


def _lines(kept: query.Side, double: query.Side) -> dict[str, Line]:
    """What both records say, by field."""
    both = beside(kept.said, double.said)
    names = names_in(both)
    return {field: line for field in both for line in lines_of({field: both[field]}, names)}


def _told(lines: Mapping[str, Line]) -> dict[str, tuple[str, str]]:
    return {field: (line.before, line.after) for field, line in lines.items()}


def _compared(kept: query.Side, double: query.Side, form: OrganisationMergeForm, lines: Mapping[str, Line]) -> Response:
    return page(
        "directory_upkeep/compare.html",
        422 if form.errors else 200,
        form=form,
        kept=kept.organisation,
        double=double.organisation,
        lines=[line for line in lines.values() if line.says_anything],
        moves=double.moves,
        is_fuller=kept.fullness > double.fullness,
    )


@blueprint.get("/organisations/<int:organisation_id>/doubles/")
@requires(WRITE)
def doubles(organisation_id: int) -> Response:
    """Which records look like this one, and which became part of it."""
    organisation = queries.access_writable(viewer(), organisation_id)
    if organisation.merged_into_id is not None:
        return see_other(url_for(".doubles", organisation_id=organisation.merged_into_id))
    typed = clean_line(request.args.get("same", ""))[:200]
    return page(
        "directory_upkeep/doubles.html",
        organisation=organisation,
        typed=typed,
        hits=same_organisations(viewer(), organisation, typed),
        likely=query.likely_doubles(organisation),
        merged=query.merges_into(organisation.id),
        kinds=queries.kinds_by_id(),
    )


@blueprint.post("/organisations/<int:organisation_id>/doubles/<int:other_id>/merge/")
@requires(WRITE)
def merge(organisation_id: int, other_id: int) -> Response:
    """Make another record part of this one."""
    kept, double = (queries.access_writable(viewer(), each) for each in (organisation_id, other_id))
    mine, other = query.side_of(kept), query.side_of(double)
    lines = _lines(mine, other)
    form = OrganisationMergeForm().offer(kept, double, _told(lines))
    if not form.validate_on_submit():
        return _compared(mine, other, form, lines)
    said = f"{double.name} is part of {kept.name} now."
    if "name" in form.from_double:
        said = f"The two are one record now, called {double.name}."
    try:
        merge_organisations(viewer(), kept=kept, double=double, from_double=form.from_double)
    except Refused as refusal:
        database.refuse()
        flash(refusal.sentence, "warning")
    else:
        flash(said, "success")
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
