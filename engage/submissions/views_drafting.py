"""Staff see who is drafting a formal response, never a word of it, and hand a draft on whose lead is gone."""

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from engage.consultations import queries as consultations
from engage.consultations.desk_head import About, place
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.representations import queries as representations
from engage.submissions.actions import sharing
from engage.submissions.blueprints import staff as blueprint
from engage.submissions.forms_drafts import HandOnForm
from engage.submissions.queries import drafts
from engage.submissions.rights import HAND_ON

place("submissions_staff.drafting", "Drafting", 90, HAND_ON)


@blueprint.get("/<int:consultation_id>/drafting/")
@requires(HAND_ON)
def drafting(consultation_id: int) -> Response:
    """The organisations that are drafting: since when, when they saved last, and how many work on it."""
    it = consultations.access_submissions(viewer(), consultation_id, HAND_ON)
    return page("submissions/drafts/drafting.html", about=About(it, "drafting"), it=it, found=drafts.drafting(it.id))


@blueprint.route("/<int:consultation_id>/drafting/<int:submission_id>/", methods=["GET", "POST"])
@requires(HAND_ON)
def hand_draft_on(consultation_id: int, submission_id: int) -> BaseResponse:
    """Give a draft to another person who is confirmed to speak for the organisation."""
    it = consultations.access_submissions(viewer(), consultation_id, HAND_ON)
    shared = drafts.shared_in(it.id, submission_id)
    form = HandOnForm()
    voices = representations.voices_of(shared.organisation.id)
    form.offer(voices)
    if voices and form.validate_on_submit():
        try:
            sharing.hand_on(viewer(), submission=shared.submission, account_id=int(form.account.data))
            flash("The draft is handed on.", "success")
            return see_other(url_for(".drafting", consultation_id=it.id))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
    facts = {"about": About(it, "drafting"), "it": it, "shared": shared, "form": form, "voices": voices}
    return page("submissions/drafts/hand_on.html", 422 if form.errors else 200, **facts)
