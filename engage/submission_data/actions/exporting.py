"""Files of submissions: asked for, and told when they are ready."""

from sqlalchemy import select

from engage.consultations.models import Consultation
from engage.core import clock, jobs, ledger, outbox
from engage.core.database import after_commit, db
from engage.core.exporting import BUSY, ExportFormat, note_ready
from engage.core.permissions import Viewer
from engage.submission_data import mails, queries, verbs
from engage.submission_data.models import ExportContent, SubmissionExport


def ask_export(
    actor: Viewer, *, consultation: Consultation, file_format: ExportFormat, content: ExportContent
) -> SubmissionExport:
    """Ask the worker for a file; asked again while it is being made, it is the same one."""
    assert actor.account_id is not None  # noqa: S101 - the permission mark lets nobody else in
    under_way = db.session.scalars(
        select(SubmissionExport).where(
            SubmissionExport.consultation_id == consultation.id,
            SubmissionExport.account_id == actor.account_id,
            SubmissionExport.format == file_format,
            SubmissionExport.content == content,
            SubmissionExport.state.in_(BUSY),
        )
    ).first()
    if under_way is not None:
        return under_way
    export = SubmissionExport(
        consultation_id=consultation.id,
        format=file_format,
        content=content,
        account_id=actor.account_id,
        until_id=queries.last_sent_id(consultation.id),
        asked_at=clock.now(),
    )
    db.session.add(export)
    db.session.flush()
    ledger.record(
        verbs.EXPORT_ASKED,
        subject_id=consultation.id,
        actor_id=actor.account_id,
        export_id=export.id,
        content=content.value,
    )
    after_commit(wake)
    return export


def wake() -> None:
    """Ask the worker to look for exports."""
    jobs.wake("consultations.export")


def finish_export(export: SubmissionExport, *, to: str) -> None:
    """Say that the file is ready, and tell whoever asked for it at the address `to`, if there is one."""
    note_ready(export)
    if to:
        outbox.put(mails.export_ready(export, to=to), key=f"export:{export.key}")
