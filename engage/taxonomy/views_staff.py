"""The desk where areas and topics are added, named, moved, merged and removed."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, request, url_for
from werkzeug.wrappers import Response

from engage.core import navigation
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.taxonomy import actions, arranging, queries, verbs
from engage.taxonomy.forms import AreaForm, MergeForm, NewAreaForm, NewTopicForm, PlacedAreaForm, TopicForm
from engage.taxonomy.models import Area, AreaKind, Topic
from engage.taxonomy.rights import WRITE

blueprint = Blueprint("taxonomy_staff", __name__, url_prefix="/staff/taxonomy")
navigation.add("staff", "taxonomy_staff.areas", "Areas", 75, WRITE)
navigation.add("staff", "taxonomy_staff.topics", "Topics", 76, WRITE)


def _everywhere() -> bool:
    return viewer().scope(WRITE) is None


def _open_areas() -> list[Area]:
    """The areas that this person looks after."""
    scope = viewer().scope(WRITE)
    return [area for area in queries.all_areas() if scope is None or area.id in scope]


def _area(area_id: int) -> Area:
    area = queries.area(area_id) or abort(404)
    if not viewer().may(WRITE, [area.id]):
        abort(403)
    return area


def _topic(topic_id: int) -> Topic:
    return queries.topic(topic_id) or abort(404)


def _check_parent(parent: Area | None) -> None:
    if parent is None and not _everywhere():
        raise Refused("Choose one of your areas.", "parent")


@blueprint.get("/areas/")
@requires(WRITE)
def areas() -> Response:
    """The tree of areas."""
    found = queries.tree(queries.all_areas())
    names = {area.id: area.name for area, _ in found}
    mine = {area.id for area in _open_areas()}
    return page("taxonomy/areas.html", found=found, names=names, mine=mine)


@blueprint.route("/areas/new/", methods=["GET", "POST"])
@requires(WRITE)
def new_area() -> Response:
    """Add an area."""
    form, offered = NewAreaForm(), _open_areas()
    form.offer(offered, top=_everywhere())
    if not form.validate_on_submit():
        return page("taxonomy/area.html", 422 if form.errors else 200, form=form, area=None)
    parent = next((area for area in offered if str(area.id) == form.parent.data), None)
    try:
        _check_parent(parent)
        area = actions.add_area(
            viewer(), code=form.code.data, name=form.name.data, kind=AreaKind(form.kind.data), parent=parent
        )
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return page("taxonomy/area.html", 422, form=form, area=None)
    flash(f"{area.name} is added.", "success")
    return see_other(url_for(".areas"))


@blueprint.route("/areas/<int:area_id>/", methods=["GET", "POST"])
@requires(WRITE)
def area(area_id: int) -> Response:
    """Call an area something else, or put it elsewhere in the tree."""
    known = _area(area_id)
    form = _area_form(known)
    if not form.validate_on_submit():
        return page("taxonomy/area.html", 422 if form.errors else 200, form=form, area=known)
    try:
        actions.change_area(viewer(), area=known, name=form.name.data, kind=AreaKind(form.kind.data))
        if isinstance(form, PlacedAreaForm):
            arranging.move_area(viewer(), area=known, parent=_parent(form))
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return page("taxonomy/area.html", 422, form=form, area=known)
    flash(f"{known.name} is saved.", "success")
    return see_other(url_for(".areas"))


def _area_form(area: Area) -> AreaForm:
    """Where an area lies is for those who look after what it lies in."""
    offered, everywhere = _open_areas(), _everywhere()
    if not everywhere and area.parent_id not in {each.id for each in offered}:
        return AreaForm(obj=area)
    form = PlacedAreaForm(obj=area, data={"parent": str(area.parent_id or "")})
    form.offer(queries.may_hold(area, offered), top=everywhere)
    return form


def _parent(form: PlacedAreaForm) -> Area | None:
    return queries.area(int(form.parent.data)) if form.parent.data else None


@blueprint.route("/areas/<int:area_id>/remove/", methods=["GET", "POST"])
@requires(WRITE)
def remove_area(area_id: int) -> Response:
    """Remove an area that nothing names, after one more question."""
    if request.method == "POST" and queries.is_removed(verbs.AREA_REMOVED, area_id):
        return see_other(url_for(".areas"))
    known = _area(area_id)
    return _remove(known, lambda: arranging.remove_area(viewer(), area=known), here=".areas", area=known, topic=None)


@blueprint.get("/topics/")
@requires(WRITE)
def topics() -> Response:
    """The topics by name."""
    return page("taxonomy/topics.html", found=queries.all_topics(), may_write=_everywhere())


@blueprint.route("/topics/new/", methods=["GET", "POST"])
@requires(WRITE)
def new_topic() -> Response:
    """Add a topic; topics belong to no area, so that it takes somebody who looks after them all."""
    if not _everywhere():
        abort(403)
    form = NewTopicForm()
    if not form.validate_on_submit():
        return page("taxonomy/topic.html", 422 if form.errors else 200, form=form, topic=None)
    try:
        topic = actions.add_topic(
            viewer(), slug=form.slug.data, name=form.name.data, description=form.description.data or ""
        )
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return page("taxonomy/topic.html", 422, form=form, topic=None)
    flash(f"{topic.name} is added.", "success")
    return see_other(url_for(".topics"))


@blueprint.route("/topics/<int:topic_id>/", methods=["GET", "POST"])
@requires(WRITE)
def topic(topic_id: int) -> Response:
    """Call or describe a topic differently."""
    known = _own_topic(topic_id)
    form = TopicForm(obj=known)
    if not form.validate_on_submit():
        return page("taxonomy/topic.html", 422 if form.errors else 200, form=form, topic=known)
    try:
        actions.change_topic(viewer(), topic=known, name=form.name.data, description=form.description.data or "")
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return page("taxonomy/topic.html", 422, form=form, topic=known)
    flash(f"{known.name} is saved.", "success")
    return see_other(url_for(".topics"))


def _own_topic(topic_id: int) -> Topic:
    known = _topic(topic_id)
    return known if _everywhere() else abort(403)


@blueprint.route("/topics/<int:topic_id>/merge/", methods=["GET", "POST"])
@requires(WRITE)
def merge_topic(topic_id: int) -> Response:
    """Make a topic part of another one."""
    known, form = _own_topic(topic_id), MergeForm()
    form.offer([each for each in queries.all_topics() if each.id != topic_id])
    if form.validate_on_submit():
        into = _topic(int(form.into.data))
        try:
            arranging.merge_topic(viewer(), topic=known, into=into)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash(f"{known.name} is part of {into.name} now.", "success")
            return see_other(url_for(".topics"))
    return page("taxonomy/merge.html", 422 if form.errors else 200, form=form, topic=known)


@blueprint.route("/topics/<int:topic_id>/remove/", methods=["GET", "POST"])
@requires(WRITE)
def remove_topic(topic_id: int) -> Response:
    """Remove a topic that nothing names, after one more question."""
    if request.method == "POST" and queries.is_removed(verbs.TOPIC_REMOVED, topic_id):
        return see_other(url_for(".topics"))
    known = _own_topic(topic_id)
    return _remove(known, lambda: arranging.remove_topic(viewer(), topic=known), here=".topics", area=None, topic=known)


def _remove(known: Area | Topic, act: Callable[[], None], *, here: str, **shown: Area | Topic | None) -> Response:
    form, name = Form(), known.name
    if form.validate_on_submit():
        try:
            act()
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
        else:
            flash(f"{name} is removed.", "success")
            return see_other(url_for(here))
    return page("taxonomy/remove.html", 422 if form.errors else 200, form=form, **shown)
