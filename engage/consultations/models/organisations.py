"""Organisations that answer: who may speak for them, whom they ask to help, and who approves."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.ledger import BigId

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


class DraftPart(StrEnum):
    """What somebody may do with a shared draft."""

    LEAD = "lead"
    WRITER = "writer"
    APPROVER = "approver"


class DraftMember(Base):
    """An account that works on the shared draft of an organisation."""

    __tablename__ = "draft_member"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, index=True)
    part: Mapped[DraftPart] = mapped_column(stored_enum(DraftPart, "part"))
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class DraftInvitation(Base):
    """A colleague asked to a shared draft, by address, who has not joined with a sign-in yet."""

    __tablename__ = "draft_invitation"
    __table_args__ = (UniqueConstraint("submission_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    email: Mapped[str] = mapped_column(info=personal("to invite a colleague", TASK, "until the draft is sent"))
    part: Mapped[DraftPart] = mapped_column(stored_enum(DraftPart, "part"))
    invited_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class DraftNote(Base):
    """A private remark among those who share a draft, on one answer or on all."""

    __tablename__ = "draft_note"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    question: Mapped[str | None]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    body: Mapped[str] = mapped_column(info=personal("what colleagues say to each other", TASK, WHILE_KEPT))
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class Approval(Base):
    """The word of a named person with authority for one exact revision; any change of the draft voids it."""

    __tablename__ = "approval"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    revision: Mapped[int]
    fingerprint: Mapped[str]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role_title: Mapped[str] = mapped_column(info=personal("in which office somebody approves", TASK, WHILE_KEPT))
    at: Mapped[datetime]
    voided_at: Mapped[datetime | None]


class CoSignatory(Base):
    """Another organisation that signs a joint response, by somebody who speaks for it.

    `sent_version` is the first sent version that it had signed; the public is told of it with that version.
    """

    __tablename__ = "co_signatory"
    __table_args__ = (UniqueConstraint("submission_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    invited_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    revision: Mapped[int | None]
    signed_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    sent_version: Mapped[int | None]
