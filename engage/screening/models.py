"""Rules that hold or flag a text, and what they found."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum


class RuleKind(StrEnum):
    """What a rule looks for."""

    WORDS = "words"
    STAFF_NAMES = "staff_names"
    PERSONAL_DATA = "personal_data"
    LINKS = "links"
    CAPITALS = "capitals"
    REPEATED = "repeated"
    FIRST_COMMENT = "first_comment"
    NEW_ACCOUNT = "new_account"
    REPORTS = "reports"

    @property
    def label(self) -> str:
        """The kind as staff read it."""
        return _LABELS[self]

    @property
    def has_entries(self) -> bool:
        """Whether the rule is a list of words or names."""
        return self in (RuleKind.WORDS, RuleKind.STAFF_NAMES)

    @property
    def threshold(self) -> str:
        """What the number of the rule counts; empty for one without a number."""
        return _THRESHOLDS.get(self, "")


_LABELS = {
    RuleKind.WORDS: "Words and phrases",
    RuleKind.STAFF_NAMES: "Names of staff",
    RuleKind.PERSONAL_DATA: "Personal data",
    RuleKind.LINKS: "Links",
    RuleKind.CAPITALS: "Capital letters",
    RuleKind.REPEATED: "Repeated text",
    RuleKind.FIRST_COMMENT: "First comment of a person",
    RuleKind.NEW_ACCOUNT: "New account",
    RuleKind.REPORTS: "Reports by readers",
}
_THRESHOLDS = {
    RuleKind.LINKS: "Links in one comment, from",
    RuleKind.CAPITALS: "Capital letters among all letters, from (per cent)",
    RuleKind.REPEATED: "Nearly the same text within a day, from (times)",
    RuleKind.NEW_ACCOUNT: "Age of the account, below (days)",
    RuleKind.REPORTS: "Reports of one comment, from",
}


class RuleAction(StrEnum):
    """What a rule does: hold a text for a moderator, or only mark it in the queue."""

    HOLD = "hold"
    FLAG = "flag"


class Rule(Base):
    """A rule with its owner, the reason why there is one, and what it tells a writer whose comment it holds.

    It is never deleted, since what it held names it; `entries` are the words of a list, one a line.
    """

    __tablename__ = "screening_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RuleKind] = mapped_column(stored_enum(RuleKind, "kind"))
    action: Mapped[RuleAction] = mapped_column(stored_enum(RuleAction, "action"))
    title: Mapped[str]
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("publication.id"))
    threshold: Mapped[int | None]
    entries: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str]
    says: Mapped[str]
    active: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class SanctionStep(StrEnum):
    """How far a sanction goes, mildest first."""

    WARNING = "warning"
    HELD = "held"
    PAUSED = "paused"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The step as people read it."""
        return _STEPS[self]

    @property
    def binds(self) -> bool:
        """Whether it changes what the person may send."""
        return self is not SanctionStep.WARNING

    @property
    def stops(self) -> bool:
        """Whether nothing can be sent while it lasts."""
        return self in (SanctionStep.PAUSED, SanctionStep.CLOSED)


_STEPS = {
    SanctionStep.WARNING: "A warning",
    SanctionStep.HELD: "A moderator reads everything first",
    SanctionStep.PAUSED: "Comments paused for a time",
    SanctionStep.CLOSED: "No more comments",
}


class Sanction(Base):
    """What somebody who broke the rules may not do for a time; the person is an account or a confirmed address.

    People always know of it: `says` is mailed to them, and what they cannot send is refused with it.
    """

    __tablename__ = "sanction"
    __table_args__ = (
        Index("ix_sanction_account", "account_id", "lifted_at"),
        Index("ix_sanction_email", "email", "lifted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    email: Mapped[str | None] = mapped_column(
        info=personal("to keep the conversation fair", "public task", "two years after the sanction ends")
    )
    step: Mapped[SanctionStep] = mapped_column(stored_enum(SanctionStep, "step"))
    reason_key: Mapped[str]
    says: Mapped[str] = mapped_column(info=personal("why somebody may not comment", "public task", "two years"))
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Absence(Base):
    """A time in which nobody was on duty for so long that every comment waits; the pages say so."""

    __tablename__ = "duty_absence"

    id: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)


class DeskTerms(Base):
    """What the desk promises and when it works; one row, or none while nobody has changed what is usual."""

    __tablename__ = "desk_terms"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    weekdays: Mapped[str]
    opens: Mapped[int]
    closes: Mapped[int]
    decide_hours: Mapped[int]
    appeal_days: Mapped[int]
    illegal_hours: Mapped[int]
    absent_minutes: Mapped[int]
    flood_source: Mapped[int]
    flood_thread: Mapped[int]
    slow_minutes: Mapped[int]
    slow_lasts: Mapped[int]

    @classmethod
    def usual(cls) -> "DeskTerms":
        """Terms that nobody has changed, not stored."""
        return cls(
            id=1,
            weekdays="01234",
            opens=9 * 60,
            closes=17 * 60,
            decide_hours=8,
            appeal_days=10,
            illegal_hours=16,
            absent_minutes=0,
            flood_source=10,
            flood_thread=120,
            slow_minutes=5,
            slow_lasts=60,
        )
