"""Moderators pass responses before anybody can read them; officers highlight what was published."""

from itertools import islice

from flask import Blueprint, Response, abort, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engage.comments import queries as comment_queries
from engage.comments.models import Reason
from engage.core import undoing
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.pages import cursor_from_query, cursor_text, local_path, page, see_other
from engage.core.permissions import Viewer
from engage.core.text import passages as places_of
from engage.responses.actions import redacting, responding
from engage.responses.actions.response_standing import UNDO_KIND
from engage.responses.forms import HighlightForm, PassForm
from engage.responses.models import ResponseState
from engage.responses.queries import response_texts, responses
from engage.responses.queries.responses import Held
from engage.responses.rights import HIGHLIGHT, PASS

blueprint = Blueprint("responses_staff", __name__, url_prefix="/staff/consultations")

PER_PAGE = 50
NEEDS_REASON = "Choose a reason. The respondent is told which rule the response breaks."
NO_PASSAGE = "Paste the words that you want to black out, exactly as they stand in the answer."
DONE = {
    "publish": "The response by {who} is published.",
    "refuse": "The response by {who} is not published. It counts all the same.",
    "take_down": "The response by {who} is taken down.",
    "restore": "The refusal of the response by {who} is taken back.",
    "redact": "The passage is blacked out. Decide about the rest.",
}


def _undo(actor: Viewer, step: undoing.UndoStep) -> None:
    found = responses.access_response(actor, step.subject_id)
    responding.return_response(actor, response=found.response, **step.values)


undoing.offer(UNDO_KIND, _undo, lambda number: url_for("responses_staff.response_item", submission_id=number))


@blueprint.get("/responses/")
@requires(PASS)
def waiting() -> Response:
    """Responses that wait to be read before they are published, the longest waiting first."""
    scope = viewer().scope(PASS)
    found = responses.waiting_responses(cursor_from_query(), PER_PAGE + 1, scope)
    last = found[PER_PAGE - 1].response if len(found) > PER_PAGE else None
    after = cursor_text(last.waiting_since, last.submission_id) if last and last.waiting_since else None
    return page(
        "responses/passing/index.html",
        found=found[:PER_PAGE],
        count=responses.waiting_count(scope),
        next_url=url_for(".waiting", after=after) if after else None,
    )


@blueprint.get("/responses/<int:submission_id>/")
@requires(PASS)
def response_item(submission_id: int) -> Response:
    """One response with all that a moderator needs to decide."""
    found = responses.access_response(viewer(), submission_id)
    return _item_page(found, _form(found))


@blueprint.post("/responses/<int:submission_id>/")
@requires(PASS)
def decide_response(submission_id: int) -> BaseResponse:
    """Take a decision, and go on to what waits next."""
    found = responses.access_response(viewer(), submission_id)
    form, act = _form(found), request.form.get("act", "")
    if act not in DONE:
        abort(400)
    if not form.validate():
        return _item_page(found, form)
    try:
        _act(found, form, act)
    except Refused as refusal:
        form.say(refusal)
        return _item_page(found, form)
    flash(DONE[act].format(who=found.who), "success")
    if act in ("redact", "take_down", "restore"):
        return see_other(request.full_path.rstrip("?"))
    return see_other(local_path(request.form.get("next")) or url_for(".waiting"))


def _form(found: Held) -> PassForm:
    passages = response_texts.passages_of(found.submission, found.version_to_read)
    return PassForm().offer(comment_queries.reasons(), [each for each in passages if each.sent])


def _act(found: Held, form: PassForm, act: str) -> None:
    typed = form.version.data or ""
    version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
    reason = comment_queries.reason(form.reason.data) if form.reason.data else None
    if act == "publish":
        responding.publish_response(viewer(), response=found.response, version=version)
    elif act == "restore":
        responding.restore_response(viewer(), response=found.response)
    elif reason is None:
        raise Refused(NEEDS_REASON, "reason")
    elif act == "refuse":
        responding.refuse_response(
            viewer(), response=found.response, version=version, reason=reason, note=form.note.data or ""
        )
    elif act == "take_down":
        responding.take_down_response(viewer(), response=found.response, reason=reason, note=form.note.data or "")
    else:
        _redact(found, form, version, reason)


def _redact(found: Held, form: PassForm, version: int, reason: Reason) -> None:
    words, question = form.passage.data or "", form.question.data or ""
    if not words.strip():
        raise Refused(NO_PASSAGE, "passage")
    sent = response_texts.sent_texts(found.submission, version).get(question, "")
    place = next(islice(places_of(sent, words), (form.occurrence.data or 1) - 1, None), None)
    if place is None:
        raise Refused(redacting.NOT_THERE, "passage")
    redacting.redact_response(
        viewer(),
        response=found.response,
        version=version,
        question=question,
        start=place[0],
        end=place[1],
        reason=reason,
    )


@blueprint.post("/responses/<int:submission_id>/lift/<int:redaction_id>/")
@requires(PASS)
def lift_response_redaction(submission_id: int, redaction_id: int) -> BaseResponse:
    """Show the words of a black-out again."""
    found = responses.access_response(viewer(), submission_id)
    black = response_texts.redaction(submission_id, redaction_id) or abort(404)
    form = _form(found)
    if not form.validate():
        return _item_page(found, form)
    try:
        redacting.lift_redaction(viewer(), response=found.response, redaction=black)
    except Refused as refusal:
        form.refuse(None, refusal.sentence)
        return _item_page(found, form)
    flash("The words show again.", "success")
    return see_other(url_for(".response_item", submission_id=submission_id))


def _item_page(found: Held, form: PassForm) -> Response:
    response = found.response
    form.version.data = str(found.version_to_read)
    shown_version = response.version if found.is_change else None
    return page(
        "responses/passing/item.html",
        422 if form.errors else 200,
        held=found,
        form=form,
        passages=response_texts.passages_of(found.submission, found.version_to_read),
        before=response_texts.passages_of(found.submission, shown_version) if shown_version else [],
        reasons={each.key: each for each in comment_queries.reasons(active=False)},
        waits=response.waiting_since is not None,
        published=response.state is ResponseState.PUBLISHED,
        refused=response.state is ResponseState.REFUSED,
        withdrawn=response.state is ResponseState.WITHDRAWN,
        is_own=responses.is_own(viewer(), found.submission),
        sent_at=responses.version_sent_at(found.submission.id, found.version_to_read),
    )


@blueprint.route("/responses/<int:submission_id>/highlight/", methods=["GET", "POST"])
@requires(HIGHLIGHT)
def highlight(submission_id: int) -> BaseResponse:
    """Choose words of a published response that stand out, and say who speaks for it."""
    found = responses.access_published(viewer(), submission_id)
    form = HighlightForm(quotes=found.response.highlight, spokesperson=found.response.spokesperson)
    if not form.validate_on_submit():
        return _highlight_page(found, form)
    said = {"quotes": form.quotes.data or "", "spokesperson": form.spokesperson.data or ""}
    try:
        responding.highlight_response(viewer(), response=found.response, **said)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return _highlight_page(found, form)
    flash("Saved.", "success")
    slug, number = found.consultation.slug, found.response.number
    return see_other(url_for("responses.response", slug=slug, number=number))


def _highlight_page(found: Held, form: HighlightForm) -> Response:
    submission_id = found.response.submission_id
    texts = response_texts.public_texts([submission_id]).get(submission_id, {})
    labels = {each.key: each.label for each in response_texts.asked_in(found.submission, found.response.version or 0)}
    return page(
        "responses/passing/highlight.html",
        422 if form.errors else 200,
        held=found,
        form=form,
        answers=[(labels.get(key, key), words) for key, words in texts.items()],
    )
