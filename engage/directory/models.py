"""Organisations, the areas that they serve, and the staff whom they empower."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base


class Organisation(Base):
    """A body or group that owns plans or speaks about them."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    short_name: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")


class OrganisationArea(Base):
    """An area that an organisation serves."""

    __tablename__ = "organisation_area"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True, index=True)


class OrganisationMember(Base):
    """An account that may act for an organisation."""

    __tablename__ = "organisation_member"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
