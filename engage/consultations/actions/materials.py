"""Documents beside the questions: put there while it is built, and with a public reason after the launch."""

from sqlalchemy import func, select

from engage.consultations import queries
from engage.consultations.actions.building import lock_draft, note_change
from engage.consultations.actions.correcting import lock_launched, note_correction, public_reason
from engage.consultations.actions.details import LONGEST_LINE
from engage.consultations.models import Consultation, ConsultationMaterial
from engage.core import clock
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.files import StoredFile
from engage.core.permissions import Viewer
from engage.core.text import clean_line

MOST = 30
FIELD = "materials"
GONE = "Somebody else has taken this document off or replaced it. Look at the documents as they are now."


def add_material(
    actor: Viewer, *, consultation: Consultation, stored: StoredFile, title: str = ""
) -> ConsultationMaterial:
    """Put a document beside the questions of a draft; the same content under the same title is put there once."""
    lock_draft(consultation)
    row, is_new = _put(consultation, stored, title)
    if is_new:
        note_change(actor, consultation, FIELD)
    return row


def remove_material(actor: Viewer, *, consultation: Consultation, material: ConsultationMaterial) -> None:
    """Take a document of a draft away again."""
    lock_draft(consultation)
    if material.consultation_id != consultation.id:
        raise Refused("This document belongs to another consultation.")
    db.session.delete(material)
    note_change(actor, consultation, FIELD)


def add_late_material(
    actor: Viewer, *, consultation: Consultation, stored: StoredFile, reason: str, title: str = ""
) -> ConsultationMaterial:
    """Put one more document beside questions that people have seen; sent twice, it is put there once."""
    lock_launched(consultation)
    reason = public_reason(reason)
    row, is_new = _put(consultation, stored, title)
    if is_new:
        note_correction(actor, consultation, FIELD, "", row.title, reason)
    return row


def replace_material(
    actor: Viewer,
    *,
    consultation: Consultation,
    material: ConsultationMaterial,
    stored: StoredFile,
    reason: str,
    title: str = "",
) -> ConsultationMaterial:
    """Put another document in the place of one that people have seen, which stays readable as the earlier one."""
    lock_launched(consultation)
    reason = public_reason(reason)
    db.session.refresh(material)
    digest = db.session.scalar(select(StoredFile.sha256).where(StoredFile.id == material.file_id))
    title = _title(title, stored)
    if material.removed_at is None and digest == stored.sha256 and material.title == title:
        raise Refused("This is the document that is there already.", "file")
    after = _same(consultation, stored, title)
    if material.removed_at is not None:
        if after is not None and material.replaced_by_id == after.id:
            return after
        raise Refused(GONE)
    if after is None:
        after = _new(consultation, stored, title, material.position)
    material.removed_at, material.replaced_by_id = clock.now(), after.id
    db.session.flush()
    note_correction(actor, consultation, FIELD, material.title, after.title, reason)
    return after


def take_off_material(
    actor: Viewer, *, consultation: Consultation, material: ConsultationMaterial, reason: str
) -> None:
    """Take a document off that people have seen: its title and the reason are told, the file is kept for the record.

    One that was replaced is no longer readable as the earlier one then.
    """
    lock_launched(consultation)
    db.session.refresh(material)
    if material.removed_at is not None and material.replaced_by_id is None:
        return
    reason = public_reason(reason)
    material.removed_at, material.replaced_by_id = clock.now(), None
    db.session.flush()
    note_correction(actor, consultation, FIELD, material.title, "", reason)


def _put(consultation: Consultation, stored: StoredFile, title: str) -> tuple[ConsultationMaterial, bool]:
    """The document at the end of the list, and whether it is new there."""
    title = _title(title, stored)
    same = _same(consultation, stored, title)
    if same is not None:
        return same, False
    of_this = ConsultationMaterial.consultation_id == consultation.id
    if len(queries.materials_of(consultation)) >= MOST:
        raise Refused(f"There are {MOST} documents already. Remove one first.", "file")
    last = db.session.scalar(select(func.max(ConsultationMaterial.position)).where(of_this))
    return _new(consultation, stored, title, 0 if last is None else last + 1), True


def _title(typed: str, stored: StoredFile) -> str:
    return clean_line(typed)[:LONGEST_LINE] or stored.name


def _same(consultation: Consultation, stored: StoredFile, title: str) -> ConsultationMaterial | None:
    rows = queries.materials_of(consultation)
    return next((row for row, file in rows if row.title == title and file.sha256 == stored.sha256), None)


def _new(consultation: Consultation, stored: StoredFile, title: str, position: int) -> ConsultationMaterial:
    row = ConsultationMaterial(consultation_id=consultation.id, file_id=stored.id, title=title, position=position)
    db.session.add(row)
    db.session.flush()
    return row
