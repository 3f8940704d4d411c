"""Published responses: what a moderator has passed, in one redacted text that everything public reads."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.ledger import BigId

RESPONSES_SCOPE = "responses"
RECORD = "for as long as the record of the consultation is kept, unless erased"


class ResponseState(StrEnum):
    """Where the publication of a response stands."""

    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Response(Base):
    """The public face of a submission whose respondent agreed, or whose organisation answers in public.

    `version` is the sent version that was passed; `waiting_since` is set exactly while a moderator has something to
    decide about a newer one. `number` is given when it is first published and never used again.
    """

    __tablename__ = "response"
    __table_args__ = (
        Index("uq_response_number", "consultation_id", "number", unique=True),
        Index("ix_response_listed", "consultation_id", "state", "published_at", "submission_id"),
        Index("ix_response_waiting", "waiting_since", "submission_id"),
    )

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    number: Mapped[int | None]
    shown_name: Mapped[str] = mapped_column(
        default="", info=personal("shown above a response whose writer agreed", "consent", RECORD)
    )
    version: Mapped[int | None]
    state: Mapped[ResponseState] = mapped_column(stored_enum(ResponseState, "state"))
    waiting_since: Mapped[datetime | None]
    reason_key: Mapped[str | None] = mapped_column(ForeignKey("moderation_reason.key"))
    highlight: Mapped[str] = mapped_column(default="")
    spokesperson: Mapped[str] = mapped_column(
        default="", info=personal("who speaks for an organisation", "public task", RECORD)
    )
    published_at: Mapped[datetime | None]

    @classmethod
    def public(cls) -> ColumnElement[bool]:
        """Whether it may be shown to anybody, given that its consultation may: the one definition."""
        return cls.state == ResponseState.PUBLISHED

    @property
    def is_public(self) -> bool:
        """The one definition, in Python."""
        return self.state is ResponseState.PUBLISHED


class PublicAnswer(Base):
    """One answer of a published response, passages blacked out: the one text that everything public reads."""

    __tablename__ = "public_answer"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(info=personal("what was answered, as published", "consent", RECORD))


class ResponseRedaction(Base):
    """A passage of an answer that is blacked out: offsets into its words in one sent version."""

    __tablename__ = "response_redaction"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    version: Mapped[int]
    question: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    reason_key: Mapped[str] = mapped_column(ForeignKey("moderation_reason.key"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
