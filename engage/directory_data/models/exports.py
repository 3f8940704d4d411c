"""Files that leave the directory: who asked for which, what for, and how far it is."""

import json
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, stored_enum
from engage.core.exporting import ExportRun


class ExportAbout(StrEnum):
    """What a row of the file is about."""

    ORGANISATIONS = "organisations"
    CONTACTS = "contacts"
    MAILING = "mailing"

    @property
    def label(self) -> str:
        """The file as people choose it."""
        return {
            "organisations": "Organisations",
            "contacts": "People",
            "mailing": "Who would be written to",
        }[self.value]


class ExportPurpose(StrEnum):
    """What somebody needs the file for."""

    WRITING = "writing"
    CHECKING = "checking"
    REPORTING = "reporting"
    DISCLOSING = "disclosing"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The purpose in plain words."""
        return {
            "writing": "To write, telephone or post outside of this site",
            "checking": "To check and correct, and take it in again",
            "reporting": "For a report or an analysis",
            "disclosing": "For an audit, a court or a request by law",
            "other": "Something else",
        }[self.value]


class DirectoryExport(ExportRun, Base):
    """One file of the directory. `filters` is the filter as saved lists keep it, `columns` a JSON list of names.

    Without an account it was made by a command. The bytes go after a week; the row stays for the record.
    """

    __tablename__ = "directory_export"
    __table_args__ = (
        Index("ix_directory_export_due", "state", "leased_until"),
        Index("ix_directory_export_own", "account_id", "id"),
    )

    about: Mapped[ExportAbout] = mapped_column(stored_enum(ExportAbout, "about"))
    filters: Mapped[str] = mapped_column(default="{}")
    columns: Mapped[str] = mapped_column(default="[]")
    purpose: Mapped[ExportPurpose] = mapped_column(stored_enum(ExportPurpose, "purpose"))
    note: Mapped[str] = mapped_column(default="")
    list_id: Mapped[int | None] = mapped_column(ForeignKey("stakeholder_list.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def name(self) -> str:
        """The name of the file that is offered."""
        return f"{self.about.value}-{self.key[:6]}.{self.format.value}"

    @property
    def wanted(self) -> tuple[str, ...]:
        """The columns that were asked for."""
        return tuple(json.loads(self.columns))
