"""Who wants to hear what, how often, and what was planned for them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.ledger import BigId

WHILE_FOLLOWING = "until a year after the last subscription ended"


class TargetKind(StrEnum):
    """What can be followed."""

    EVERYTHING = "everything"
    PUBLICATION = "publication"
    TOPIC = "topic"
    AREA = "area"
    ORGANISATION = "organisation"


class Frequency(StrEnum):
    """How often a subscriber wants to hear."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


class Subscriber(Base):
    """An address that follows something, or said what it does not want; `key` makes every earlier link worthless."""

    __tablename__ = "subscriber"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(
        unique=True, info=personal("to send what was asked for", "consent", WHILE_FOLLOWING)
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    key: Mapped[str]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    replies_stopped_at: Mapped[datetime | None]


class Subscription(Base):
    """One address following one thing at one frequency; `target_id` is 0 for everything."""

    __tablename__ = "subscription"
    __table_args__ = (
        UniqueConstraint("subscriber_id", "target_kind", "target_id"),
        Index("ix_subscription_target", "target_kind", "target_id", "frequency"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id"))
    target_kind: Mapped[TargetKind] = mapped_column(stored_enum(TargetKind, "target_kind"))
    target_id: Mapped[int] = mapped_column(default=0)
    frequency: Mapped[Frequency] = mapped_column(stored_enum(Frequency, "frequency"))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class DigestRun(Base):
    """One run for one frequency and period: what lies between two positions of the ledger."""

    __tablename__ = "digest_run"
    __table_args__ = (UniqueConstraint("frequency", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    frequency: Mapped[Frequency] = mapped_column(stored_enum(Frequency, "frequency"))
    period: Mapped[str]
    started_at: Mapped[datetime]
    after_position: Mapped[int] = mapped_column(BigId)
    until_position: Mapped[int] = mapped_column(BigId)
    last_subscriber_id: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    message_count: Mapped[int] = mapped_column(default=0)


class Suppression(Base):
    """An address that must not be mailed."""

    __tablename__ = "suppression"

    email: Mapped[str] = mapped_column(
        primary_key=True,
        info=personal("not to mail an address again", "legal obligation", "while it must not be mailed"),
    )
    reason: Mapped[str]
    at: Mapped[datetime]
