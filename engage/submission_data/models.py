"""Files that are made from submissions by the worker, and files that submissions were taken in from."""

import json
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.exporting import ExportState
from engage.core.importing import ImportState
from engage.core.ledger import BigId


class ExportFormat(StrEnum):
    """The formats of a file of submissions."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"

    @property
    def label(self) -> str:
        """The format as people know it."""
        return {"csv": "CSV", "xlsx": "Excel (XLSX)", "jsonl": "JSON Lines"}[self.value]


class ExportContent(StrEnum):
    """What a file of submissions holds."""

    ANSWERS = "answers"
    ANSWERS_AND_PEOPLE = "answers_and_people"
    EQUALITY = "equality"

    @property
    def label(self) -> str:
        """The content as people choose it."""
        return {
            "answers": "Answers without names and contact details",
            "answers_and_people": "Answers with names and contact details",
            "equality": "Equality answers, apart and in random order",
        }[self.value]


class SubmissionExport(Base):
    """One file of submissions on its way: what is written so far, so that a worker that died is followed by another.

    It holds the submissions up to `until_id` that stood as sent when it was asked for; `last_id` is the last one in
    the part file and `size` how many bytes of that file count. `total` is what the database says at the end.
    """

    __tablename__ = "submission_export"
    __table_args__ = (Index("ix_submission_export_due", "state", "leased_until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    format: Mapped[ExportFormat] = mapped_column(stored_enum(ExportFormat, "format"))
    content: Mapped[ExportContent] = mapped_column(stored_enum(ExportContent, "content"))
    state: Mapped[ExportState] = mapped_column(stored_enum(ExportState, "state"), default=ExportState.WAITING)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    until_id: Mapped[int] = mapped_column(BigId)
    last_id: Mapped[int] = mapped_column(BigId, default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(BigId, default=0)
    tries: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(default="")
    leased_until: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]

    @property
    def name(self) -> str:
        """The name of the file that is offered."""
        return f"{self.content.value.replace('_', '-')}-{self.key[:6]}.{self.format.value}"


class SubmissionImport(Base):
    """A file of submissions of another system, with what each of its columns is and how far it was taken in.

    `columns` maps headings to targets, `faults` lists `[line, sentence]` of the first rows that cannot be taken, both
    as JSON. The counts are those of the check, then of what was done.
    """

    __tablename__ = "submission_import"
    __table_args__ = (Index("ix_submission_import_due", "state", "leased_until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    columns: Mapped[str] = mapped_column(default="{}")
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[ImportState] = mapped_column(stored_enum(ImportState, "state"), default=ImportState.NAMING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    faults: Mapped[str] = mapped_column(
        default="[]", info=personal("to mend a file that is taken in", "public task", "a year after it was taken in")
    )
    leased_until: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]

    @property
    def named(self) -> dict[str, str]:
        """What each column is, by its heading."""
        return dict(json.loads(self.columns))

    @property
    def wrong(self) -> list[tuple[int, str]]:
        """The first rows that cannot be taken, with their lines."""
        return [(int(line), str(sentence)) for line, sentence in json.loads(self.faults)]
