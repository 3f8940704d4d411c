"""The draft that colleagues share: begun for an organisation, read by all who work on it, with notes among them."""

from typing import Any

from flask import abort, flash, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from engage.accounts.queries import names_of
from engage.consultations import queries as consultations
from engage.consultations.printing import pdf_maker
from engage.core import clock, navigation
from engage.core.access import signed_in, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.representations import queries as representations
from engage.submissions import in_public, queries
from engage.submissions.actions import changing, sharing
from engage.submissions.actions.sending import is_too_late, may_send_until
from engage.submissions.blueprints import public as blueprint
from engage.submissions.corrections import correction_for
from engage.submissions.draft_reading import read_draft
from engage.submissions.forms_drafts import PARTS, BeginForm, NoteForm
from engage.submissions.holding import remember, shared_code
from engage.submissions.models import SubmissionState
from engage.submissions.queries import approvals, drafts, signatures
from engage.submissions.queries.drafts import Shared

navigation.add("account", "submissions.shared_drafts", "Drafts that you share", 41)


def home_of(shared: Shared) -> Response:
    """The way back to the draft."""
    return see_other(url_for("submissions.shared_draft", submission_id=shared.submission.id))


@blueprint.get("/account/drafts/")
@signed_in
def shared_drafts() -> Response:
    """The formal responses on which the viewer works, and those that wait for a signature."""
    account_id = viewer().account_id or 0
    voices = [each.id for each in representations.represented_by(account_id)]
    return page(
        "submissions/drafts/index.html",
        own=drafts.own_drafts(account_id),
        to_sign=signatures.to_sign(voices),
    )


@blueprint.route("/account/drafts/begin/<slug>/", methods=["GET", "POST"])
@signed_in
def begin_draft(slug: str) -> Response:
    """Begin the formal response of an organisation, or go on with the one that colleagues began."""
    consultation = consultations.access_consultation(viewer(), slug)
    voices = {each.slug: each for each in representations.represented_by(viewer().account_id or 0)}
    form = BeginForm(organisation=next(iter(voices), None))
    form.organisation.choices = [SelectChoice(key, each.name) for key, each in voices.items()]
    if voices and form.validate_on_submit():
        try:
            made = sharing.begin_shared(
                viewer(), consultation=consultation, organisation=voices[form.organisation.data]
            )
            return see_other(url_for("submissions.shared_draft", submission_id=made.id))
        except Refused as refusal:
            form.say(refusal)
    return page(
        "submissions/drafts/begin.html",
        422 if form.errors else 200,
        it=consultation,
        form=form,
        voices=voices,
        is_open=consultation.is_open(clock.now()),
    )


@blueprint.get("/account/drafts/<int:submission_id>/")
@signed_in
def shared_draft(submission_id: int) -> Response:
    """The draft with all its answers, who wrote what, and what is still to do."""
    return draft_page(drafts.access_shared(viewer(), submission_id), NoteForm())


def draft_page(shared: Shared, form: Form) -> Response:
    """The page of a draft, with a form that was refused if there is one."""
    return page("submissions/drafts/one.html", 422 if form.errors else 200, form=form, **_facts(shared))


def _facts(shared: Shared) -> dict[str, Any]:
    submission_id, draft = shared.submission.id, shared.draft
    members = drafts.members_of(submission_id)
    approval = approvals.approval_of(submission_id, draft)
    last = approvals.last_approval(submission_id)
    asked = signatures.co_signatories(submission_id, draft)
    it, now = shared.consultation, clock.now()
    return {
        "shared": shared,
        "reading": read_draft(shared),
        "correction": correction_for(shared.consultation, shared.draft),
        "members": members,
        "names": {account.id: account.name for _, account in members},
        "parts": PARTS,
        "approval": approval,
        "voided": last if approval is None and last is not None and draft is not None else None,
        "approver": names_of([last.account_id]).get(last.account_id, "") if last else "",
        "signatures": asked,
        "waiting_for": [each for each in asked if each.waits],
        "published": in_public.standing(shared.submission),
        "is_sent": shared.submission.state is SubmissionState.SENT,
        "is_open": it.is_open(now),
        "late": it.has_closed(now),
        "until": may_send_until(it),
        "too_late": draft is not None and is_too_late(it, draft),
        "has_pdf": pdf_maker() is not None,
        "lacks_lead": not any(member.part.value == "lead" for member, _ in members),
        "may_lead": representations.speaks_for(viewer().account_id, shared.organisation.id),
    }


@blueprint.post("/account/drafts/<int:submission_id>/write/<page_key>/")
@signed_in
def write_draft(submission_id: int, page_key: str) -> Response:
    """Go on writing a page of the answers in this browser."""
    shared, form = drafts.access_shared(viewer(), submission_id), Form()
    if shared.draft is None or not form.validate_on_submit():
        return draft_page(shared, form)
    questions = queries.questions_of(shared.draft)
    asked = questions.page(page_key) or abort(404)
    there = url_for("submissions.respond_page", slug=shared.consultation.slug, page_key=asked.key)
    if request.form.get("choose"):
        there = url_for("submissions.respond_choose", slug=shared.consultation.slug)
    return remember(see_other(there), shared.consultation, shared_code(submission_id))


@blueprint.post("/account/drafts/<int:submission_id>/notes/")
@signed_in
def add_draft_note(submission_id: int) -> Response:
    """Say something to the others."""
    shared, form = drafts.access_shared(viewer(), submission_id), NoteForm()
    if not form.validate_on_submit():
        return draft_page(shared, form)
    known = queries.questions_of(shared.shown).question(form.question.data or "")
    sharing.add_note(viewer(), submission=shared.submission, question=known.key if known else None, body=form.body.data)
    return see_other(url_for("submissions.shared_draft", submission_id=submission_id, _anchor=_place(known)))


def _place(question: Any) -> str:
    return f"q-{question.key}" if question else "notes"


@blueprint.post("/account/drafts/<int:submission_id>/notes/<int:note_id>/settle/")
@signed_in
def settle_draft_note(submission_id: int, note_id: int) -> Response:
    """Take a note off the page."""
    shared, form = drafts.access_shared(viewer(), submission_id), Form()
    note = drafts.note(submission_id, note_id) or abort(404)
    if not form.validate_on_submit():
        return draft_page(shared, form)
    sharing.settle_note(viewer(), note=note)
    return home_of(shared)


@blueprint.route("/account/drafts/<int:submission_id>/change/", methods=["GET", "POST"])
@signed_in
def change_sent(submission_id: int) -> Response:
    """Begin changes of a formal response that was sent; what was sent stands until they are approved and sent."""
    return _deed(submission_id, "change")


@blueprint.route("/account/drafts/<int:submission_id>/withdraw/", methods=["GET", "POST"])
@signed_in
def withdraw_sent(submission_id: int) -> Response:
    """Take a formal response back."""
    return _deed(submission_id, "withdraw")


@blueprint.route("/account/drafts/<int:submission_id>/drop-changes/", methods=["GET", "POST"])
@signed_in
def drop_changes(submission_id: int) -> Response:
    """Throw changes away that were not sent."""
    return _deed(submission_id, "drop")


def _deed(submission_id: int, what: str) -> Response:
    """One deed of the lead on what was sent, with a page that asks first."""
    shared, form = drafts.access_shared(viewer(), submission_id), Form()
    if not shared.leads or shared.submission.state is not SubmissionState.SENT:
        return home_of(shared)
    if form.validate_on_submit():
        try:
            _do(shared, what)
        except Refused as refusal:
            form.say(refusal)
        else:
            return home_of(shared)
    return page(f"submissions/drafts/{what}.html", 422 if form.errors else 200, shared=shared, form=form)


def _do(shared: Shared, what: str) -> None:
    if what == "change":
        changing.amend(viewer(), submission=shared.submission)
    elif what == "withdraw":
        changing.withdraw(viewer(), submission=shared.submission)
        flash("The response is withdrawn.", "success")
    elif shared.draft is not None:
        changing.drop_change(viewer(), submission=shared.draft)
