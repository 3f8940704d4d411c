"""What stands beside the questions of a page: quoted blocks, files that were added, areas to choose from."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask import request
from werkzeug.datastructures import FileStorage, MultiDict

from engage.consultations import queries as consultations
from engage.consultations.definition import Known, Page, Question, QuestionKind, box_name
from engage.consultations.entries import Entry
from engage.core.database import release, unit_of_work
from engage.core.errors import Refused
from engage.core.files import Accepted, accept_document, accept_picture, clean_name
from engage.core.permissions import Viewer
from engage.submissions import actions, queries
from engage.submissions.filelinks import shown_files
from engage.submissions.models import Submission
from engage.taxonomy import queries as taxonomy
from engage.taxonomy.models import Area

PICTURES = ("jpg", "jpeg", "png", "webp", "gif")


def known(submission: Submission, questions: Iterable[Question]) -> Known:
    """The files and areas that answers to these questions may name; read only where a question asks for them."""
    kinds = {question.kind for question in questions}
    files = [file.id for file in queries.files_of(submission)] if QuestionKind.FILE in kinds else []
    areas = [area.code for area in taxonomy.all_areas()] if QuestionKind.POSTCODE in kinds else []
    return Known(files=files, areas=areas)


def area_choices(entries: Iterable[Entry]) -> list[tuple[Area, int]]:
    """The areas with their depth, if a question asks for one."""
    if not any(one.question.kind is QuestionKind.POSTCODE for one in entries):
        return []
    return taxonomy.tree(taxonomy.all_areas())


def taken_in(viewer: Viewer, submission: Submission, asked: Page) -> tuple["MultiDict[str, str]", dict[str, str]]:
    """What was sent for a page, with the files that came with it taken in; and what is wrong with some of them."""
    form: MultiDict[str, str] = MultiDict(request.form)
    faults: dict[str, str] = {}
    uploads = {question: _uploads(question) for question in asked.questions if question.kind is QuestionKind.FILE}
    if any(uploads.values()):
        # Pictures are drawn anew here, which may take a second: nobody waits for the lock meanwhile.
        release()
    for question, sent in uploads.items():
        accepted, refused = _looked_at(sent)
        try:
            if accepted:
                with unit_of_work():
                    rows = actions.add_files(viewer, submission=submission, question=question.key, accepted=accepted)
                for row in rows:
                    form.add(box_name(question), str(row.id))
        except Refused as refusal:
            refused.append(refusal.sentence)
        if refused:
            faults[question.key] = " ".join(refused)
    return form, faults


def _uploads(question: Question) -> list[FileStorage]:
    return [one for one in request.files.getlist(f"upload-{question.key}") if one.filename]


def _looked_at(sent: Iterable[FileStorage]) -> tuple[list[Accepted], list[str]]:
    """The files that can be taken, and what is wrong with each of the others: one bad file loses no good one."""
    accepted, refused = [], []
    for upload in sent:
        try:
            accepted.append(_accepted(upload))
        except Refused as refusal:
            refused.append(f"{clean_name(upload.filename or 'file')}: {refusal.sentence}")
    return accepted, refused


def _accepted(upload: FileStorage) -> Accepted:
    """A picture without its metadata or a document, known by its content; raises Refused."""
    name, data = upload.filename or "file", upload.read()
    if name.rpartition(".")[2].lower() in PICTURES:
        return accept_picture(name, data)
    return accept_document(name, data)


def dressed(entries: Sequence[Entry], submission: Submission | None = None) -> list[Entry]:
    """The questions with the files that were added to them and the blocks of plans that they quote."""
    if submission is not None and any(one.question.kind is QuestionKind.FILE for one in entries):
        files = shown_files(submission)
        entries = [replace(one, files=[file for file in files if file.question == one.question.key]) for one in entries]
    return quoting(entries)


def quoting(entries: Sequence[Entry]) -> list[Entry]:
    """The questions with the blocks of plans that they quote."""
    quoted = [one.question for one in entries if one.question.publication_id and one.question.anchor]
    if not quoted:
        return list(entries)
    found = consultations.public_quotations(quoted)
    return [replace(one, quote=found[one.question.key].html) if one.question.key in found else one for one in entries]
