"""Going on with questions that were corrected after a draft was begun."""

from flask import flash, url_for
from werkzeug.wrappers import Response

from engage.consultations import queries as consultations
from engage.core.access import public, signed_in, viewer
from engage.core.errors import Refused
from engage.core.pages import see_other
from engage.submissions import actions
from engage.submissions.blueprints import public as blueprint
from engage.submissions.forms_answering import CorrectionForm
from engage.submissions.holding import held, remember
from engage.submissions.models import Submission
from engage.submissions.queries import drafts

DONE = "You go on with the corrected questions. All answers are as they were."


@blueprint.post("/consultations/<slug>/respond/corrected-questions/")
@public
def respond_corrected(slug: str) -> Response:
    """Put the draft that this browser holds upon the corrected questions."""
    consultations.access_consultation(viewer(), slug)
    mine = held(slug)
    overview = see_other(url_for("submissions.respond", slug=slug))
    if mine is None or mine.draft is None:
        return overview
    _adopt(mine.draft)
    return remember(overview, mine.consultation, mine.code)


@blueprint.post("/account/drafts/<int:submission_id>/corrected-questions/")
@signed_in
def correct_draft(submission_id: int) -> Response:
    """Put a shared draft upon the corrected questions."""
    shared = drafts.access_shared(viewer(), submission_id)
    if shared.draft is not None:
        _adopt(shared.draft)
    return see_other(url_for("submissions.shared_draft", submission_id=submission_id))


def _adopt(draft: Submission) -> None:
    """Do it, or say why not; the page to which it leads shows the offer that holds then."""
    form = CorrectionForm()
    if not form.validate_on_submit():
        flash(form.form_errors[0], "warning")
        return
    try:
        actions.adopt_questions(viewer(), submission=draft, definition=form.number)
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    else:
        flash(DONE, "success")
