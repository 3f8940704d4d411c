"""Consultations: what is asked, when, by whom, and what was on show when it was launched."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, and_
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum

STAFF_RECORD = "for as long as the consultation is kept"


class ConsultationState(StrEnum):
    """Whether a consultation is still being built, was launched, or was called off."""

    DRAFT = "draft"
    LAUNCHED = "launched"
    WITHDRAWN = "withdrawn"


class Consultation(Base):
    """Questions about one or more publications, with opening and closing times.

    Launched it is public at once; answers are taken from `opens_at` until before `closes_at`. `definition` is the
    number of the revision of its questions that respondents see. Counters count submissions that were sent and stand.
    """

    __tablename__ = "consultation"
    __table_args__ = (Index("ix_consultation_listed", "state", "closes_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    to_decide: Mapped[str] = mapped_column(default="")
    already_fixed: Mapped[str] = mapped_column(default="")
    audience: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    contact_name: Mapped[str] = mapped_column(
        default="", info=personal("whom to ask about the consultation", "public task", STAFF_RECORD)
    )
    contact_email: Mapped[str] = mapped_column(
        default="", info=personal("whom to ask about the consultation", "public task", STAFF_RECORD)
    )
    contact_phone: Mapped[str] = mapped_column(
        default="", info=personal("whom to ask about the consultation", "public task", STAFF_RECORD)
    )
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    results_due: Mapped[date | None]
    results_published_at: Mapped[datetime | None]
    results_text: Mapped[str] = mapped_column(default="")
    results_publication_id: Mapped[int | None] = mapped_column(ForeignKey("publication.id"), index=True)
    state: Mapped[ConsultationState] = mapped_column(
        stored_enum(ConsultationState, "state"), default=ConsultationState.DRAFT
    )
    definition: Mapped[int] = mapped_column(default=0)
    notice: Mapped[int] = mapped_column(default=0)
    organisations_public: Mapped[bool] = mapped_column(default=True)
    asks_consent: Mapped[bool] = mapped_column(default=True)
    sent_count: Mapped[int] = mapped_column(default=0)
    published_count: Mapped[int] = mapped_column(default=0)
    waiting_count: Mapped[int] = mapped_column(default=0)
    launched_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @classmethod
    def public(cls) -> ColumnElement[bool]:
        """Whether it may be seen by anybody: the one definition. One that was called off says so at its address."""
        return and_(cls.state != ConsultationState.DRAFT, cls.launched_at.is_not(None))

    @property
    def is_public(self) -> bool:
        """The one definition, in Python."""
        return self.state is not ConsultationState.DRAFT and self.launched_at is not None

    def is_open(self, now: datetime) -> bool:
        """Whether answers are taken at this moment."""
        return self.state is ConsultationState.LAUNCHED and self.has_opened(now) and not self.has_closed(now)

    def has_opened(self, now: datetime) -> bool:
        """Whether its opening time has come."""
        return self.opens_at is not None and self.opens_at <= now

    def has_closed(self, now: datetime) -> bool:
        """Whether its closing time has come."""
        return self.closes_at is not None and self.closes_at <= now

    def is_overdue(self, today: date) -> bool:
        """Whether the results were promised for a day that has gone by, and are not there."""
        is_late = self.results_due is not None and self.results_due < today
        return is_late and self.results_published_at is None and self.state is ConsultationState.LAUNCHED

    @property
    def scope(self) -> str:
        """The cache scope of the pages that show it."""
        return f"consultation:{self.id}"


class ConsultationPublication(Base):
    """A publication that a consultation is about."""

    __tablename__ = "consultation_publication"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class ConsultationList(Base):
    """A list of the directory to which the launch of a consultation writes."""

    __tablename__ = "consultation_list"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    list_id: Mapped[int] = mapped_column(ForeignKey("stakeholder_list.id"), primary_key=True)


class ConsultationMaterial(Base):
    """A document put beside the questions.

    One that was taken off after the launch, or replaced by another one, stays in the record.
    """

    __tablename__ = "consultation_material"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    title: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[datetime | None]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("consultation_material.id"))


class DefinitionRevision(Base):
    """One revision of a consultation's questions, as canonical JSON of engage.consultations.definition.

    A revision is never changed. Respondents see the one that the consultation names; a submission names the one that
    it answered.
    """

    __tablename__ = "definition_revision"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[str]
    sha256: Mapped[str]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class PrivacyNotice(Base):
    """One version of the privacy notice of a consultation."""

    __tablename__ = "privacy_notice"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    body: Mapped[str]
    html: Mapped[str]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class ConsultationChange(Base):
    """What was extended or corrected after the launch, with its public reason."""

    __tablename__ = "consultation_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    kind: Mapped[str]
    field: Mapped[str]
    old: Mapped[str]
    new: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class ConsultationWaiver(Base):
    """A check before the launch that did not pass and was waived with a reason."""

    __tablename__ = "consultation_waiver"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    check: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class LaunchRecord(Base):
    """What was on show at the launch: an archive of every text, date and attachment, never changed."""

    __tablename__ = "launch_record"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    definition: Mapped[int]
    notice: Mapped[int]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class ConsultationMoment(Base):
    """A moment of a consultation that came by the clock alone and was written into the ledger: once for each time.

    `due_at` is the opening or closing time that it is about, so that an extended consultation closes anew.
    """

    __tablename__ = "consultation_moment"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    moment: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)


class LibraryItem(Base):
    """A question or a page of questions kept to be used again; `body` is its canonical JSON."""

    __tablename__ = "question_library"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    removed_at: Mapped[datetime | None]


class Rehearsal(Base):
    """What the last trial responses showed, and of which questions; the responses themselves were rolled back.

    `report` is the summary of their answers, as JSON of engage.consultations.definition.summary.
    """

    __tablename__ = "consultation_rehearsal"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    definition: Mapped[int]
    passed: Mapped[bool]
    says: Mapped[str]
    report: Mapped[str] = mapped_column(default="{}")
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
