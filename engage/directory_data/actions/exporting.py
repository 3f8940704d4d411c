"""Files of the directory from asking to ready: each step is a row, and the worker does what lies between."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from engage.core import clock, jobs, ledger, outbox
from engage.core.claiming import LEASE
from engage.core.database import after_commit, db
from engage.core.errors import Refused
from engage.core.exporting import BUSY, ExportFormat, ExportState, note_ready
from engage.core.permissions import Viewer
from engage.core.text import clean_text, is_blank
from engage.directory.queries.filtering import Filter
from engage.directory_data import mails, verbs
from engage.directory_data.models import DirectoryExport, ExportAbout, ExportPurpose
from engage.lists.models import StakeholderList

LONGEST_NOTE = 600


@dataclass(frozen=True)
class Wish:
    """Which file somebody wants, and what for."""

    about: ExportAbout
    file_format: ExportFormat
    columns: Sequence[str]
    filter: Filter
    purpose: ExportPurpose
    note: str = ""
    of_list: StakeholderList | None = None

    def told(self) -> dict[str, Any]:
        """The wish as it is kept."""
        return {
            "about": self.about,
            "format": self.file_format,
            "columns": json.dumps(list(self.columns)),
            "filters": self.filter.as_json(),
            "purpose": self.purpose,
            "note": _note(self),
            "list_id": self.of_list.id if self.of_list else None,
        }


def _note(wish: Wish) -> str:
    note = clean_text(wish.note).strip()
    if wish.purpose is ExportPurpose.OTHER and is_blank(note):
        raise Refused("Say what you need the file for.", "note")
    if len(note) > LONGEST_NOTE:
        raise Refused(f"Write {LONGEST_NOTE} characters or fewer.", "note")
    return note


def ask_export(actor: Viewer, wish: Wish) -> DirectoryExport:
    """Ask the worker for a file; asked again while it is being made, it is the same one.

    Without an account it is a command that asks, and makes the file itself.
    """
    told = wish.told() | {"account_id": actor.account_id}
    under_way = _under_way(told)
    if under_way is not None:
        return under_way
    export = DirectoryExport(**told, asked_at=clock.now())
    if actor.account_id is None:
        export.state, export.leased_until = ExportState.WORKING, clock.now() + LEASE
    db.session.add(export)
    db.session.flush()
    ledger.record(
        verbs.EXPORT_ASKED,
        subject_id=export.id,
        actor_id=actor.account_id,
        about=wish.about.value,
        format=wish.file_format.value,
        purpose=wish.purpose.value,
        list_id=export.list_id,
    )
    after_commit(wake)
    return export


def _under_way(told: Mapping[str, object]) -> DirectoryExport | None:
    if told["account_id"] is None:
        return None
    wanted = select(DirectoryExport).filter_by(**told).where(DirectoryExport.state.in_(BUSY))
    return db.session.scalars(wanted).first()


def wake() -> None:
    """Ask the worker to look for files that are wanted."""
    jobs.wake("directory.export")


def finish_export(export: DirectoryExport, *, to: str) -> None:
    """Say that the file is ready, and tell whoever asked for it at the address `to`, if there is one."""
    note_ready(export)
    ledger.record(verbs.EXPORT_READY, subject_id=export.id, actor_id=export.account_id, rows=export.total)
    if to:
        outbox.put(mails.directory_export_ready(export, to=to), key=f"directory_export:{export.key}")
