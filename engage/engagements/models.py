"""Engagements: one logged meeting, call, letter, event or visit, who took part, and what was promised."""

import json
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.ledger import BigId

TASK = "public task"
AFTER_EVENT = "30 days after the event"
_ONE_IF = "(CASE WHEN {} IS NULL THEN 0 ELSE 1 END)"
RECORD = "for as long as the record of the engagement is kept, unless erased"


class EngagementKind(StrEnum):
    """What kind of meeting of minds it was."""

    MEETING = "meeting"
    CALL = "call"
    LETTER = "letter"
    EVENT = "event"
    VISIT = "visit"

    @property
    def label(self) -> str:
        """The kind as people read it."""
        return self.value.capitalize()


class FollowedKind(StrEnum):
    """What an engagement can follow up."""

    COMMENT = "comment"
    SUBMISSION = "submission"


class Engagement(Base):
    """One meeting, call, letter, event or visit. `others` names, line by line, who is not in the directory.

    `revision` grows with every change and is what a second tab names. `follows_id` is the comment or submission from
    which it was opened, so that what somebody offered there is not lost. `form_key` is that of the form that logged
    it: the same form sent twice is one engagement.
    """

    __tablename__ = "engagement"
    __table_args__ = (
        Index("ix_engagement_at", "at", "id"),
        Index("ix_engagement_follows", "follows_kind", "follows_id"),
        Index("ix_engagement_account", "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[EngagementKind] = mapped_column(stored_enum(EngagementKind, "kind"))
    at: Mapped[datetime]
    title: Mapped[str]
    place: Mapped[str] = mapped_column(
        default="", server_default="", info=personal("where people were met", TASK, RECORD)
    )
    said: Mapped[str] = mapped_column(default="", info=personal("what was said", TASK, RECORD))
    others: Mapped[str] = mapped_column(default="", info=personal("who took part", TASK, RECORD))
    follows_kind: Mapped[FollowedKind | None] = mapped_column(stored_enum(FollowedKind, "follows_kind"))
    follows_id: Mapped[int | None] = mapped_column(BigId)
    revision: Mapped[int] = mapped_column(default=1)
    form_key: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def other_names(self) -> list[str]:
        """Who took part and is not in the directory."""
        return self.others.splitlines()


class EngagementRevision(Base):
    """An engagement as it stood before a change, as canonical JSON: who changed it then, and what it had said."""

    __tablename__ = "engagement_revision"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fields: Mapped[str] = mapped_column(info=personal("what was logged before", TASK, RECORD))
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def values(self) -> dict[str, str]:
        """What was changed, by field, as it had been."""
        return dict(json.loads(self.fields))

    @property
    def moment(self) -> datetime | None:
        """When the engagement was said to have been, if that was changed."""
        said = self.values.get("at")
        return datetime.fromisoformat(said) if said else None


class EngagementPublication(Base):
    """A publication that was spoken about."""

    __tablename__ = "engagement_publication"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True, index=True)


class EngagementParty(Base):
    """Who took part: an organisation, a contact, or somebody with an account here."""

    __tablename__ = "engagement_party"
    __table_args__ = (
        UniqueConstraint("engagement_id", "organisation_id"),
        UniqueConstraint("engagement_id", "account_id", name="uq_engagement_party_account"),
        UniqueConstraint("engagement_id", "contact_id", name="uq_engagement_party_contact"),
        CheckConstraint(
            " + ".join(_ONE_IF.format(column) for column in ("organisation_id", "contact_id", "account_id")) + " = 1",
            name="one_party",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)


class EngagementFile(Base):
    """A file that belongs to an engagement."""

    __tablename__ = "engagement_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    title: Mapped[str]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    removed_at: Mapped[datetime | None]


class Promise(Base):
    """What somebody promised in an engagement, by when; `owner_id` is the colleague who sees to it.

    `by` says in words who promised where that is nobody with an account here.
    """

    __tablename__ = "promise"
    __table_args__ = (
        Index("ix_promise_due", "kept_at", "due", "id"),
        Index("ix_promise_owner", "owner_id", "kept_at", "due", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), index=True)
    what: Mapped[str] = mapped_column(info=personal("what was promised to whom", TASK, RECORD))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    by: Mapped[str] = mapped_column(default="", info=personal("who promised", TASK, RECORD))
    due: Mapped[date]
    kept_at: Mapped[datetime | None]
    kept_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    kept_note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]

    def is_overdue(self, today: date) -> bool:
        """Whether its day has gone by and it is not kept."""
        return self.kept_at is None and self.due < today


class BookingState(StrEnum):
    """Whether somebody has yet to prove the address, has a place, waits for one, or gave it back."""

    UNCONFIRMED = "unconfirmed"
    BOOKED = "booked"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class PublicEvent(Base):
    """What everybody may know of an engagement that is an event; public from `listed_at` on, marked if called off.

    `taken` counts the bookings that have a place and those for which one is held; a capacity of none takes everybody.
    """

    __tablename__ = "public_event"

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagement.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    summary: Mapped[str]
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(default="")
    access: Mapped[str] = mapped_column(default="")
    online_url: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int | None]
    taken: Mapped[int] = mapped_column(default=0)
    listed_at: Mapped[datetime | None]
    called_off_at: Mapped[datetime | None]
    called_off_reason: Mapped[str] = mapped_column(default="")
    heard: Mapped[str] = mapped_column(default="")
    updated_at: Mapped[datetime | None]

    @classmethod
    def public(cls) -> ColumnElement[bool]:
        """Whether anybody may see it: the one definition."""
        return cls.listed_at.is_not(None)

    @property
    def is_public(self) -> bool:
        """The one definition, in Python."""
        return self.listed_at is not None

    @property
    def is_full(self) -> bool:
        """Whether no place is free."""
        return self.capacity is not None and self.taken >= self.capacity

    @property
    def scope(self) -> str:
        """The cache scope of its page."""
        return f"event:{self.engagement_id}"


class Booking(Base):
    """Somebody's place at a public event, or on its waiting list: one for each address.

    One that is unconfirmed may have a place held for it, until `held_until`; `network` is the keyed hash of where it
    was asked for. An id is never used twice, for the links in the mails name it.
    """

    __tablename__ = "booking"
    __table_args__ = (
        UniqueConstraint("event_id", "email"),
        Index("ix_booking_waiting", "event_id", "state", "id"),
        Index("ix_booking_held", "held_until"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("public_event.engagement_id"))
    name: Mapped[str] = mapped_column(info=personal("who comes", "consent", AFTER_EVENT))
    email: Mapped[str] = mapped_column(info=personal("to tell about the event", "consent", AFTER_EVENT))
    needs: Mapped[str] = mapped_column(
        default="", info=personal("so that the person can take part", "explicit consent", AFTER_EVENT)
    )
    state: Mapped[BookingState] = mapped_column(stored_enum(BookingState, "state"))
    round: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime]
    held_until: Mapped[datetime | None]
    network: Mapped[str] = mapped_column(
        default="",
        server_default="",
        info=personal("so that nobody takes all places", "legitimate interests", "until confirmed, at most a day"),
    )

    @property
    def has_place(self) -> bool:
        """Whether it counts among the places that are taken."""
        return self.state is BookingState.BOOKED or self.held_until is not None
