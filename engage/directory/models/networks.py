"""Networks, partnerships and panels: who belongs to them and for how long, when they met and what they advised."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum


class NetworkKind(StrEnum):
    """What holds its members together."""

    NETWORK = "network"
    PARTNERSHIP = "partnership"
    PANEL = "panel"

    @property
    def label(self) -> str:
        """The kind as people know it."""
        return {"network": "Network", "partnership": "Partnership", "panel": "Panel or assembly"}[self.value]


class Network(Base):
    """Organisations, or people, who act together or advise.

    `slug` is given when it is first shown to everybody, and stays its address.
    """

    __tablename__ = "network"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[NetworkKind] = mapped_column(stored_enum(NetworkKind, "kind"))
    description: Mapped[str] = mapped_column(default="")
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    ended_on: Mapped[date | None]
    is_public: Mapped[bool] = mapped_column(default=False)
    slug: Mapped[str | None] = mapped_column(unique=True, index=True)


class NetworkMember(Base):
    """The term of one member: an organisation, or a contact; `is_named`: a person agreed to be named to all."""

    __tablename__ = "network_member"
    __table_args__ = (
        CheckConstraint("(organisation_id IS NULL) <> (contact_id IS NULL)", name="one_member"),
        Index("ix_network_member_organisation", "organisation_id", "network_id"),
        Index("ix_network_member_contact", "contact_id", "network_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    part: Mapped[str] = mapped_column(
        default="", info=personal("as what somebody belongs to it", "public task", "for as long as the panel is kept")
    )
    since: Mapped[date | None]
    until: Mapped[date | None]
    is_named: Mapped[bool] = mapped_column(default=False)


class NetworkMeeting(Base):
    """One meeting: when and where it was, and what was advised; everybody may read that of a public one."""

    __tablename__ = "network_meeting"
    __table_args__ = (Index("ix_network_meeting_held", "network_id", "held_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id"))
    held_on: Mapped[date]
    title: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    advised: Mapped[str] = mapped_column(default="")
    is_public: Mapped[bool] = mapped_column(default=False)


class NetworkPaper(Base):
    """A paper of a meeting."""

    __tablename__ = "network_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("network_meeting.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    title: Mapped[str]
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
