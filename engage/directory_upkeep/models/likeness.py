"""Contacts that look like one person, and organisations that look like one, as the worker found them."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, stored_enum


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


class MarkWay(StrEnum):
    """In what two records of one organisation are alike."""

    NAME = "name"
    CODE = "code"
    EMAIL = "email"
    ADDRESS = "address"
    POSTCODE = "postcode"
    TELEPHONE = "telephone"
    DOMAIN = "domain"


class OrganisationMark(Base):
    """Something by which a double of an organisation would be known, as such things are compared."""

    __tablename__ = "organisation_mark"
    __table_args__ = {"sqlite_with_rowid": False}

    way: Mapped[MarkWay] = mapped_column(stored_enum(MarkWay, "way"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)


class OrganisationLikeness(Base):
    """Two organisations that are probably one, the smaller id first; `reasons` says in words what speaks for it."""

    __tablename__ = "organisation_likeness"
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="in_order"),
        Index("ix_organisation_likeness_listed", "score", "one_id", "other_id"),
    )

    one_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    score: Mapped[int]
    reasons: Mapped[str]
