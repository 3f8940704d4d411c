"""Appeals, notes, opinions, what was escalated or reported as illegal, the rota and what the desk promises."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.ledger import BigId

TWO_YEARS = "two years after it is settled"


class AppealState(StrEnum):
    """Where an appeal stands."""

    OPEN = "open"
    UPHELD = "upheld"
    OVERTURNED = "overturned"

    @property
    def label(self) -> str:
        """The state as people read it."""
        return {"open": "Open", "upheld": "The decision stands", "overturned": "The decision was wrong"}[self.value]


class Appeal(Base):
    """A writer's word that a decision about a comment, or a sanction, is wrong; not for whoever decided."""

    __tablename__ = "appeal"
    __table_args__ = (
        Index("ix_appeal_state", "state", "asked_at", "id"),
        Index("ix_appeal_comment", "comment_id", "id"),
        Index("ix_appeal_sanction", "sanction_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    sanction_id: Mapped[int | None] = mapped_column(ForeignKey("sanction.id"))
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("publication.id"), index=True)
    reason_key: Mapped[str | None]
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    email: Mapped[str | None] = mapped_column(info=personal("to answer an appeal", "public task", TWO_YEARS))
    text: Mapped[str] = mapped_column(info=personal("why somebody appeals", "public task", TWO_YEARS))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[AppealState] = mapped_column(stored_enum(AppealState, "state"), default=AppealState.OPEN)
    answer: Mapped[str] = mapped_column(default="", info=personal("the answer", "public task", TWO_YEARS))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]


class Note(Base):
    """What moderators tell each other: about a comment, about a person, or at the end of a shift about all."""

    __tablename__ = "case_note"
    __table_args__ = (
        Index("ix_case_note_comment", "comment_id", "id"),
        Index("ix_case_note_account", "account_id", "id"),
        Index("ix_case_note_email", "email", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    email: Mapped[str | None] = mapped_column(info=personal("whom a note is about", "public task", "two years"))
    is_handover: Mapped[bool] = mapped_column(default=False, index=True)
    text: Mapped[str] = mapped_column(info=personal("what moderators must know", "public task", "two years"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class Assignment(Base):
    """Who is to decide about a comment."""

    __tablename__ = "assignment"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), primary_key=True, autoincrement=False)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class Opinion(Base):
    """A colleague's view that a moderator asks for; the comment waits meanwhile."""

    __tablename__ = "second_opinion"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    asked_of: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    question: Mapped[str]
    asked_at: Mapped[datetime]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]


class Worry(StrEnum):
    """Why a comment is escalated."""

    THREAT = "threat"
    SELF_HARM = "self_harm"
    SAFEGUARDING = "safeguarding"
    LEGAL = "legal"

    @property
    def label(self) -> str:
        """The worry as people read it."""
        return {
            "threat": "A threat",
            "self_harm": "Self-harm or suicide",
            "safeguarding": "A safeguarding worry",
            "legal": "A legal notice",
        }[self.value]


class Procedure(Base):
    """What is to be done about a worry, and the addresses of those who are told at once, one a line."""

    __tablename__ = "escalation_procedure"

    worry: Mapped[Worry] = mapped_column(stored_enum(Worry, "worry"), primary_key=True)
    text: Mapped[str]
    people: Mapped[str] = mapped_column(
        info=personal("whom to tell when it is serious", "public task", "until replaced")
    )
    changed_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime]


class Escalation(Base):
    """A comment that is serious: off the page at once, with its words as they were and what was done."""

    __tablename__ = "escalation"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    worry: Mapped[Worry] = mapped_column(stored_enum(Worry, "worry"))
    note: Mapped[str] = mapped_column(default="")
    evidence: Mapped[str] = mapped_column(
        info=personal("what was said, kept as evidence", "public task", "six years after it is closed")
    )
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    outcome: Mapped[str] = mapped_column(default="")


class EscalationStep(Base):
    """One thing that was done about an escalated comment."""

    __tablename__ = "escalation_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(ForeignKey("escalation.id"), index=True)
    text: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


class IllegalReport(Base):
    """Somebody's word that something on the site is against the law; it is always answered."""

    __tablename__ = "illegal_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    where: Mapped[str]
    text: Mapped[str] = mapped_column(info=personal("what is said to be illegal", "legal obligation", TWO_YEARS))
    name: Mapped[str] = mapped_column(info=personal("to answer a report", "legal obligation", TWO_YEARS))
    email: Mapped[str] = mapped_column(info=personal("to answer a report", "legal obligation", TWO_YEARS))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    due_at: Mapped[datetime]
    removed: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(index=True)


class Holiday(Base):
    """A day on which the desk does not work."""

    __tablename__ = "desk_holiday"

    day: Mapped[date] = mapped_column(primary_key=True)
    title: Mapped[str]


class Duty(Base):
    """When somebody is on duty, in minutes of the day: each week on a weekday (0 is Monday), or on one day."""

    __tablename__ = "duty"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    weekday: Mapped[int | None]
    day: Mapped[date | None] = mapped_column(index=True)
    starts: Mapped[int]
    ends: Mapped[int]


class Watch(Base):
    """What the worker saw last of the promise: how much is late, how much will be within an hour, and the first due.

    What has waited since before `late_before` is late, and since before `soon_before` will be within the hour.
    """

    __tablename__ = "desk_watch"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    late: Mapped[int] = mapped_column(default=0)
    soon: Mapped[int] = mapped_column(default=0)
    first_due: Mapped[datetime | None]
    late_before: Mapped[datetime | None]
    soon_before: Mapped[datetime | None]


class YearTold(Base):
    """What the public page of a year tells, counted by the worker; `figures` is JSON."""

    __tablename__ = "transparency_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    figures: Mapped[str]
    at: Mapped[datetime]


class RehearsalState(StrEnum):
    """How far a rehearsal has come."""

    RUNNING = "running"
    DONE = "done"


class Rehearsal(Base):
    """A rule tried on past comments; `samples` is JSON: comments that it would have held, with what became of them."""

    __tablename__ = "rule_rehearsal"
    __table_args__ = (Index("ix_rule_rehearsal_rule", "rule_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("screening_rule.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    since: Mapped[datetime]
    state: Mapped[RehearsalState] = mapped_column(stored_enum(RehearsalState, "state"))
    leased_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    last_id: Mapped[int] = mapped_column(BigId, default=0)
    upto_id: Mapped[int] = mapped_column(BigId)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    rightly: Mapped[int] = mapped_column(default=0)
    wrongly: Mapped[int] = mapped_column(default=0)
    samples: Mapped[str] = mapped_column(default="[]")
