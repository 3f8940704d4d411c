"""Drafts that colleagues share: who works on them, who approves, and who signs with them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.ledger import BigId

TASK = "public task"
WHILE_KEPT = "for as long as the formal response is kept"


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
