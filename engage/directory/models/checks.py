"""The yearly check: whether organisations were asked to look at their entries, and what they answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base


class EntryCheck(Base):
    """One request to an organisation to check its entry.

    `proposed` holds as canonical JSON what the organisation says instead, until staff settled it; it is empty where
    the entry was confirmed as it stands.
    """

    __tablename__ = "entry_check"
    __table_args__ = (
        Index("ix_entry_check_asked", "asked_at"),
        Index("ix_entry_check_organisation", "organisation_id", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    proposed: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None]
