"""Documents beside the questions."""

from sqlalchemy import func, select

from engage.consultations.actions.building import lock_draft, note_change
from engage.consultations.actions.details import LONGEST_LINE
from engage.consultations.models import Consultation, ConsultationMaterial
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.files import StoredFile
from engage.core.permissions import Viewer
from engage.core.text import clean_line

MOST = 30


def add_material(
    actor: Viewer, *, consultation: Consultation, stored: StoredFile, title: str = ""
) -> ConsultationMaterial:
    """Put a document beside the questions of a draft; the same content under the same title is put there once."""
    lock_draft(consultation)
    title = clean_line(title)[:LONGEST_LINE] or stored.name
    rows = db.session.execute(
        select(ConsultationMaterial, StoredFile.sha256)
        .join(StoredFile, StoredFile.id == ConsultationMaterial.file_id)
        .where(ConsultationMaterial.consultation_id == consultation.id)
    ).all()
    same = next((row for row, digest in rows if row.title == title and digest == stored.sha256), None)
    if same is not None:
        return same
    if len(rows) >= MOST:
        raise Refused(f"There are {MOST} documents already. Remove one first.", "file")
    last = db.session.scalar(
        select(func.max(ConsultationMaterial.position)).where(ConsultationMaterial.consultation_id == consultation.id)
    )
    row = ConsultationMaterial(
        consultation_id=consultation.id, file_id=stored.id, title=title, position=0 if last is None else last + 1
    )
    db.session.add(row)
    note_change(actor, consultation, "materials")
    return row


def remove_material(actor: Viewer, *, consultation: Consultation, material: ConsultationMaterial) -> None:
    """Take a document of a draft away again."""
    lock_draft(consultation)
    if material.consultation_id != consultation.id:
        raise Refused("This document belongs to another consultation.")
    db.session.delete(material)
    note_change(actor, consultation, "materials")
