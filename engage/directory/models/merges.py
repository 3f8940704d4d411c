"""Doubles that were merged, and those that were told apart."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.directory.models.stakeholders import StakeholderKind


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
