"""Check your answers, send them, and what can be done with what was sent."""

from collections.abc import Callable
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from engage.consultations import queries as consultations
from engage.consultations.definition import Page, Question, files_named, route
from engage.consultations.entries import target_of
from engage.core import clock
from engage.core.access import public, viewer
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.submissions import actions, in_public, queries, receipts
from engage.submissions.blueprints import public as blueprint
from engage.submissions.corrections import correction_for
from engage.submissions.filelinks import shown_files
from engage.submissions.forms_answering import ButtonForm, SendForm
from engage.submissions.holding import Held, forget, held, private, remember
from engage.submissions.models import Consent, Respondent, SubmissionState
from engage.submissions.queries.submissions import Kept


@blueprint.route("/consultations/<slug>/respond/check-answers/", methods=["GET", "POST"])
@public
def respond_check(slug: str) -> Response:
    """All answers on one page, what may be published, and the button that sends."""
    mine = held(slug)
    if mine is None or mine.is_shared:
        consultations.access_consultation(viewer(), slug)
        return see_other(url_for("submissions.respond", slug=slug))
    if mine.draft is None:
        return see_other(url_for("submissions.receipt", slug=slug))
    form = _send_form(mine)
    if form.validate_on_submit():
        try:
            return remember(see_other(_sent(mine, form)), mine.consultation, mine.code)
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
            form.revision.data = None
    return _check_page(mine, form)


def _sent(mine: Held, form: Any) -> str:
    """Send it, or keep what came too late; where to look then."""
    try:
        actions.send(
            viewer(),
            submission=mine.writable,
            revision=form.revision_read(),
            consent=Consent(form.consent.data) if "consent" in form else None,
            name=form.name.data or "",
        )
    except actions.TooLate:
        actions.keep_too_late(viewer(), submission=mine.writable)
        return url_for("submissions.respond", slug=mine.slug)
    return url_for("submissions.receipt", slug=mine.slug)


def _send_form(mine: Held) -> Any:
    """The form with what was agreed before; without a question of consent where none is asked."""
    draft = mine.writable
    agreed = draft.consent.value if draft.amends_id is not None else None
    form = SendForm(consent=agreed, name=draft.name)
    if not mine.consultation.asks_consent:
        del form.consent
    return form


def _check_page(mine: Held, form: Any) -> Response:
    kept = queries.kept_of(mine.writable.id)
    form.revision.data = form.revision.data or str(mine.writable.revision)
    faults = actions.faults_of(mine.definition, kept)
    way = route(mine.definition, queries.values_of(kept))
    row = _rows_of(mine, kept, faults)
    notice = consultations.notice_of(mine.consultation, mine.writable.notice)
    return private(
        page(
            "submissions/respond/check.html",
            422 if form.errors else 200,
            held=mine,
            form=form,
            pages=[(one, [row(one, question) for question in questions if question.asks]) for one, questions in way],
            faults=[
                (f"{question.label} – {faults[question.key]}", _place(mine, one, question))
                for one, questions in way
                for question in questions
                if question.key in faults
            ],
            waiting=queries.set_aside(mine.writable),
            notice_html=receipts.notice_html(notice),
            for_other=mine.writable.respondent is Respondent.SOMEBODY,
            late=mine.consultation.has_closed(clock.now()),
            too_late=actions.is_too_late(mine.consultation, mine.writable),
            correction=correction_for(mine.consultation, mine.draft),
        )
    )


def _rows_of(mine: Held, kept: dict[str, Kept], faults: dict[str, str]) -> Callable[[Page, Question], dict[str, Any]]:
    """What the list of answers shows of one question."""
    files = shown_files(mine.submission)
    titles = {file.id: file.title for file in files}

    def row(one: Page, question: Question) -> dict[str, Any]:
        there = kept.get(question.key)
        boxes = (there.boxes or {}) if there else {}
        named = files_named([question], {question.key: there.answer} if there else {})
        return {
            "label": question.label,
            "words": receipts.words_with_files(question, there.answer, titles) if there else "",
            "files": [file for file in files if file.id in named],
            "typed": [text for texts in boxes.values() for text in texts],
            "fault": faults.get(question.key),
            "url": _place(mine, one, question),
        }

    return row


def _place(mine: Held, one: Page, question: Question) -> str:
    here = url_for("submissions.respond_page", slug=mine.slug, page_key=one.key)
    return f"{here}?check#{target_of(question)}"


@blueprint.get("/consultations/<slug>/respond/your-receipt/")
@public
def receipt(slug: str) -> Response:
    """What was received, with its reference, time and fingerprint."""
    mine = held(slug)
    if mine is None or mine.is_shared or not mine.submission.version:
        consultations.access_consultation(viewer(), slug)
        return see_other(url_for("submissions.respond", slug=slug))
    shown = receipts.receipt_of(mine.submission)
    return remember(
        page(
            "submissions/respond/receipt.html",
            held=mine,
            receipt=shown,
            files=shown_files(mine.submission, shown.files),
            published=in_public.standing(mine.submission),
            equality=receipts.equality_token(mine.consultation, mine.submission)
            if mine.definition.equality and mine.submission.version == 1
            else None,
            open=mine.consultation.is_open(clock.now()),
            withdrawn=mine.submission.state is SubmissionState.WITHDRAWN,
        ),
        mine.consultation,
        mine.code,
    )


@blueprint.get("/consultations/<slug>/respond/your-receipt/copy.<any(txt, html):kind>")
@public
def receipt_copy(slug: str, kind: str) -> Response:
    """The receipt with all answers, as a file to keep."""
    mine = held(slug)
    if mine is None or mine.is_shared or not mine.submission.version:
        consultations.access_consultation(viewer(), slug)
        return see_other(url_for("submissions.respond", slug=slug))
    answer = page(f"submissions/respond/_copy.{kind}", receipt=receipts.receipt_of(mine.submission))
    answer.mimetype = "text/plain" if kind == "txt" else "text/html"
    name = f"response-{mine.submission.reference}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return private(answer)


@blueprint.route("/consultations/<slug>/respond/change-answers/", methods=["GET", "POST"])
@public
def respond_change(slug: str) -> Response:
    """Change what was sent, on a draft of its own."""
    return _act(slug, "change", lambda mine: actions.amend(viewer(), submission=mine.submission))


@blueprint.route("/consultations/<slug>/respond/keep-what-was-sent/", methods=["GET", "POST"])
@public
def respond_keep(slug: str) -> Response:
    """Throw changes away that were not sent; what was sent stands."""
    return _act(slug, "keep", lambda mine: actions.drop_change(viewer(), submission=mine.writable))


@blueprint.route("/consultations/<slug>/respond/withdraw-answers/", methods=["GET", "POST"])
@public
def respond_withdraw(slug: str) -> Response:
    """Take the response back."""
    return _act(slug, "withdraw", lambda mine: actions.withdraw(viewer(), submission=mine.submission))


def _act(slug: str, what: str, act: Callable[[Held], object]) -> Response:
    """One deed on what was sent, with a page that asks first."""
    mine = held(slug)
    if mine is None or mine.is_shared or mine.submission.state is not SubmissionState.SENT:
        consultations.access_consultation(viewer(), slug)
        return see_other(url_for("submissions.respond", slug=slug))
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            act(mine)
            return remember(see_other(url_for("submissions.respond", slug=slug)), mine.consultation, mine.code)
        except Refused as refusal:
            form.refuse(None, refusal.sentence)
    status = 422 if form.errors else 200
    return private(page(f"submissions/respond/{what}.html", status, held=mine, form=form))


@blueprint.post("/consultations/<slug>/respond/finish/")
@public
def respond_finish(slug: str) -> Response:
    """Let this browser forget a response that was sent."""
    consultation = consultations.access_consultation(viewer(), slug)
    return forget(private(page("submissions/respond/finished.html", consultation=consultation)), slug)
