"""Files that are made from submissions by the worker, and files that submissions were taken in from."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, stored_enum
from engage.core.exporting import ExportState
from engage.core.importing import ImportRun
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


class SubmissionImport(ImportRun, Base):
    """A file of submissions of another system; `columns` maps headings to targets, as JSON."""

    __tablename__ = "submission_import"
    __table_args__ = (Index("ix_submission_import_due", "state", "leased_until"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
