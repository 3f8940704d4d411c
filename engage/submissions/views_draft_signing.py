"""Joint responses: the organisations that are asked to sign, and what those who speak for them do."""

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response

from engage.core import clock
from engage.core.access import signed_in, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.core.text import clean_line
from engage.directory import queries as directory
from engage.submissions.actions import joining
from engage.submissions.blueprints import public as blueprint
from engage.submissions.draft_reading import read_draft
from engage.submissions.forms_drafts import RevisionForm, SignatoryForm, revision_of
from engage.submissions.models import SubmissionState
from engage.submissions.queries import drafts, signatures
from engage.submissions.queries.drafts import Shared
from engage.submissions.queries.signatures import Signature


@blueprint.route("/account/drafts/<int:submission_id>/joint/", methods=["GET", "POST"])
@signed_in
def joint_draft(submission_id: int) -> Response:
    """The organisations that are asked to sign."""
    shared, form = drafts.access_shared(viewer(), submission_id), SignatoryForm()
    if form.validate_on_submit():
        organisation = directory.organisation_by_slug(form.slug.data) or abort(404)
        try:
            joining.invite_signatory(viewer(), shared=shared, organisation=organisation)
            flash(f"{organisation.name} is asked to sign.", "success")
            return see_other(url_for("submissions.joint_draft", submission_id=submission_id))
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
    return _joint_page(shared, form)


def _joint_page(shared: Shared, form: Form) -> Response:
    words = clean_line(request.args.get("q", ""))[:200]
    return page(
        "submissions/drafts/joint.html",
        422 if form.errors else 200,
        shared=shared,
        form=form,
        words=words,
        found=directory.listed_organisations(words=words, limit=20) if words else [],
        signatures=signatures.co_signatories(shared.submission.id, shared.draft),
    )


@blueprint.post("/account/drafts/<int:submission_id>/joint/<int:organisation_id>/remove/")
@signed_in
def remove_signatory(submission_id: int, organisation_id: int) -> Response:
    """No longer ask an organisation to sign."""
    shared, form = drafts.access_shared(viewer(), submission_id), Form()
    if form.validate_on_submit():
        try:
            joining.remove_signatory(viewer(), shared=shared, organisation_id=organisation_id)
            return see_other(url_for("submissions.joint_draft", submission_id=submission_id))
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
    return _joint_page(shared, form)


@blueprint.route("/account/drafts/<int:submission_id>/sign/", methods=["GET", "POST"])
@signed_in
def sign_draft(submission_id: int) -> Response:
    """Read a joint response as somebody who speaks for an organisation that is asked to sign it, and sign or not."""
    shared, signatory = signatures.access_to_sign(viewer(), submission_id)
    form = RevisionForm()
    if form.validate_on_submit():
        try:
            if request.form.get("act") == "decline":
                joining.decline(viewer(), shared=shared, signatory=signatory)
            else:
                joining.sign(viewer(), shared=shared, signatory=signatory, revision=revision_of(form))
            return see_other(url_for("submissions.sign_draft", submission_id=submission_id))
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
    return _sign_page(shared, signatory.organisation_id, form)


def _sign_page(shared: Shared, organisation_id: int, form: RevisionForm) -> Response:
    form.revision.data = str(shared.shown.revision)
    mine = _mine(shared, organisation_id)
    return page(
        "submissions/drafts/sign.html",
        422 if form.errors else 200,
        shared=shared,
        form=form,
        mine=mine,
        may_leave=_may_leave(shared, mine),
        # Who does not sign has no part in the draft any more.
        reading=None if mine.signatory.declined_at else read_draft(shared),
    )


def _mine(shared: Shared, organisation_id: int) -> Signature:
    asked = signatures.co_signatories(shared.submission.id, shared.draft)
    return next(each for each in asked if each.organisation.id == organisation_id)


def _may_leave(shared: Shared, mine: Signature) -> bool:
    """Whether the organisation stands below what was sent, and can still take its name off."""
    is_sent = shared.submission.state is SubmissionState.SENT and mine.signatory.sent_version is not None
    return is_sent and shared.consultation.is_open(clock.now())


@blueprint.route("/account/drafts/<int:submission_id>/sign/take-name-off/", methods=["GET", "POST"])
@signed_in
def take_name_off(submission_id: int) -> Response:
    """Take an organisation's name off a joint response that was sent."""
    shared, signatory = signatures.access_to_sign(viewer(), submission_id)
    mine, form = _mine(shared, signatory.organisation_id), Form()
    if not _may_leave(shared, mine):
        return see_other(url_for("submissions.sign_draft", submission_id=submission_id))
    if form.validate_on_submit():
        try:
            joining.take_name_off(viewer(), shared=shared, signatory=signatory)
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
        else:
            flash(f"{mine.organisation.name} no longer signs this response.", "success")
            return see_other(url_for("submissions.sign_draft", submission_id=submission_id))
    status = 422 if form.errors else 200
    return page("submissions/drafts/take_name_off.html", status, shared=shared, form=form, mine=mine)
