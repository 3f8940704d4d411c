"""A shared draft on its way out: approved by a named person, and sent."""

from typing import Any

from flask import flash
from werkzeug.wrappers import Response

from engage.accounts.queries import names_of
from engage.core.access import signed_in, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page
from engage.submissions.actions import approving
from engage.submissions.actions.changing import keep_too_late
from engage.submissions.actions.sending import TooLate
from engage.submissions.blueprints import public as blueprint
from engage.submissions.draft_reading import read_draft
from engage.submissions.forms_drafts import ApproveForm, RevisionForm, revision_of
from engage.submissions.models import Consent
from engage.submissions.queries import approvals, drafts
from engage.submissions.queries.drafts import Shared
from engage.submissions.views_drafts import draft_page, home_of


@blueprint.route("/account/drafts/<int:submission_id>/approve/", methods=["GET", "POST"])
@signed_in
def approve_draft(submission_id: int) -> Response:
    """Read the draft exactly as it stands, and approve it by name and office."""
    shared = drafts.access_shared(viewer(), submission_id)
    if shared.draft is None or not shared.may_approve:
        return home_of(shared)
    form = _approve_form(shared)
    if form.validate_on_submit():
        consent = Consent(form.consent.data) if "consent" in form else None
        try:
            approving.approve(
                viewer(), shared=shared, revision=revision_of(form), role_title=form.role.data, consent=consent
            )
            return home_of(shared)
        except Refused as refusal:
            form.say(refusal)
    form.revision.data = str(shared.draft.revision)
    reading = read_draft(shared)
    status = 422 if form.errors else 200
    return page("submissions/drafts/approve.html", status, shared=shared, form=form, reading=reading)


def _approve_form(shared: Shared) -> Any:
    form = ApproveForm(consent=shared.shown.consent.value)
    if shared.consultation.organisations_public or not shared.consultation.asks_consent:
        del form.consent
    return form


@blueprint.post("/account/drafts/<int:submission_id>/approval/take-back/")
@signed_in
def take_back_approval(submission_id: int) -> Response:
    """Take the approval back."""
    shared, form = drafts.access_shared(viewer(), submission_id), Form()
    if form.validate_on_submit():
        try:
            approving.take_back_approval(viewer(), shared=shared)
            return home_of(shared)
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
    return draft_page(shared, form)


@blueprint.route("/account/drafts/<int:submission_id>/send/", methods=["GET", "POST"])
@signed_in
def send_draft(submission_id: int) -> Response:
    """Send what was approved."""
    shared = drafts.access_shared(viewer(), submission_id)
    approval = approvals.approval_of(submission_id, shared.draft)
    form = RevisionForm()
    if form.validate_on_submit():
        try:
            approving.send_shared(viewer(), shared=shared, revision=revision_of(form))
            flash("The response is sent.", "success")
            return home_of(shared)
        except TooLate:
            keep_too_late(viewer(), submission=shared.shown)
            return home_of(shared)
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
    if approval is None or not shared.may_approve:
        return draft_page(shared, form) if form.errors else home_of(shared)
    form.revision.data = str(approval.revision)
    approver = names_of([approval.account_id]).get(approval.account_id, "")
    facts = {"shared": shared, "form": form, "approval": approval, "approver": approver}
    return page("submissions/drafts/send.html", 422 if form.errors else 200, **facts)
