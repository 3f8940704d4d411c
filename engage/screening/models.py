"""Rules that hold or flag a text, and what they found."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, stored_enum


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
