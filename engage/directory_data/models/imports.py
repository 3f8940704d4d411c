"""Files of contacts, organisations and areas that are taken in at the desk."""

import json
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, stored_enum
from engage.core.importing import ImportRun


class ImportKind(StrEnum):
    """What a file is about."""

    CONTACTS = "contacts"
    ORGANISATIONS = "organisations"
    AREAS = "areas"

    @property
    def label(self) -> str:
        """The kind as people choose it."""
        return {
            "contacts": "People: a table of contacts",
            "organisations": "Organisations: an official register",
            "areas": "Areas: codes and names",
        }[self.value]


class DirectoryImport(ImportRun, Base):
    """A file on its way into the directory; `columns` maps fields to headings, `wishes` says how, both as JSON."""

    __tablename__ = "directory_import"
    __table_args__ = (Index("ix_directory_import_due", "state", "leased_until"),)

    kind: Mapped[ImportKind] = mapped_column(stored_enum(ImportKind, "kind"))
    source: Mapped[str] = mapped_column(default="")
    wishes: Mapped[str] = mapped_column(default="{}")
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))

    @property
    def wished(self) -> dict[str, Any]:
        """How the file is to be taken in."""
        return dict(json.loads(self.wishes))

    @property
    def settled(self) -> tuple[str, ...]:
        """What was said of how the file is to be taken in."""
        return (self.columns, self.wishes)

    @property
    def all_or_nothing(self) -> bool:
        """Whether nothing is taken in while a line is wrong."""
        return bool(self.wished.get("strict"))


class ImportSource(Base):
    """Where files come from, with the columns that those had: `key` is the name as sources are compared."""

    __tablename__ = "import_source"

    kind: Mapped[ImportKind] = mapped_column(stored_enum(ImportKind, "kind"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    columns: Mapped[str] = mapped_column(default="{}")
