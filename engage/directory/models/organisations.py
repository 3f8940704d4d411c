"""Organisations: what they are, what they were called, where they are, what they serve and what became of them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, stored_enum

# Compared by code point on every database, so that words can be found by what they begin with.
Word = Text().with_variant(Text(collation="C"), "postgresql")
LONGEST_NAME = 200
BELOW = text("parent_id IS NOT NULL")
DOUBLE = text("merged_into_id IS NOT NULL")
GONE = text("status = 'closed'")


class OrganisationKind(Base):
    """A kind of organisation in a tree of kinds; `path` holds the ids from the root down, as `/1/4/`.

    A retired one stays with those that have it and is given to no other.
    """

    __tablename__ = "organisation_kind"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    plural: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation_kind.id"), index=True)
    path: Mapped[str] = mapped_column(index=True)
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]


class OrganisationStatus(StrEnum):
    """Whether an organisation is at work."""

    OPEN = "open"
    PROPOSED = "proposed"
    DORMANT = "dormant"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The standing in plain words."""
        return {
            "open": "At work",
            "proposed": "Proposed, not at work yet",
            "dormant": "Dormant",
            "closed": "Closed",
        }[self.value]


class Organisation(Base):
    """A body or group that owns plans or speaks about them.

    One that was found to be another one's double points to it by `merged_into_id` and is read as that one.
    `name_key` is the name as names are compared. `is_public` says that it agreed to a page of its own.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        Index("ix_organisation_listed", "name", "id"),
        Index("ix_organisation_of_kind", "kind_id", "name", "id"),
        Index("ix_organisation_below", "parent_id", sqlite_where=BELOW, postgresql_where=BELOW),
        Index("ix_organisation_closed", "name", "id", sqlite_where=GONE, postgresql_where=GONE),
        Index("ix_organisation_double", "merged_into_id", sqlite_where=DOUBLE, postgresql_where=DOUBLE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(default="")
    short_name: Mapped[str] = mapped_column(default="")
    kind_id: Mapped[int | None] = mapped_column(ForeignKey("organisation_kind.id"))
    description: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    telephone: Mapped[str] = mapped_column(default="")
    status: Mapped[OrganisationStatus] = mapped_column(
        stored_enum(OrganisationStatus, "status"), default=OrganisationStatus.OPEN
    )
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    is_public: Mapped[bool] = mapped_column(default=False)
    last_confirmed_at: Mapped[datetime | None]

    @property
    def is_closed(self) -> bool:
        """Whether it is at work no more."""
        return self.status is OrganisationStatus.CLOSED


class OrganisationWord(Base):
    """A folded word of the names of an organisation, by which it is found."""

    __tablename__ = "organisation_word"
    __table_args__ = {"sqlite_with_rowid": False}

    word: Mapped[str] = mapped_column(Word, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)


class FormerName(Base):
    """What an organisation was called."""

    __tablename__ = "organisation_former_name"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    said: Mapped[str]
    until: Mapped[date | None]


class OrganisationCode(Base):
    """What a register calls an organisation; `row` is its line as it was last taken in.

    `register` is the kind that the line says with the source that the file came from, so that one file of a scheme
    does not speak for the others.
    """

    __tablename__ = "organisation_code"
    __table_args__ = (UniqueConstraint("scheme", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    scheme: Mapped[str]
    code: Mapped[str]
    register: Mapped[str] = mapped_column(default="")
    row: Mapped[str] = mapped_column(default="")


class OrganisationAddress(Base):
    """Where an organisation is; `postcode_key` is the postcode as postcodes are compared."""

    __tablename__ = "organisation_address"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    label: Mapped[str] = mapped_column(default="")
    lines: Mapped[str]
    postcode: Mapped[str] = mapped_column(default="")
    postcode_key: Mapped[str] = mapped_column(default="", index=True)


class OrganisationDomain(Base):
    """A domain whose addresses prove that somebody belongs to an organisation."""

    __tablename__ = "organisation_domain"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    domain: Mapped[str] = mapped_column(primary_key=True, index=True)


class OrganisationArea(Base):
    """An area that an organisation serves."""

    __tablename__ = "organisation_area"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True, index=True)


class OrganisationTopic(Base):
    """A topic in which an organisation has an interest."""

    __tablename__ = "organisation_topic"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True, index=True)


class OrganisationSuccession(Base):
    """An organisation that took the place of another, so that the old one's code and page lead on."""

    __tablename__ = "organisation_succession"

    predecessor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
    happened_on: Mapped[date | None]


class OrganisationMember(Base):
    """An account that may act for an organisation."""

    __tablename__ = "organisation_member"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
