"""Who works on a shared draft: invited by address, joined with a sign-in of their own, led by somebody."""

from datetime import timedelta

from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from engage.accounts.queries import account as account_of
from engage.core import limits
from engage.core.access import signed_in, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.submissions.actions import sharing
from engage.submissions.blueprints import public as blueprint
from engage.submissions.forms_drafts import PARTS, InviteForm, PartForm
from engage.submissions.invitations import invitation_named_by
from engage.submissions.models import DraftInvitation, DraftPart
from engage.submissions.queries import drafts
from engage.submissions.queries.drafts import Shared
from engage.submissions.views_drafts import home_of


@blueprint.route("/account/drafts/<int:submission_id>/members/", methods=["GET", "POST"])
@signed_in
def draft_members(submission_id: int) -> Response:
    """Who works on the draft; the lead invites colleagues."""
    shared, form = drafts.access_shared(viewer(), submission_id), InviteForm()
    if not form.validate_on_submit():
        return _members_page(shared, form)
    limits.require("draft-invite", str(viewer().account_id), most=40, per=timedelta(days=1))
    try:
        made = sharing.invite_member(
            viewer(), submission=shared.submission, email=form.email.data, part=DraftPart(form.part.data)
        )
    except Refused as refusal:
        form.say(refusal)
        return _members_page(shared, form)
    flash(f"We have written to {made.email}." if made else "This person works on the draft already.", "success")
    return see_other(url_for("submissions.draft_members", submission_id=submission_id))


def _members_page(shared: Shared, form: Form) -> Response:
    return page(
        "submissions/drafts/members.html",
        422 if form.errors else 200,
        shared=shared,
        invite=form if isinstance(form, InviteForm) else InviteForm(formdata=None),
        form=form,
        members=[
            (member, account, PartForm(formdata=None, part=member.part.value))
            for member, account in drafts.members_of(shared.submission.id)
        ],
        invitations=drafts.invitations_of(shared.submission.id),
        parts=PARTS,
    )


@blueprint.post("/account/drafts/<int:submission_id>/members/<int:account_id>/")
@signed_in
def set_draft_part(submission_id: int, account_id: int) -> Response:
    """Say what a member may do."""
    shared, form = drafts.access_shared(viewer(), submission_id), PartForm()
    if form.validate_on_submit():
        try:
            sharing.set_part(
                viewer(), submission=shared.submission, account_id=account_id, part=DraftPart(form.part.data)
            )
            return see_other(url_for("submissions.draft_members", submission_id=submission_id))
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
    return _members_page(shared, form)


@blueprint.post("/account/drafts/<int:submission_id>/members/<int:account_id>/remove/")
@signed_in
def remove_draft_member(submission_id: int, account_id: int) -> Response:
    """Leave the draft, or let a member go."""
    shared, form = drafts.access_shared(viewer(), submission_id), Form()
    if form.validate_on_submit():
        try:
            sharing.leave(viewer(), submission=shared.submission, account_id=account_id)
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
        else:
            if account_id == viewer().account_id:
                flash("You have left the draft.", "success")
                return see_other(url_for("submissions.shared_drafts"))
            return see_other(url_for("submissions.draft_members", submission_id=submission_id))
    return _members_page(shared, form)


@blueprint.post("/account/drafts/<int:submission_id>/invitations/<int:invitation_id>/remove/")
@signed_in
def remove_draft_invitation(submission_id: int, invitation_id: int) -> Response:
    """Let the link of an invitation work no more."""
    shared, form = drafts.access_shared(viewer(), submission_id), Form()
    found = drafts.invitation(invitation_id)
    if found is None or found.submission_id != submission_id:
        abort(404)
    if form.validate_on_submit():
        try:
            sharing.take_back_invitation(viewer(), submission=shared.submission, invitation=found)
            return see_other(url_for("submissions.draft_members", submission_id=submission_id))
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
    return _members_page(shared, form)


@blueprint.post("/account/drafts/<int:submission_id>/lead/")
@signed_in
def lead_draft(submission_id: int) -> Response:
    """Lead a draft whose lead is gone."""
    shared, form = drafts.access_shared(viewer(), submission_id), Form()
    if form.validate_on_submit():
        try:
            sharing.take_lead(viewer(), submission=shared.submission)
            flash("You lead this draft now.", "success")
            return home_of(shared)
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
    return _members_page(shared, form)


@blueprint.route("/account/drafts/join/<token>/", methods=["GET", "POST"])
@signed_in
def join_draft(token: str) -> Response:
    """Join a shared draft by the mailed link: by a button, with the sign-in of the address that was invited."""
    found, form = _invited_by(token), Form()
    if found is None:
        return page("submissions/drafts/dead_link.html", 410)
    account = account_of(viewer().account_id or 0)
    fits = account is not None and account.email == found.email and account.confirmed_at is not None
    shared = drafts.shared(found.submission_id, None)
    facts = {"shared": shared, "invitation": found, "fits": fits, "parts": PARTS}
    if not (fits and form.validate_on_submit()):
        return page("submissions/drafts/join.html", 422 if form.errors else 200, form=form, **facts)
    sharing.accept_invitation(viewer(), invitation=found)
    flash("You work on this draft now.", "success")
    return home_of(shared)


def _invited_by(token: str) -> DraftInvitation | None:
    told = invitation_named_by(token)
    found = drafts.invitation(told[0]) if told else None
    if told is None or found is None or int(found.at.timestamp()) != told[1]:
        return None
    is_member = drafts.membership(found.submission_id, viewer().account_id) is not None
    return found if found.settled_at is None or is_member else None
