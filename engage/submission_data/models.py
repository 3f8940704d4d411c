"""Files that are made from submissions by the worker, and files that submissions were taken in from."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, stored_enum
from engage.core.exporting import ExportRun
from engage.core.importing import ImportRun
from engage.core.ledger import BigId


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


class SubmissionExport(ExportRun, Base):
    """One file of submissions: it holds those up to `until_id` that stood as sent when it was asked for."""

    __tablename__ = "submission_export"
    __table_args__ = (Index("ix_submission_export_due", "state", "leased_until"),)

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    content: Mapped[ExportContent] = mapped_column(stored_enum(ExportContent, "content"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    until_id: Mapped[int] = mapped_column(BigId)

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
