"""The yearly check: whether organisations were asked to look at their entries, and what they answered."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal

THREE_YEARS = "for three years after the answer"


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


class EntryAnswer(Base):
    """One answer to a request, and what became of it; the newest answer stands for those before it.

    `stood` and `proposed` hold as canonical JSON what the entry said then and what the organisation says instead, by
    field. They are empty where it confirmed its entry, and once they are forgotten.
    """

    __tablename__ = "entry_answer"
    __table_args__ = (Index("ix_entry_answer_at", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("entry_check.id"), index=True)
    at: Mapped[datetime]
    is_right: Mapped[bool]
    stood: Mapped[str] = mapped_column(
        default="", info=personal("to tell what an entry said before", "public task", THREE_YEARS)
    )
    proposed: Mapped[str] = mapped_column(
        default="", info=personal("to tell what an organisation said of its entry", "public task", THREE_YEARS)
    )
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    accepted: Mapped[bool | None]
