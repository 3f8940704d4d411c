"""Saved lists of stakeholders."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, stored_enum
from engage.directory.models.stakeholders import ListWhom


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
