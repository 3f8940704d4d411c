"""Changes of many records at once: prepared, carried out by the worker where they are many, and taken back."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.directory.models.stakeholders import StakeholderKind


class BulkState(StrEnum):
    """How far a change of many records has come."""

    READY = "ready"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class DirectoryBulk(Base):
    """One change of many records; `change` says what as JSON, `about` how the records were chosen."""

    __tablename__ = "directory_bulk"
    __table_args__ = (Index("ix_directory_bulk_state", "state", "leased_until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[StakeholderKind] = mapped_column(stored_enum(StakeholderKind, "kind"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    about: Mapped[str]
    change: Mapped[str]
    state: Mapped[BulkState] = mapped_column(stored_enum(BulkState, "state"), default=BulkState.READY)
    total: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    undone: Mapped[int] = mapped_column(default=0)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    leased_until: Mapped[datetime | None]
    at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class DirectoryBulkItem(Base):
    """A record that a change is about; `held` says as JSON what it held before and holds since, by field."""

    __tablename__ = "directory_bulk_item"
    __table_args__ = (Index("ix_directory_bulk_item_subject", "subject_id", "bulk_id"),)

    bulk_id: Mapped[int] = mapped_column(ForeignKey("directory_bulk.id"), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    settled: Mapped[bool] = mapped_column(default=False)
    held: Mapped[str] = mapped_column(
        default="{}",
        info=personal("to take a change back", "public task", "until the contact is erased"),
    )
