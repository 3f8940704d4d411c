"""Decisions of moderators."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, stored_enum
from engage.core.ledger import BigId


class Verdict(StrEnum):
    """What a moderator did with a comment."""

    APPROVED = "approved"
    REJECTED = "rejected"
    HIDDEN = "hidden"
    RESTORED = "restored"
    REDACTED = "redacted"
    KEPT = "kept"


class Decision(Base):
    """One decision on one wording of a comment, with its reason."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_comment", "comment_id", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    revision: Mapped[int]
    verdict: Mapped[Verdict] = mapped_column(stored_enum(Verdict, "verdict"))
    reason_key: Mapped[str | None] = mapped_column(ForeignKey("moderation_reason.key"))
    note: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    at: Mapped[datetime]
