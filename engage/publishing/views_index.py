"""What there is to write, and how something new begins."""

from typing import Any, cast

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from engage.core import clock, navigation
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.core.permissions import SEE_STAFF
from engage.core.text import clean_line
from engage.publishing import actions, desk, queries, rights
from engage.publishing.blueprint import blueprint
from engage.publishing.forms import NewPlanForm, NewPostForm
from engage.publishing.gate import say
from engage.publishing.models import PostSection, PublicationKind
from engage.taxonomy import queries as taxonomy
from engage.taxonomy.models import Area

navigation.add("staff", "publishing_staff.index", "Plans and posts", 10, SEE_STAFF)
PAGE = 50


@blueprint.get("/")
@requires(SEE_STAFF)
def index() -> Response:
    """The plans and posts that this person may edit, newest first."""
    chosen, sections = _chosen(), queries.post_sections()
    rows = desk.listed(viewer(), chosen, before=request.args.get("before", type=int), limit=PAGE + 1)
    older = _older(rows[PAGE - 1].id) if len(rows) > PAGE else None
    return page(
        "publishing/index.html",
        rows=[(row, desk.state_of(row, clock.now())) for row in rows[:PAGE]],
        chosen=chosen,
        sections=sections,
        states=desk.STATES,
        older=older,
        may_write=viewer().may(rights.WRITE),
    )


def _older(last: int) -> str:
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if not name.startswith("_")}
    return url_for(".index", **(kept | {"before": last}))


def _chosen() -> desk.Filter:
    said = request.args
    kinds = {kind.value: kind for kind in PublicationKind}
    return desk.Filter(
        kind=kinds.get(said.get("kind", "")),
        state=said.get("state", "") if said.get("state") in desk.STATES else "",
        section_id=said.get("section", type=int),
        words=clean_line(said.get("q", ""))[:200],
    )


@blueprint.route("/posts/new/", methods=["GET", "POST"])
@requires(rights.WRITE)
def new_post() -> Response:
    """Begin a post."""
    form, sections = NewPostForm(), {section.id: section for section in queries.post_sections()}
    form.section.choices = [SelectChoice(section.id, section.name) for section in sections.values()]
    if form.validate_on_submit():
        try:
            post = _begin_post(form, sections)
        except Refused as refusal:
            say(form, refusal)
        else:
            return see_other(url_for(".edit", publication_id=post))
    return page("publishing/new.html", 422 if form.errors else 200, form=form, what="post", sections=sections)


def _begin_post(form: NewPostForm, sections: dict[int, PostSection]) -> int:
    section = sections[cast(int, form.section.data)]
    return actions.create_post(viewer(), section=section, title=form.title.data or "", areas=_own_areas()).id


@blueprint.route("/plans/new/", methods=["GET", "POST"])
@requires(rights.WRITE)
def new_plan() -> Response:
    """Begin a plan."""
    form = NewPlanForm()
    if form.validate_on_submit():
        try:
            plan = actions.create_plan(viewer(), title=form.title.data or "", areas=_own_areas())
        except Refused as refusal:
            say(form, refusal)
        else:
            return see_other(url_for(".edit", publication_id=plan.id))
    return page("publishing/new.html", 422 if form.errors else 200, form=form, what="plan", sections={})


def _own_areas() -> list[Area]:
    """The highest areas of somebody who writes for some areas only; nothing for who writes for all."""
    scope = viewer().scope(rights.WRITE)
    if scope is None:
        return []
    return [area for area in taxonomy.all_areas() if area.id in scope and area.parent_id not in scope]
