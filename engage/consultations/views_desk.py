"""The desk's list of consultations, and how a new one begins."""

from flask import request, url_for
from werkzeug.wrappers import Response

from engage.consultations import actions, queries, rights
from engage.consultations.blueprints import staff as blueprint
from engage.consultations.forms import NewConsultationForm
from engage.consultations.models import Consultation, ConsultationState
from engage.consultations.standing import standing
from engage.core import navigation
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.core.text import clean_line
from engage.publishing.models import Publication

navigation.add("staff", "consultations_staff.index", "Consultations", 15, rights.BUILD)
PAGE = 50
STATES = {
    ConsultationState.DRAFT: "Being built",
    ConsultationState.LAUNCHED: "Launched",
    ConsultationState.WITHDRAWN: "Called off",
}


@blueprint.get("/")
@requires(rights.BUILD)
def index() -> Response:
    """The consultations that this person may build, newest first."""
    words = clean_line(request.args.get("q", ""))[:200]
    state = _state(request.args.get("state", ""))
    rows = queries.buildable(
        viewer(), words=words, state=state, before=request.args.get("before", type=int), limit=PAGE + 1
    )
    older = None
    if len(rows) > PAGE:
        older = url_for(".index", q=words, state=state or "", before=rows[PAGE - 1].id)
    return page(
        "consultations/staff/index.html",
        rows=rows[:PAGE],
        standing=standing,
        older=older,
        words=words,
        state=state,
        states=STATES,
    )


def _state(said: str) -> ConsultationState | None:
    return next((state for state in STATES if state.value == said), None)


@blueprint.route("/new/", methods=["GET", "POST"])
@requires(rights.BUILD)
def new() -> Response:
    """Begin a consultation about one or several publications, from nothing or from an earlier one."""
    form = NewConsultationForm()
    offered = form.offer(queries.offered_publications(viewer()), queries.buildable(viewer(), limit=PAGE))
    if form.validate_on_submit():
        try:
            made = _begin(form, [offered[one] for one in form.publications.data or []])
        except Refused as refusal:
            form.say(refusal)
        else:
            return see_other(url_for(".edit", consultation_id=made.id))
    return page("consultations/staff/new.html", 422 if form.errors else 200, form=form)


def _begin(form: NewConsultationForm, publications: list[Publication]) -> Consultation:
    title = form.title.data or ""
    if viewer().scope(rights.BUILD) is not None and not publications:
        raise Refused("Choose at least one plan of the areas that you look after.", "publications")
    source = queries.access_buildable(viewer(), form.copied.data) if form.copied.data else None
    if source is None:
        return actions.create_consultation(viewer(), title=title, publications=publications)
    return actions.copy_consultation(viewer(), source=source, title=title, publications=publications)
