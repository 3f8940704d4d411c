"""Saved lists of stakeholders, doubles that were merged, and registers that were taken in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.ledger import BigId


class ListWhom(StrEnum):
    """Who is on a list."""

    ORGANISATIONS = "organisations"
    CONTACTS = "contacts"
    BOTH = "both"

    @property
    def label(self) -> str:
        """Who is on it, in plain words."""
        return {"organisations": "Organisations", "contacts": "People", "both": "Organisations and people"}[self.value]


class StakeholderList(Base):
    """A saved filter of the directory under a name; who is on it is asked anew each time.

    `filters` holds slugs, codes and words as canonical JSON, as they stand in an address of the directory.
    """

    __tablename__ = "stakeholder_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str] = mapped_column(default="")
    whom: Mapped[ListWhom] = mapped_column(stored_enum(ListWhom, "whom"))
    filters: Mapped[str] = mapped_column(default="{}")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class StakeholderKind(StrEnum):
    """What kind of stakeholder a record is about."""

    ORGANISATION = "organisation"
    CONTACT = "contact"


class Merge(Base):
    """A double that was made part of another record; `moved` says which rows went along, so that it can be undone.

    Of a contact it holds also what was said of the record before; erasing that contact empties it.
    """

    __tablename__ = "stakeholder_merge"
    __table_args__ = (Index("ix_stakeholder_merge_kept", "kind", "kept_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[StakeholderKind] = mapped_column(stored_enum(StakeholderKind, "kind"))
    kept_id: Mapped[int]
    double_id: Mapped[int]
    moved: Mapped[str] = mapped_column(
        info=personal("to take a record apart again", "public task", "until the contact is erased")
    )
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]


class Difference(Base):
    """Two records that look alike and that somebody said are not the same; the smaller id first."""

    __tablename__ = "stakeholder_difference"

    kind: Mapped[StakeholderKind] = mapped_column(stored_enum(StakeholderKind, "kind"), primary_key=True)
    one_id: Mapped[int] = mapped_column(primary_key=True)
    other_id: Mapped[int] = mapped_column(primary_key=True)


class OrganisationImport(Base):
    """One run of taking in a register: what it did. The ledger tells of each organisation that it changed."""

    __tablename__ = "organisation_import"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    scheme: Mapped[str]
    said: Mapped[str]
    at: Mapped[datetime]
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    closed: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
