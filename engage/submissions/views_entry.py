"""Typing in answers that came on paper, by telephone or at an event: all questions on one page, by keyboard alone."""

import secrets
from collections.abc import Sequence
from typing import Any

from flask import Response as FlaskResponse
from flask import flash, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engage.consultations import queries as consultations
from engage.consultations.definition import Definition, Known, Question, QuestionKind, read_value, visible_questions
from engage.consultations.desk_head import About, place
from engage.consultations.entries import Entry
from engage.consultations.models import Consultation
from engage.core import database, files
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.files import StoredFile
from engage.core.pages import page, see_other
from engage.submissions import actions, answering, attachments
from engage.submissions.actions.entering import enter
from engage.submissions.blueprints import staff as blueprint
from engage.submissions.forms_desk import EntryForm
from engage.submissions.models import Channel, Consent, Respondent, Submission
from engage.submissions.rights import ENTER
from engage.taxonomy import queries as taxonomy

place("submissions_staff.entry", "Entering", 80, ENTER)


@blueprint.route("/<int:consultation_id>/entry/", methods=["GET", "POST"])
@requires(ENTER)
def entry(consultation_id: int) -> Response:
    """All questions on one page; sent, it is empty again for the next."""
    consultation = consultations.access_submissions(viewer(), consultation_id, ENTER)
    definition, form = consultations.definition_of(consultation), EntryForm()
    questions = [question for question in definition.questions() if question.kind is not QuestionKind.FILE]
    if request.method == "GET":
        return _entry_page(consultation, _next_form(), questions, {})
    answers, faults = _read(questions, _known())
    equality, more = _read(definition.equality, Known())
    faults |= more
    if form.validate_on_submit() and not faults:
        try:
            submission = _entered(consultation, form, answers)
        except Refused as refusal:
            form.say(refusal)
        else:
            _keep_apart(consultation, form, equality)
            _tell(definition, submission, answers)
            return see_other(url_for(".entry", consultation_id=consultation_id, channel=form.channel.data))
    return _entry_page(consultation, form, questions, faults)


def _next_form() -> EntryForm:
    said = request.args.get("channel", "")
    known = said if said in [one.value for one in Channel] else Channel.PAPER.value
    return EntryForm(formdata=None, channel=known, key=secrets.token_hex(12), equality_number=str(secrets.randbits(62)))


def _entry_page(
    consultation: Consultation, form: EntryForm, questions: Sequence[Question], faults: dict[str, str]
) -> FlaskResponse:
    definition = consultations.definition_of(consultation)
    sent: MultiDict[str, str] = request.form
    entries = attachments.quoting(answering.sent_entries(questions, sent, faults))
    return page(
        "submissions/staff/entry.html",
        422 if form.errors or faults else 200,
        about=About(consultation, "entry"),
        form=form,
        pages=_by_page(definition, entries),
        equality=answering.sent_entries(definition.equality, sent, faults),
        faults=[one for one in entries if one.fault],
        areas=attachments.area_choices(entries),
    )


def _by_page(definition: Definition, entries: list[Entry]) -> list[tuple[str, list[Entry]]]:
    known = {one.question.key: one for one in entries}
    return [
        (each.title, [known[question.key] for question in each.questions if question.key in known])
        for each in definition.pages
    ]


def _known() -> Known:
    return Known(areas=[area.code for area in taxonomy.all_areas()])


def _read(questions: Sequence[Question], known: Known) -> tuple[dict[str, Any], dict[str, str]]:
    answers: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for question in questions:
        value, fault = read_value(question, request.form, known)
        if fault is not None:
            faults[question.key] = fault
        elif value is not None:
            answers[question.key] = value
    return answers, faults


def _entered(consultation: Consultation, form: EntryForm, answers: dict[str, Any]) -> Submission:
    return enter(
        viewer(),
        consultation=consultation,
        key=form.key.data or "",
        channel=Channel(form.channel.data),
        answers=answers,
        consent=Consent(form.consent.data),
        scan=_scan(form),
        respondent=Respondent.SOMEBODY if form.for_name.data else Respondent.SELF,
        name=form.name.data or "",
        email=form.email.data or None,
        for_name=form.for_name.data or "",
        for_relation=form.for_relation.data or "",
    )


def _scan(form: EntryForm) -> StoredFile | None:
    upload = form.scan.data
    if not upload:
        return None
    database.release()
    data, name = upload.read(), upload.filename or "scan.pdf"
    try:
        accepted = (
            files.accept_picture(name, data) if not data.startswith(b"%PDF-") else files.accept_document(name, data)
        )
    except Refused as refusal:
        raise Refused(refusal.sentence, "scan") from refusal
    return files.store(accepted)


def _keep_apart(consultation: Consultation, form: EntryForm, answers: dict[str, Any]) -> None:
    number = form.equality_number.data or ""
    if number.isdecimal() and int(number) < 2**62:
        actions.give_equality_answers(
            viewer(), consultation=consultation, number=int(number), area_id=None, answers=answers
        )


def _tell(definition: Definition, submission: Submission, answers: dict[str, Any]) -> None:
    flash(f"Entered as {submission.reference}. Write this on the paper.", "success")
    shown = {question.key for question in visible_questions(definition, answers)}
    dropped = [one.label for one in definition.questions() if one.key in answers and one.key not in shown]
    if dropped:
        flash(f"Left out, since these questions are not put after such answers: {'; '.join(dropped)}.", "warning")
