"""What is said about a publication beside its text."""

from flask import flash, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from engage.core.access import requires, viewer
from engage.core.pages import page, see_other
from engage.core.permissions import SEE_STAFF
from engage.publishing import actions, desk, gate, queries
from engage.publishing.blueprint import blueprint
from engage.publishing.forms_details import DetailsForm, PostDetailsForm, StatusForm
from engage.publishing.meanwhile import saved
from engage.publishing.models import Plan, PlanStatus, Post, Publication
from engage.taxonomy import queries as taxonomy

YEARS_AND_CONTACT = ("first_year", "last_year", "contact_name", "contact_role", "contact_email", "contact_phone")


@blueprint.route("/<int:publication_id>/details/", methods=["GET", "POST"])
@requires(SEE_STAFF)
def details(publication_id: int) -> Response:
    """Areas, topics and address; of a post also section, date, byline and the plan that it answers."""
    publication = gate.changeable(publication_id)
    form = _details_form(publication)
    if form.validate_on_submit() and saved(publication, form, lambda: _describe(publication, form)):
        flash("Saved.", "success")
        return see_other(url_for(".details", publication_id=publication_id))
    status = 422 if form.errors else 200
    return page("publishing/details.html", status, about=gate.about(publication, "details"), form=form)


def _details_form(publication: Publication) -> DetailsForm:
    held = {
        "base_revision": publication.latest_revision,
        "slug": publication.slug,
        "areas": sorted(queries.area_ids(publication.id)),
        "topics": sorted(queries.topic_ids(publication.id)),
    }
    if isinstance(publication, Post):
        form: DetailsForm = PostDetailsForm(data=held | _of_post(publication))
        form["section"].choices = [SelectChoice(row.id, row.name) for row in queries.post_sections()]
        plans = [SelectChoice(row.id, row.title) for row in desk.plans_to_answer(viewer(), publication.answers_id)]
        form["answers"].choices = [SelectChoice(0, "None"), *plans]
    else:
        form = DetailsForm(data=held)
    form.areas.choices = [SelectChoice(area.id, area.name) for area in taxonomy.all_areas()]
    form.topics.choices = [SelectChoice(topic.id, topic.name) for topic in taxonomy.all_topics()]
    return form


def _of_post(post: Post) -> dict[str, object]:
    names = ("dated", "byline_name", "byline_role", "byline_organisation")
    return {"section": post.section_id, "answers": post.answers_id or 0} | {n: getattr(post, n) for n in names}


def _describe(publication: Publication, form: DetailsForm) -> None:
    if form.slug.data != publication.slug:
        actions.change_slug(viewer(), publication=publication, slug=form.slug.data or "", base_revision=form.base)
    areas = [area for area in taxonomy.all_areas() if area.id in (form.areas.data or ())]
    topics = [topic for topic in taxonomy.all_topics() if topic.id in (form.topics.data or ())]
    if not isinstance(form, PostDetailsForm):
        actions.set_details(viewer(), publication=publication, areas=areas, topics=topics, base_revision=form.base)
        return
    answered = form.answers.data or None
    actions.set_details(
        viewer(),
        publication=publication,
        areas=areas,
        topics=topics,
        section=desk.section(form.section.data),
        dated=form.dated.data,
        answers=desk.plan(answered),
        base_revision=form.base,
        **{name: form[name].data or "" for name in ("byline_name", "byline_role", "byline_organisation")},
    )


@blueprint.route("/<int:publication_id>/status/", methods=["GET", "POST"])
@requires(SEE_STAFF)
def status(publication_id: int) -> Response:
    """Where a plan stands, its years, and whom to ask."""
    plan = gate.changeable_plan(publication_id)
    form = StatusForm(obj=plan, data={"status": plan.status.value, "base_revision": plan.latest_revision})
    if form.validate_on_submit() and saved(plan, form, lambda: _set_status(plan, form)):
        flash("Saved.", "success")
        return see_other(url_for(".status", publication_id=publication_id))
    return page("publishing/status.html", 422 if form.errors else 200, about=gate.about(plan, "status"), form=form)


def _set_status(plan: Plan, form: StatusForm) -> None:
    said = {name: form[name].data for name in YEARS_AND_CONTACT}
    lines = {name: value or "" for name, value in said.items() if name.startswith("contact_")}
    actions.set_status(viewer(), plan=plan, status=PlanStatus(form.status.data), base_revision=form.base)
    actions.set_details(viewer(), publication=plan, base_revision=form.base, **(said | lines))
