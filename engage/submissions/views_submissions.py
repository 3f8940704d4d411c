"""What was sent to a consultation, as those read it who may."""

from typing import Any

from flask import Response as FlaskResponse
from flask import abort, request, send_file, url_for

from engage.consultations import queries as consultations
from engage.consultations.definition import Definition, files_named, visible_questions
from engage.consultations.definition.words import words_of
from engage.consultations.desk_head import About, place
from engage.consultations.models import Consultation
from engage.core import files
from engage.core.access import requires, viewer
from engage.core.i18n import datetime_text
from engage.core.pages import cursor_from_query, cursor_text, page
from engage.directory import queries as directory
from engage.submissions import queries
from engage.submissions.blueprints import staff as blueprint
from engage.submissions.filelinks import shown_files
from engage.submissions.forms_desk import FOR_WHOM, FilterForm
from engage.submissions.models import Submission, SubmissionVersion
from engage.submissions.queries import approvals, listing, signatures
from engage.submissions.rights import READ

place("submissions_staff.submissions", "Submissions", 70, READ)

AT_A_TIME = 50


@blueprint.get("/<int:consultation_id>/submissions/")
@requires(READ)
def submissions(consultation_id: int) -> FlaskResponse:
    """What was sent, the newest first, narrowed by the address."""
    consultation = consultations.access_submissions(viewer(), consultation_id, READ)
    form = FilterForm(request.args).offer(consultations.definition_of(consultation))
    rows = listing.page_of_submissions(consultation.id, form.wanted, after=cursor_from_query(), limit=AT_A_TIME + 1)
    last = rows[AT_A_TIME - 1] if len(rows) > AT_A_TIME else None
    narrowed = {key: value for key, value in request.args.items() if value and key in form}
    return page(
        "submissions/staff/submissions.html",
        about=About(consultation, "submissions"),
        filters=form,
        narrowed=narrowed,
        rows=rows[:AT_A_TIME],
        for_whom=FOR_WHOM,
        following=_address(consultation, narrowed | {"after": cursor_text(last.sent_at, last.id)}) if last else None,
    )


def _address(consultation: Consultation, values: dict[str, Any]) -> str:
    return url_for(".submissions", consultation_id=consultation.id, **values)


@blueprint.get("/<int:consultation_id>/submissions/<int:submission_id>/")
@requires(READ)
def submission(consultation_id: int, submission_id: int) -> FlaskResponse:
    """One submission as it was sent last, or as an earlier version that the address names."""
    consultation = consultations.access_submissions(viewer(), consultation_id, READ)
    found = listing.sent_submission(consultation_id, submission_id) or abort(404)
    versions = queries.versions_of(found)[::-1]
    number = request.args.get("version", found.version, type=int)
    shown = next((version for version in versions if version.number == number), None) or abort(404)
    definition = consultations.definition_of(consultation, shown.definition)
    return page(
        "submissions/staff/submission.html",
        about=About(consultation, "submissions"),
        submission=found,
        versions=versions,
        shown=shown,
        answers=_answers(definition, shown),
        files=shown_files(found, files_named(definition.questions(), shown.values)),
        formal=_formal(found, shown),
        for_whom=FOR_WHOM,
    )


@blueprint.get("/<int:consultation_id>/submissions/<int:submission_id>/scan/")
@requires(READ)
def submission_scan(consultation_id: int, submission_id: int) -> FlaskResponse:
    """The scan of the paper from which a submission was entered."""
    consultations.access_submissions(viewer(), consultation_id, READ)
    found = listing.sent_submission(consultation_id, submission_id)
    stored = queries.scan_of(found) if found is not None else None
    if found is None or stored is None:
        abort(404)
    name = f"{found.reference}.{stored.name.rpartition('.')[2]}"
    return send_file(files.location(stored), as_attachment=True, download_name=name, mimetype=stored.media_type)


def _answers(definition: Definition, version: SubmissionVersion) -> list[tuple[str, str]]:
    answers = version.values
    questions = visible_questions(definition, answers)
    return [(question.label, words_of(question, answers.get(question.key))) for question in questions if question.asks]


def _formal(submission: Submission, version: SubmissionVersion) -> list[tuple[str, str]]:
    """For whom a formal response speaks, who approved the version, and who signed it."""
    organisation = directory.organisation(submission.organisation_id) if submission.organisation_id else None
    if organisation is None:
        return []
    found = [("Organisation", organisation.name)]
    approval = approvals.approver_of(version)
    if approval is not None:
        given, name = approval
        found.append(("Approved by", f"{name}, {given.role_title}, {datetime_text(given.at)}"))
    found += [
        ("Signed by", f"{name}, by {person}, {datetime_text(row.signed_at)}" if person and row.signed_at else name)
        for row, name, person in signatures.signatures_of(version)
    ]
    return found
