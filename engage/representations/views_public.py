"""Asking to speak for an organisation: the claim, its proof, where it stands, and the end of it."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, request, url_for
from werkzeug.wrappers import Response

from engage.core import limits, navigation
from engage.core.access import signed_in, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.directory import domains
from engage.directory import queries as directory
from engage.directory.models import Organisation
from engage.representations import actions, proofs, queries
from engage.representations.forms import ClaimForm, FindForm, ProposalForm
from engage.representations.models import Representation, RepresentationState

blueprint = Blueprint("representations", __name__)

navigation.add("account", "representations.representations", "Organisations that you speak for", 40)
FOUND = 20


def _status(form: Form) -> int:
    return 422 if form.errors else 200


def _spend_claim() -> None:
    limits.require("represent", str(viewer().account_id), most=10, per=timedelta(days=1))


def _spend_mail(address: str | None) -> None:
    """Neither one person nor one address of an organisation is used to fill mailboxes."""
    limits.require("represent-mails-by", str(viewer().account_id), most=10, per=timedelta(hours=1))
    if address:
        limits.require("represent-mails-to", address.lower(), most=5, per=timedelta(hours=1))


def _see(claim: Representation) -> Response:
    return see_other(url_for("representations.representation", representation_id=claim.id))


@blueprint.get("/account/representations/")
@signed_in
def representations() -> Response:
    """The organisations for which the viewer speaks or asked to."""
    return page("representations/index.html", claims=queries.own_claims(viewer().account_id or 0))


@blueprint.get("/account/representations/new/")
@signed_in
def find_organisation() -> Response:
    """Find the organisation in the directory."""
    form = FindForm(request.args)
    words = form.q.data or ""
    found = directory.listed_organisations(words=words, limit=FOUND + 1) if words else []
    return page(
        "representations/find.html",
        form=form,
        words=words,
        found=found[:FOUND],
        kinds=directory.kinds_by_id(),
        more=len(found) > FOUND,
    )


@blueprint.route("/account/representations/new/<slug>/", methods=["GET", "POST"])
@signed_in
def claim_organisation(slug: str) -> Response:
    """Ask to speak for an organisation of the directory."""
    organisation = directory.organisation_by_slug(slug) or abort(404)
    form = ClaimForm()
    if not form.validate_on_submit():
        return _claim_page(form, organisation)
    _spend_claim()
    _spend_mail(form.email.data)
    try:
        claim = actions.ask_to_represent(
            viewer(),
            organisation=organisation,
            explanation=form.explanation.data or "",
            proof_email=form.email.data or "",
        )
    except Refused as refusal:
        form.say(refusal)
        return _claim_page(form, organisation)
    return _see(claim)


def _claim_page(form: ClaimForm, organisation: Organisation) -> Response:
    return page(
        "representations/claim.html",
        _status(form),
        form=form,
        organisation=organisation,
        domains=domains.domains_of(organisation.website, organisation.email, directory.domains_known(organisation.id)),
    )


@blueprint.route("/account/representations/propose/", methods=["GET", "POST"])
@signed_in
def propose_organisation() -> Response:
    """Ask to speak for an organisation that is not in the directory."""
    form = ProposalForm(name=request.args.get("name", "")[:200])
    if not form.validate_on_submit():
        return page("representations/propose.html", _status(form), form=form)
    _spend_claim()
    claim = actions.propose_organisation(
        viewer(), name=form.name.data, website=form.website.data or "", explanation=form.explanation.data
    )
    return _see(claim)


@blueprint.get("/account/representations/<int:representation_id>/")
@signed_in
def representation(representation_id: int) -> Response:
    """Where a claim stands, and what comes next."""
    claim = queries.access_own_claim(viewer(), representation_id)
    return page("representations/one.html", **_facts(claim), form=Form())


def _facts(claim: queries.Claim) -> dict[str, Any]:
    state = claim.representation.state
    return {
        "claim": claim,
        "asked": state is RepresentationState.ASKED,
        "confirmed": state is RepresentationState.CONFIRMED,
    }


@blueprint.post("/account/representations/<int:representation_id>/again/")
@signed_in
def send_proof_again(representation_id: int) -> Response:
    """Mail the link once more."""
    claim, form = queries.access_own_claim(viewer(), representation_id), Form()
    if form.validate_on_submit():
        _spend_mail(claim.representation.proof_email)
        try:
            actions.send_proof_again(viewer(), claim=claim.representation)
            flash("We have sent the link again.", "success")
            return _see(claim.representation)
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
    return page("representations/one.html", 422, **_facts(claim), form=form)


@blueprint.route("/account/representations/<int:representation_id>/end/", methods=["GET", "POST"])
@signed_in
def end_representation(representation_id: int) -> Response:
    """Say that one no longer speaks for an organisation, or take the claim back."""
    claim, form = queries.access_own_claim(viewer(), representation_id), Form()
    if not form.validate_on_submit():
        return page("representations/end.html", _status(form), **_facts(claim), form=form)
    actions.end_representation(viewer(), claim=claim.representation)
    flash(f"You do not speak for {claim.name} any more.", "success")
    return see_other(url_for("representations.representations"))


@blueprint.route("/account/representations/prove/<token>/", methods=["GET", "POST"])
@signed_in
def prove(token: str) -> Response:
    """Prove by the mailed link that one belongs to an organisation: by a button, never by opening the page."""
    claim, form = _claim_of(token), Form()
    if claim is None:
        return page("representations/dead_link.html", 410)
    if not form.validate_on_submit():
        return page("representations/prove.html", _status(form), **_facts(claim), form=form)
    try:
        actions.prove(viewer(), claim=claim.representation)
    except Refused as refusal:
        form.refuse(None, refusal.sentence)
        return page("representations/prove.html", 422, **_facts(claim), form=form)
    flash(f"You speak for {claim.name} now.", "success")
    return _see(claim.representation)


def _claim_of(token: str) -> queries.Claim | None:
    """The viewer's own claim that the token proves; nothing for anybody else's."""
    told = proofs.claim_proved_by(token)
    if told is None:
        return None
    own = queries.own_claims(viewer().account_id or 0)
    return next((each for each in own if each.representation.id == told[0] and _holds(each, told[1])), None)


def _holds(claim: queries.Claim, mark: str) -> bool:
    return proofs.holds(claim.representation, mark)
