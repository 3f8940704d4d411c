"""Checking a receipt later by its secret code, and the equality questions, which nothing ties to a response."""

from datetime import timedelta
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from engage.consultations import queries as consultations
from engage.consultations.definition import Known, read_value
from engage.consultations.models import Consultation
from engage.core import limits, tokens
from engage.core.access import public, viewer
from engage.core.pages import page, see_other
from engage.submissions import actions, answering, queries, receipts
from engage.submissions.blueprints import public as blueprint
from engage.submissions.codes import read_code
from engage.submissions.forms_answering import ButtonForm, CodeForm
from engage.submissions.holding import count_wrong, private
from engage.submissions.views_responding import MISTYPED, UNKNOWN

MOST_A_DAY = 200


@blueprint.route("/receipt/", methods=["GET", "POST"])
@public
def check_receipt() -> Response:
    """Check a receipt by its secret code; nothing is shown without it."""
    form = CodeForm(formdata=request.form if request.method == "POST" else None)
    if form.validate_on_submit():
        code = read_code(form.code.data)
        found = queries.submission_by_code(code) if code is not None else None
        if found is not None and found.version:
            shown = receipts.receipt_of(found)
            return private(page("submissions/respond/receipt_checked.html", receipt=shown))
        if code is not None and found is None:
            count_wrong()
        not_sent = found is not None
        form.refuse("code", MISTYPED if code is None else (receipts.NOT_SENT if not_sent else UNKNOWN))
    return private(page("submissions/respond/check_receipt.html", 422 if form.errors else 200, form=form))


@blueprint.route("/consultations/<slug>/about-you/<token>/", methods=["GET", "POST"])
@public
def equality(slug: str, token: str) -> Response:
    """The equality questions: kept apart, final once sent. The cookie of the response does not come here."""
    consultation = consultations.access_consultation(viewer(), slug)
    facts = _facts(consultation, token)
    questions = consultations.definition_of(consultation).equality
    if facts is None or not questions:
        receipt_url = url_for("submissions.receipt", slug=slug)
        return private(page("submissions/respond/dead_link.html", 410, receipt_url=receipt_url))
    form = ButtonForm()
    faults: dict[str, str] = {}
    if form.validate_on_submit():
        answers, faults = _read(questions)
        if not faults:
            return _kept_apart(consultation, facts, answers)
    entries = answering.sent_entries(questions, request.form, faults)
    context = {"consultation": consultation, "token": token, "form": form, "entries": entries}
    return private(page("submissions/respond/equality.html", 422 if form.errors or faults else 200, **context))


def _kept_apart(consultation: Consultation, facts: dict[str, Any], answers: dict[str, Any]) -> Response:
    limits.require("equality", limits.source(), most=MOST_A_DAY, per=timedelta(days=1))
    actions.give_equality_answers(
        viewer(), consultation=consultation, number=facts["id"], area_id=facts["area"], answers=answers
    )
    return private(see_other(url_for("submissions.equality_thanks", slug=consultation.slug)))


def _facts(consultation: Consultation, token: str) -> dict[str, Any] | None:
    try:
        facts = tokens.read(receipts.EQUALITY, token, within=timedelta(days=1))
    except tokens.BadToken:
        return None
    return facts if facts.get("consultation") == consultation.id else None


def _read(questions: Any) -> tuple[dict[str, Any], dict[str, str]]:
    answers: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for question in questions:
        value, fault = read_value(question, request.form, Known())
        if fault is not None:
            faults[question.key] = fault
        elif value is not None:
            answers[question.key] = value
    return answers, faults


@blueprint.get("/consultations/<slug>/about-you/")
@public
def equality_thanks(slug: str) -> Response:
    """The end of the equality questions."""
    consultation = consultations.access_consultation(viewer(), slug)
    return private(page("submissions/respond/equality_thanks.html", consultation=consultation))
