"""What belongs to a consultation: its documents, lists, changes, notices, waivers, and the record of its launch."""

from collections.abc import Sequence

from sqlalchemy import select

from engage.consultations.models import (
    Consultation,
    ConsultationChange,
    ConsultationList,
    ConsultationMaterial,
    ConsultationWaiver,
    LaunchRecord,
    PrivacyNotice,
    Rehearsal,
)
from engage.core.database import db
from engage.core.files import StoredFile
from engage.publishing.models import Attachment, Post


def materials_of(consultation: Consultation) -> list[tuple[ConsultationMaterial, StoredFile]]:
    """The documents beside the questions, in their order."""
    rows = db.session.execute(
        select(ConsultationMaterial, StoredFile)
        .join(StoredFile, StoredFile.id == ConsultationMaterial.file_id)
        .where(ConsultationMaterial.consultation_id == consultation.id, ConsultationMaterial.removed_at.is_(None))
        .order_by(ConsultationMaterial.position, ConsultationMaterial.id)
    )
    return [(material, stored) for material, stored in rows]


def earlier_materials_of(consultation: Consultation) -> list[tuple[ConsultationMaterial, StoredFile]]:
    """The documents that were taken off or replaced after the launch, the last one first."""
    rows = db.session.execute(
        select(ConsultationMaterial, StoredFile)
        .join(StoredFile, StoredFile.id == ConsultationMaterial.file_id)
        .where(ConsultationMaterial.consultation_id == consultation.id, ConsultationMaterial.removed_at.is_not(None))
        .order_by(ConsultationMaterial.removed_at.desc(), ConsultationMaterial.id.desc())
    )
    return [(material, stored) for material, stored in rows]


def lists_of(consultation_id: int) -> list[int]:
    """The ids of the directory's lists to which its launch writes."""
    return list(
        db.session.scalars(
            select(ConsultationList.list_id)
            .where(ConsultationList.consultation_id == consultation_id)
            .order_by(ConsultationList.list_id)
        )
    )


def changes_of(consultation: Consultation) -> Sequence[ConsultationChange]:
    """What was changed after the launch, newest first."""
    return db.session.scalars(
        select(ConsultationChange)
        .where(ConsultationChange.consultation_id == consultation.id)
        .order_by(ConsultationChange.at.desc(), ConsultationChange.id.desc())
    ).all()


def notices_of(consultation: Consultation) -> Sequence[PrivacyNotice]:
    """Every version of the privacy notice, newest first."""
    return db.session.scalars(
        select(PrivacyNotice)
        .where(PrivacyNotice.consultation_id == consultation.id)
        .order_by(PrivacyNotice.number.desc())
    ).all()


def launch_record(consultation: Consultation) -> tuple[LaunchRecord, StoredFile] | None:
    """What was on show at the launch, with its archive."""
    row = db.session.execute(
        select(LaunchRecord, StoredFile)
        .join(StoredFile, StoredFile.id == LaunchRecord.file_id)
        .where(LaunchRecord.consultation_id == consultation.id)
    ).first()
    return None if row is None else (row[0], row[1])


def waivers_of(consultation: Consultation) -> Sequence[ConsultationWaiver]:
    """The checks that were waived."""
    return db.session.scalars(
        select(ConsultationWaiver).where(ConsultationWaiver.consultation_id == consultation.id)
    ).all()


def rehearsal_of(consultation: Consultation) -> Rehearsal | None:
    """What the last trial responses showed."""
    return db.session.get(Rehearsal, consultation.id)


def files_beside(publication_id: int) -> Sequence[StoredFile]:
    """The files below and in a publication."""
    return db.session.scalars(
        select(StoredFile)
        .join(Attachment, Attachment.file_id == StoredFile.id)
        .where(Attachment.publication_id == publication_id, Attachment.removed_at.is_(None))
        .order_by(Attachment.position, Attachment.id)
    ).all()


def prepared_posts() -> Sequence[Post]:
    """Posts that are written and not public, to be published with the launch, the newest first."""
    return db.session.scalars(select(Post).where(Post.live_revision.is_(None)).order_by(Post.id.desc()).limit(50)).all()
