"""Submissions: one respondent's answers, from the first saved page to the receipt."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.ledger import BigId

RECORD = "for as long as the record of the consultation is kept, unless erased"
DRAFTS = "until the submission is sent, or a year after the close"
TASK = "public task"
FORMAL = text("respondent = 'organisation' AND organisation_id IS NOT NULL AND state IN ('draft', 'sent')")


class SubmissionState(StrEnum):
    """Where a submission stands; one that came too late is kept and never counted."""

    DRAFT = "draft"
    SENT = "sent"
    WITHDRAWN = "withdrawn"
    TOO_LATE = "too_late"


class Channel(StrEnum):
    """How a submission came."""

    WEB = "web"
    PAPER = "paper"
    PHONE = "phone"
    EVENT = "event"
    EMAIL = "email"


class Respondent(StrEnum):
    """For whom a submission speaks."""

    SELF = "self"
    SOMEBODY = "somebody"
    ORGANISATION = "organisation"


class Consent(StrEnum):
    """What a respondent agrees to be published."""

    NAMED = "named"
    UNNAMED = "unnamed"
    NONE = "none"


class FileState(StrEnum):
    """Where a file stands: held for the scanner, ready to be given out, its words read too, or never given out."""

    HELD = "held"
    READY = "ready"
    READ = "read"
    INFECTED = "infected"


class Submission(Base):
    """One respondent's answers: a draft until sent. `reference` is public to its owner, the code that opens it secret.

    `revision` grows with every saved change and is what an approval or a second tab names; `version` counts what was
    sent. `saved_page` is the page saved last. The fingerprint binds reference, questions and answers. An organisation
    has one formal response to a consultation, drafted or sent: a second one is refused by the database.

    Changes of a sent submission are written on a draft of their own, which names it in `amends_id` and is gone once
    it is sent anew: until then everybody reads what was sent. Such a draft names no organisation.
    """

    __tablename__ = "submission"
    __table_args__ = (
        Index("ix_submission_listed", "consultation_id", "state", "sent_at", "id"),
        Index("ix_submission_standing", "consultation_id", "state", "id"),
        Index("ix_submission_account", "account_id", "id"),
        Index("ix_submission_organisation", "consultation_id", "organisation_id", "state"),
        Index(
            "uq_submission_formal",
            "consultation_id",
            "organisation_id",
            unique=True,
            sqlite_where=FORMAL,
            postgresql_where=FORMAL,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    definition: Mapped[int]
    notice: Mapped[int] = mapped_column(default=0)
    reference: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    amends_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"), unique=True)
    state: Mapped[SubmissionState] = mapped_column(stored_enum(SubmissionState, "state"), default=SubmissionState.DRAFT)
    channel: Mapped[Channel] = mapped_column(stored_enum(Channel, "channel"), default=Channel.WEB)
    respondent: Mapped[Respondent] = mapped_column(stored_enum(Respondent, "respondent"), default=Respondent.SELF)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    name: Mapped[str] = mapped_column(default="", info=personal("who answers", TASK, RECORD))
    email: Mapped[str | None] = mapped_column(
        index=True, info=personal("to send the link, the receipt and news of the outcome", "consent", RECORD)
    )
    for_name: Mapped[str] = mapped_column(default="", info=personal("for whom somebody else answers", TASK, RECORD))
    for_relation: Mapped[str] = mapped_column(
        default="", info=personal("how the writer stands to that person", TASK, RECORD)
    )
    consent: Mapped[Consent] = mapped_column(stored_enum(Consent, "consent"), default=Consent.NONE)
    revision: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    saved_page: Mapped[str] = mapped_column(default="")
    fingerprint: Mapped[str] = mapped_column(default="")
    is_late: Mapped[bool] = mapped_column(default=False)
    amended_after_close: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    transcriber_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    origin_key: Mapped[str | None] = mapped_column(unique=True)

    @property
    def is_draft(self) -> bool:
        """Whether it was not sent yet."""
        return self.state is SubmissionState.DRAFT


class Answer(Base):
    """One question's part of a submission: its value as canonical JSON, and as words that can be searched and read.

    `revision` is the submission's at the save that wrote it, so that a second browser is known by what it had read.
    What was typed in a draft and cannot be taken as an answer is kept in `typed`, as the boxes of its form; the value
    is null then. No answer of a sent submission has it.
    """

    __tablename__ = "answer"
    __table_args__ = (Index("ix_answer_question", "consultation_id", "question", "submission_id"),)

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    value: Mapped[str] = mapped_column(info=personal("what the person answers", TASK, RECORD))
    text: Mapped[str] = mapped_column(default="", info=personal("the same as words", TASK, RECORD))
    typed: Mapped[str | None] = mapped_column(info=personal("what the person typed", TASK, DRAFTS))
    revision: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class AnswerChoice(Base):
    """One chosen option of a sent submission, so that a list can be filtered by answers through an index.

    `sent_at` is the submission's: the index gives those who chose an option in the order of the list.
    """

    __tablename__ = "answer_choice"
    __table_args__ = (
        Index("ix_answer_choice_listed", "consultation_id", "question", "option", "sent_at", "submission_id"),
    )

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    option: Mapped[str] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True, index=True)
    sent_at: Mapped[datetime]


class SetAsideAnswer(Base):
    """A text that met another one, saved from elsewhere meanwhile: kept until the person has chosen."""

    __tablename__ = "set_aside_answer"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    question: Mapped[str]
    value: Mapped[str] = mapped_column(info=personal("what the person typed", TASK, DRAFTS))
    typed: Mapped[str | None] = mapped_column(info=personal("what the person typed", TASK, DRAFTS))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class SubmissionVersion(Base):
    """A submission as it was sent: all its answers as canonical JSON, with the fingerprint of its receipt."""

    __tablename__ = "submission_version"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    definition: Mapped[int]
    answers: Mapped[str] = mapped_column(info=personal("what the person answered", TASK, RECORD))
    fingerprint: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def values(self) -> dict[str, Any]:
        """The answers by the keys of their questions."""
        return dict(json.loads(self.answers))


class SubmissionFile(Base):
    """A file that belongs to a submission; held until it was scanned where a scanner is configured."""

    __tablename__ = "submission_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    question: Mapped[str | None]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    title: Mapped[str]
    state: Mapped[str] = mapped_column(default="held")
    text: Mapped[str] = mapped_column(default="", info=personal("the words of the file", TASK, RECORD))
    at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class EqualityAnswer(Base):
    """Answers to the equality questions of somebody: no key leads to a submission, and no time says when.

    `id` is random, so that rows lie in no order of arrival; it comes from the form that was sent, so that the same
    form sent twice is one row.
    """

    __tablename__ = "equality_answer"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
    answers: Mapped[str] = mapped_column(
        info=personal("to see whether all groups are heard", "explicit consent", "until the report is published")
    )
