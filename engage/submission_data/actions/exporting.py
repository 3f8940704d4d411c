"""Exports from asking to ready: each step is a row, the work between them is done outside any transaction."""

import secrets

from sqlalchemy import select

from engage.consultations.models import Consultation
from engage.core import clock, jobs, ledger, outbox
from engage.core.claiming import LEASE, claim_next
from engage.core.database import after_commit, db
from engage.core.exporting import BUSY, MOST_TRIES, ExportState
from engage.core.permissions import Viewer
from engage.submission_data import mails, queries, verbs
from engage.submission_data.models import ExportContent, ExportFormat, SubmissionExport


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
        key=secrets.token_hex(12),
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


def claim_export() -> SubmissionExport | None:
    """Take the oldest export that nobody works at, for five minutes from its last sign of life."""
    found = claim_next(SubmissionExport, BUSY)
    if found is None:
        return None
    found.tries += 1
    if found.tries > MOST_TRIES:
        fail_export(found, "It was begun too often. Ask for it again, and tell whoever runs the site.")
        return None
    found.state = ExportState.WORKING
    return found


def advance_export(export: SubmissionExport, *, last_id: int, rows: int, size: int) -> None:
    """Note that another batch is safely in the file, which holds so many rows and bytes now."""
    export = db.session.merge(export)
    export.last_id, export.done, export.size = last_id, rows, size
    export.leased_until = clock.now() + LEASE


def begin_again(export: SubmissionExport) -> None:
    """Forget the file: submissions were withdrawn or sent anew while it was written."""
    export = db.session.merge(export)
    export.last_id = export.done = export.size = 0
    export.leased_until = None


def finish_export(export: SubmissionExport, *, total: int, to: str) -> None:
    """Say that the file is ready, and tell whoever asked for it at the address `to`, if there is one."""
    export = db.session.merge(export)
    export.state, export.total, export.ready_at, export.leased_until = ExportState.READY, total, clock.now(), None
    if to:
        outbox.put(mails.export_ready(export, to=to), key=f"export:{export.key}")


def fail_export(export: SubmissionExport, sentence: str) -> None:
    """Give an export up, with a sentence for whoever asked."""
    export = db.session.merge(export)
    export.state, export.fault, export.leased_until = ExportState.FAILED, sentence, None


def expire_export(export: SubmissionExport) -> None:
    """Note that the file of an export lies there no longer."""
    db.session.merge(export).state = ExportState.EXPIRED
