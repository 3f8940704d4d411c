"""Decisions of moderators, and what keeps several of them out of each other's way."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
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
    """One decision on one wording of a comment, with its reason.

    It can be undone until `settles_at`; until then nobody is told of it. `change` says as JSON what it changed in the
    comment, `waited` how many seconds the comment had waited for it.
    """

    __tablename__ = "decision"
    __table_args__ = (
        Index("ix_decision_comment", "comment_id", "at"),
        Index("ix_decision_account", "account_id", "at"),
        Index("ix_decision_settles", "settles_at"),
        Index("ix_decision_bulk", "bulk_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    revision: Mapped[int]
    verdict: Mapped[Verdict] = mapped_column(stored_enum(Verdict, "verdict"))
    reason_key: Mapped[str | None] = mapped_column(ForeignKey("moderation_reason.key"))
    note: Mapped[str] = mapped_column(
        default="",
        info=personal("why a moderator decided as they did", "public task", "for as long as the comment stands"),
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    settles_at: Mapped[datetime | None]
    waited: Mapped[int | None]
    change: Mapped[str] = mapped_column(default="")
    bulk_id: Mapped[int | None] = mapped_column(ForeignKey("bulk_decision.id"))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_entry_id: Mapped[int | None] = mapped_column(BigInteger)


class Lease(Base):
    """Who has an item open just now; one that nobody renews ends by itself."""

    __tablename__ = "moderation_lease"

    kind: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SavedView(Base):
    """A way of narrowing the queue that a moderator keeps under a name."""

    __tablename__ = "moderation_view"
    __table_args__ = (UniqueConstraint("account_id", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    label: Mapped[str]
    query: Mapped[str]
    at: Mapped[datetime]


class BulkState(StrEnum):
    """How far a decision about many comments has come."""

    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class BulkDecision(Base):
    """One decision about many comments, carried out by the worker; its items name the wording that each was read in."""

    __tablename__ = "bulk_decision"
    __table_args__ = (Index("ix_bulk_decision_state", "state", "leased_until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    verdict: Mapped[Verdict] = mapped_column(stored_enum(Verdict, "verdict"))
    reason_key: Mapped[str | None] = mapped_column(ForeignKey("moderation_reason.key"))
    note: Mapped[str] = mapped_column(
        default="",
        info=personal("why a moderator decided as they did", "public task", "for as long as the comments stand"),
    )
    about: Mapped[str] = mapped_column(default="")
    state: Mapped[BulkState] = mapped_column(stored_enum(BulkState, "state"), default=BulkState.RUNNING)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    left: Mapped[int] = mapped_column(default=0)
    undone: Mapped[int] = mapped_column(default=0)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    leased_until: Mapped[datetime | None]
    at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    settles_at: Mapped[datetime | None]


class BulkItem(Base):
    """A comment that a bulk decision is about; `said` is why it was left as it is."""

    __tablename__ = "bulk_item"
    __table_args__ = (Index("ix_bulk_item_open", "bulk_id", "settled", "comment_id"),)

    bulk_id: Mapped[int] = mapped_column(ForeignKey("bulk_decision.id"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True, autoincrement=False)
    revision: Mapped[int]
    seen: Mapped[int] = mapped_column(BigId)
    settled: Mapped[bool] = mapped_column(default=False)
    said: Mapped[str] = mapped_column(default="")


class DayCount(Base):
    """What was decided on a day about the comments of a publication: kept with each decision, counted again on demand.

    `what` is "verdict", "reason" or "waited"; `key` the verdict, the reason's key, or the span in which it was decided.
    """

    __tablename__ = "moderation_day_count"

    day: Mapped[date] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
