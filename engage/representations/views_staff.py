"""Staff decide who may speak for an organisation."""

from flask import Blueprint, abort, flash, request, url_for
from werkzeug.wrappers import Response

from engage.core import navigation, undoing
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.pages import cursor_from_query, cursor_text, local_path, page, see_other
from engage.core.permissions import Viewer
from engage.directory import queries as directory
from engage.directory.rights import WRITE
from engage.representations import actions, queries
from engage.representations.forms import AddForm, DecideForm, EndForm
from engage.representations.models import RepresentationState
from engage.representations.queries import Stand
from engage.representations.rights import REPRESENT

blueprint = Blueprint("representations_staff", __name__, url_prefix="/staff/consultations")

navigation.add("staff", "representations_staff.claims", "Representatives", 45, REPRESENT)
PER_PAGE = 50
LABELS = {
    Stand.WAITING: "Waiting for us",
    Stand.PROVING: "Waiting for a mail",
    Stand.CONFIRMED: "Confirmed",
    Stand.CLOSED: "Refused and ended",
}


def _undo(actor: Viewer, step: undoing.UndoStep) -> None:
    found = queries.access_claim(actor, step.subject_id)
    actions.return_claim(actor, claim=found.representation, **step.values)


undoing.offer(actions.UNDO_KIND, _undo, lambda number: url_for("representations_staff.claim", representation_id=number))


@blueprint.get("/representations/")
@requires(REPRESENT)
def claims() -> Response:
    """Who asks to speak for which organisation, the longest waiting first."""
    shown = request.args.get("show", Stand.WAITING.value)
    stand = Stand(shown) if shown in list(Stand) else abort(404)
    found = queries.listed_claims(viewer(), stand, cursor_from_query(), PER_PAGE + 1)
    last = found[PER_PAGE - 1].representation if len(found) > PER_PAGE else None
    after = cursor_text(last.asked_at, last.id) if last else None
    return page(
        "representations/claims/index.html",
        claims=found[:PER_PAGE],
        stand=stand,
        tabs=[(label, url_for(".claims", show=each.value), each is stand, None) for each, label in LABELS.items()],
        next_url=url_for(".claims", show=stand.value, after=after) if after else None,
    )


@blueprint.route("/representations/<int:representation_id>/", methods=["GET", "POST"])
@requires(REPRESENT)
def claim(representation_id: int) -> Response:
    """One claim with what speaks for it, and the decision."""
    found, form = (
        queries.access_claim(viewer(), representation_id),
        DecideForm(organisation=request.args.get("organisation", "")),
    )
    if request.method == "POST" and request.form.get("act") not in ("confirm", "refuse"):
        abort(400)
    if form.validate_on_submit():
        try:
            _decide(found, form)
        except Refused as refusal:
            form.say(refusal)
        else:
            flash(f"Decided. {found.account.name} is told once this can no longer be undone.", "success")
            return see_other(local_path(request.form.get("next")) or url_for(".claims"))
    return _claim_page(found, form)


def _decide(found: queries.Claim, form: DecideForm) -> None:
    note = form.note.data or ""
    if request.form["act"] == "refuse":
        actions.refuse_representation(viewer(), claim=found.representation, note=note)
        return
    slug = form.organisation.data or ""
    chosen = directory.organisation_by_slug(slug) if slug else None
    if slug and chosen is None:
        raise Refused("There is no organisation with this address in the directory.", "organisation")
    actions.confirm_representation(viewer(), claim=found.representation, organisation=chosen, note=note)


def _claim_page(found: queries.Claim, sent: DecideForm | AddForm | EndForm) -> Response:
    """The page with the form that was sent as it was sent, and the other forms fresh."""
    claim = found.representation
    fresh_add = AddForm(formdata=None, name=found.name, website=claim.proposed_website)
    return page(
        "representations/claims/one.html",
        422 if sent.errors else 200,
        claim=found,
        sent=sent,
        decide=sent if isinstance(sent, DecideForm) else DecideForm(formdata=None),
        add=sent if isinstance(sent, AddForm) else fresh_add,
        end=sent if isinstance(sent, EndForm) else EndForm(formdata=None),
        may_add=viewer().scope(WRITE) is None,
        is_own=found.account.id == viewer().account_id,
        asked=claim.state is RepresentationState.ASKED,
        confirmed=claim.state is RepresentationState.CONFIRMED,
    )


@blueprint.post("/representations/<int:representation_id>/organisation/")
@requires(REPRESENT)
def add_organisation(representation_id: int) -> Response:
    """Add the organisation that was proposed to the directory, before the claim is decided."""
    found, form = queries.access_claim(viewer(), representation_id), AddForm()
    if viewer().scope(WRITE) is not None:
        abort(403)
    if not form.validate_on_submit():
        return _claim_page(found, form)
    said = {"slug": form.slug.data, "name": form.name.data, "website": form.website.data or ""}
    try:
        added = actions.add_proposed(viewer(), claim=found.representation, **said)
    except Refused as refusal:
        form.say(refusal)
        return _claim_page(found, form)
    flash(f"{added.name} is in the directory. Now decide about the claim.", "success")
    return see_other(url_for(".claim", representation_id=representation_id, organisation=added.slug))


@blueprint.post("/representations/<int:representation_id>/end/")
@requires(REPRESENT)
def end_claim(representation_id: int) -> Response:
    """End somebody's right to speak for an organisation."""
    found, form = queries.access_claim(viewer(), representation_id), EndForm()
    if not form.validate_on_submit():
        return _claim_page(found, form)
    try:
        actions.end_representation(viewer(), claim=found.representation, note=form.note.data or "")
    except Refused as refusal:
        form.say(refusal)
        return _claim_page(found, form)
    flash(f"{found.account.name} is told.", "success")
    return see_other(url_for(".claims", show=Stand.CONFIRMED.value))
