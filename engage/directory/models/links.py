"""Whether a person agreed that her entry in the directory is linked with her account."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum


class LinkState(StrEnum):
    """Where the asking stands; staff learn of an account only once its owner agreed."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"
    ENDED = "ended"


class ContactLink(Base):
    """One asking: at which address, and what the person said."""

    __tablename__ = "contact_link"
    __table_args__ = (Index("ix_contact_link_asked", "email", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    email: Mapped[str] = mapped_column(
        info=personal("to ask the person at her own address", "public task", "until the contact is erased")
    )
    state: Mapped[LinkState] = mapped_column(stored_enum(LinkState, "state"), default=LinkState.ASKED)
    asked_at: Mapped[datetime]
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
