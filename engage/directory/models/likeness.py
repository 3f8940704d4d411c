"""Contacts that look like one person, as the worker found them."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base


class ContactLikeness(Base):
    """Two contacts that are probably one person, the smaller id first; `reasons` says in words what speaks for it."""

    __tablename__ = "contact_likeness"
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="in_order"),
        Index("ix_contact_likeness_listed", "score", "one_id", "other_id"),
    )

    one_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), primary_key=True, index=True)
    score: Mapped[int]
    reasons: Mapped[str]
