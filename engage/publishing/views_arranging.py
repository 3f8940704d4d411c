"""The lists of a plan: organisations, timetable, workstreams; and what readers are offered next."""

from collections.abc import Callable
from typing import Any

from flask import flash, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.core.parameters import address_parts
from engage.core.permissions import SEE_STAFF
from engage.directory import choosing
from engage.directory import queries as directory
from engage.publishing import actions, desk, gate, queries
from engage.publishing.actions import MilestoneLine, OrganisationPart, WorkstreamLine
from engage.publishing.blueprint import blueprint
from engage.publishing.fields import A_DATE
from engage.publishing.forms import BasedForm
from engage.publishing.forms_details import (
    MilestonesForm,
    OrganisationsForm,
    RelatedForm,
    WorkstreamsForm,
    add_spare,
    filled,
)
from engage.publishing.meanwhile import saved
from engage.publishing.models import MilestoneState, OrganisationRole, Plan, Publication, PublicationKind
from engage.taxonomy import queries as taxonomy


def _lines(publication: Publication, here: str, form: BasedForm, save: Callable[[], None]) -> Response:
    """Save the lines, or show them again with some more to write in."""
    wanted = request.form.get("do") != "more" and form.validate_on_submit()
    if wanted and saved(publication, form, save):
        flash("Saved.", "success")
        return see_other(url_for(f".{here}", publication_id=publication.id))
    return page(f"publishing/{here}.html", 422 if form.errors else 200, about=gate.about(publication, here), form=form)


def _opened(publication: Publication, lines: list[dict[str, Any]]) -> dict[str, Any]:
    return {"lines": lines, "base_revision": publication.latest_revision}


@blueprint.route("/<int:publication_id>/organisations/", methods=["GET", "POST"])
@requires(SEE_STAFF)
def organisations(publication_id: int) -> Response:
    """Which organisations have a part in a plan, and what their staff may do with it."""
    plan = gate.empowerable_plan(publication_id)
    form = OrganisationsForm(data=_opened(plan, desk.parts_of(plan.id)))
    _spare_if_wanted(form)
    hand = choosing.at_hand({*queries.organisations_with_parts(), *(line.organisation.data for line in filled(form))})
    form.by_name = not hand.is_whole
    for line in form.lines:
        hand.fill(line.form.organisation, line.form.named, none="None")
    return _lines(plan, "organisations", form, lambda: _set_organisations(plan, form))


def _set_organisations(plan: Plan, form: OrganisationsForm) -> None:
    lines = filled(form)
    for line in lines:
        choosing.settle(line.organisation, line.named)
    known = {row.id: row for row in directory.organisations_by_id({line.organisation.data for line in lines})}
    parts = [
        OrganisationPart(
            known[line.organisation.data],
            OrganisationRole(line.role.data),
            **{right: bool(line[right].data) for right in ("may_edit", "may_approve", "may_reply")},
        )
        for line in lines
    ]
    actions.set_organisations(viewer(), plan=plan, parts=parts, base_revision=form.base)


def _spare_if_wanted(form: Form) -> None:
    if request.method == "GET" or request.form.get("do") == "more":
        add_spare(form)


@blueprint.route("/<int:publication_id>/milestones/", methods=["GET", "POST"])
@requires(SEE_STAFF)
def milestones(publication_id: int) -> Response:
    """The timetable of a plan."""
    plan = gate.changeable_plan(publication_id)
    form = MilestonesForm(data=_opened(plan, desk.timetable_of(plan.id)))
    _spare_if_wanted(form)
    return _lines(plan, "milestones", form, lambda: _set_milestones(plan, form))


def _set_milestones(plan: Plan, form: MilestonesForm) -> None:
    lines = filled(form)
    for line in lines:
        if line.on.data is None:
            line.on.errors = [A_DATE]
            raise Refused("Give every line of the timetable a date.")
    kept = [MilestoneLine(line.on.data, line.title.data or "", MilestoneState(line.state.data)) for line in lines]
    actions.set_milestones(viewer(), plan=plan, milestones=kept, base_revision=form.base)


@blueprint.route("/<int:publication_id>/workstreams/", methods=["GET", "POST"])
@requires(SEE_STAFF)
def workstreams(publication_id: int) -> Response:
    """The workstreams of a plan."""
    plan = gate.changeable_plan(publication_id)
    form = WorkstreamsForm(data=_opened(plan, desk.work_of(plan.id)))
    _spare_if_wanted(form)
    areas = {area.id: area for area in taxonomy.all_areas()}
    for line in form.lines:
        line.form.areas.choices = [SelectChoice(area.id, area.name) for area in areas.values()]

    def save() -> None:
        texts = ("title", "description", "lead", "status")
        kept = [
            WorkstreamLine(
                **{name: line[name].data or "" for name in texts},
                starts=line.starts.data,
                ends=line.ends.data,
                areas=[areas[key] for key in line.areas.data or ()],
            )
            for line in filled(form)
        ]
        actions.set_workstreams(viewer(), plan=plan, workstreams=kept, base_revision=form.base)

    return _lines(plan, "workstreams", form, save)


@blueprint.route("/<int:publication_id>/related/", methods=["GET", "POST"])
@requires(SEE_STAFF)
def related(publication_id: int) -> Response:
    """What readers are offered to read next."""
    publication = gate.changeable(publication_id)
    held = [{"address": queries.path_of(row), "label": label} for row, label in desk.related_to(publication.id)]
    form = RelatedForm(data=_opened(publication, held))
    _spare_if_wanted(form)

    def save() -> None:
        others = [(_publication_at(line.address.data), line.label.data or "") for line in filled(form)]
        actions.set_related(viewer(), publication=publication, others=others, base_revision=form.base)

    return _lines(publication, "related", form, save)


def _publication_at(address: str) -> Publication:
    parts = address_parts(address.strip()).path.strip("/").split("/")
    kind = {"plans": PublicationKind.PLAN, "posts": PublicationKind.POST}.get(parts[0])
    found = queries.publication_by_slug(kind, parts[-1]) if kind and len(parts) > 1 else None
    if found is None or not queries.visible(viewer(), found):
        raise Refused(f"“{address[:100]}” is not the address of a plan or a post here. Copy it from the page you mean.")
    return found
