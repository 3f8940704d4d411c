"""Who may speak for an organisation."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum

TASK = "public task"
WHILE_KEPT = "for as long as the formal response is kept"
STANDING = text("state IN ('asked', 'confirmed') AND organisation_id IS NOT NULL")


class RepresentationState(StrEnum):
    """Where a person's claim to speak for an organisation stands."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    ENDED = "ended"


class Representation(Base):
    """A person's claim to represent an organisation of the directory, or one that is not in it yet."""

    __tablename__ = "representation"
    __table_args__ = (
        Index("ix_representation_waiting", "state", "asked_at", "id"),
        Index(
            "uq_representation_standing",
            "account_id",
            "organisation_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    proposed_name: Mapped[str] = mapped_column(default="")
    proposed_website: Mapped[str] = mapped_column(default="")
    proof_email: Mapped[str | None] = mapped_column(
        info=personal("proves that the person belongs to the organisation", TASK, WHILE_KEPT)
    )
    explanation: Mapped[str] = mapped_column(
        default="", info=personal("how the person stands to the organisation", TASK, WHILE_KEPT)
    )
    state: Mapped[RepresentationState] = mapped_column(
        stored_enum(RepresentationState, "state"), default=RepresentationState.ASKED
    )
    proof: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decision_note: Mapped[str] = mapped_column(default="")
