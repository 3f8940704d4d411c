"""Where stakeholders stand on the map of a plan, how many people live in an area, and who was invited."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal

TASK = "public task"
HIGH = 4
MOST = 5
_PRESENT = text("superseded_at IS NULL")


class MappingScales(Base):
    """What the two scales of the maps are called: one row, made when the body names its own."""

    __tablename__ = "mapping_scales"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    across: Mapped[str]
    up: Mapped[str]

    @classmethod
    def usual(cls) -> "MappingScales":
        """The scales of a body that has not named its own."""
        return cls(id=1, across="Interest", up="Influence")


class Placement(Base):
    """Where an organisation stood on the map of a plan from a moment on, and why; `across` and `up` go from 1 to 5.

    A new placement supersedes the one before, which stays. One without values says that it was taken off.
    """

    __tablename__ = "placement"
    __table_args__ = (
        Index(
            "uq_placement_present",
            "publication_id",
            "organisation_id",
            unique=True,
            sqlite_where=_PRESENT,
            postgresql_where=_PRESENT,
        ),
        Index("ix_placement_history", "publication_id", "organisation_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    across: Mapped[int | None]
    up: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    superseded_at: Mapped[datetime | None]


class AreaPopulation(Base):
    """How many people live in an area, and who says so."""

    __tablename__ = "area_population"

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    people: Mapped[int]
    source: Mapped[str] = mapped_column(default="")


class Invitation(Base):
    """A stakeholder that was invited to answer a consultation, once and by one address."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("consultation_id", "organisation_id"),
        UniqueConstraint("consultation_id", "email", name="uq_invitation_email"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str] = mapped_column(
        info=personal("to invite a stakeholder and not to do it twice", TASK, "for as long as the consultation is kept")
    )
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class InvitationRefusal(Base):
    """An address that is not to be invited again."""

    __tablename__ = "invitation_refusal"

    email: Mapped[str] = mapped_column(
        primary_key=True, info=personal("not to invite again", "legal obligation", "while it must not be invited")
    )
    at: Mapped[datetime]


class SilenceWarning(Base):
    """That officers were told, half or three quarters through a consultation, who is silent."""

    __tablename__ = "silence_warning"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
