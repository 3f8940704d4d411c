"""Decisions of moderators."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.ledger import BigId


class Verdict(StrEnum):
    """What a moderator did with a comment."""

    APPROVED = "approved"
    REJECTED = "rejected"
    HIDDEN = "hidden"
    RESTORED = "restored"
    REDACTED = "redacted"
    KEPT = "kept"

    @property
    def button(self) -> str:
        """What the button says that takes the decision."""
        return _BUTTONS[self]

    @property
    def done(self) -> str:
        """The decision as a word of its own, in the words of its button."""
        return _DONE.get(self, self.value.capitalize())

    @property
    def said(self) -> str:
        """The decision as the rest of a sentence that begins with who took it."""
        return _SAID[self]


_BUTTONS = {
    Verdict.APPROVED: "Approve",
    Verdict.REJECTED: "Reject",
    Verdict.HIDDEN: "Hide",
    Verdict.RESTORED: "Show again",
    Verdict.REDACTED: "Black out",
    Verdict.KEPT: "Keep as it is",
}
_DONE = {Verdict.REDACTED: "Blacked out", Verdict.RESTORED: "Shown again", Verdict.KEPT: "Kept as it is"}
_SAID = {
    Verdict.APPROVED: "approved this comment",
    Verdict.REJECTED: "rejected this comment",
    Verdict.HIDDEN: "hid this comment",
    Verdict.RESTORED: "showed this comment again",
    Verdict.REDACTED: "blacked out a passage of this comment",
    Verdict.KEPT: "settled the reports of this comment",
}


class Decision(Base):
    """One decision on one wording of a comment, with its reason."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_comment", "comment_id", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    revision: Mapped[int]
    verdict: Mapped[Verdict] = mapped_column(stored_enum(Verdict, "verdict"))
    reason_key: Mapped[str | None] = mapped_column(ForeignKey("moderation_reason.key"))
    note: Mapped[str] = mapped_column(
        default="",
        info=personal("why a moderator decided as they did", "public task", "for as long as the comment stands"),
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    at: Mapped[datetime]
