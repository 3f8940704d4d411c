"""Where stakeholders stand on the map of a plan, who was told and invited, and what was counted of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.ledger import BigId
from engage.directory.models import StakeholderKind
from engage.reach.stakeholders import Stakeholder

TASK = "public task"
HIGH = 4
MOST = 5
_PRESENT = text("superseded_at IS NULL")
_ONE_STAKEHOLDER = "(organisation_id IS NULL) <> (contact_id IS NULL)"


class SubjectKind(StrEnum):
    """What reach is asked about."""

    PLAN = "plan"
    CONSULTATION = "consultation"


class MappingScales(Base):
    """What the two scales of the maps are called: one row, made when the body names its own."""

    __tablename__ = "mapping_scales"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    across: Mapped[str]
    up: Mapped[str]

    @classmethod
    def usual(cls) -> "MappingScales":
        """The scales of a body that has not named its own."""
        return cls(id=1, across="Interest", up="Influence")


class Placement(Base):
    """Where a stakeholder stood on the map of a plan from a moment on, and why; `across` and `up` go from 1 to 5.

    A new placement supersedes the one before, which stays. One without values says that it was taken off.
    """

    __tablename__ = "placement"
    __table_args__ = (
        Index(
            "uq_placement_present",
            "publication_id",
            "organisation_id",
            unique=True,
            sqlite_where=_PRESENT,
            postgresql_where=_PRESENT,
        ),
        Index(
            "uq_placement_present_contact",
            "publication_id",
            "contact_id",
            unique=True,
            sqlite_where=_PRESENT,
            postgresql_where=_PRESENT,
        ),
        Index("ix_placement_history", "publication_id", "organisation_id", "at"),
        Index(
            "ix_placement_standing", "publication_id", "across", "up", sqlite_where=_PRESENT, postgresql_where=_PRESENT
        ),
        CheckConstraint(_ONE_STAKEHOLDER, name="one_stakeholder"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    across: Mapped[int | None]
    up: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    superseded_at: Mapped[datetime | None]

    @property
    def stakeholder(self) -> Stakeholder:
        """Who stands there."""
        return Stakeholder.of(self.organisation_id, self.contact_id)


class Invitation(Base):
    """A stakeholder that was invited to answer a consultation, once and by one address."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("consultation_id", "organisation_id"),
        UniqueConstraint("consultation_id", "contact_id", name="uq_invitation_contact"),
        UniqueConstraint("consultation_id", "email", name="uq_invitation_email"),
        CheckConstraint(_ONE_STAKEHOLDER, name="one_stakeholder"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    email: Mapped[str] = mapped_column(
        info=personal("to invite a stakeholder and not to do it twice", TASK, "for as long as the consultation is kept")
    )
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class InvitationWords(Base):
    """An invitation that an account writes: to whom, as they are named in forms, and in which words; not sent by it.

    It is kept for a month, so that what was looked at stands at an address to which one can come back.
    """

    __tablename__ = "invitation_words"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    chosen: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    at: Mapped[datetime]


class Route(StrEnum):
    """By which of our mails a stakeholder was told, or that it was by a letter on paper."""

    NOTICE = "notice"
    DIGEST = "digest"
    NEWSLETTER = "newsletter"
    LETTER = "letter"


class About(StrEnum):
    """What a mail told of."""

    PUBLICATION = "publication"
    CONSULTATION = "consultation"


class Telling(Base):
    """That a stakeholder of the directory was told of a thing, and when last; kept when the mail is forgotten.

    It holds no address: what was sent to an address counts for whoever had it in the directory on that day.
    """

    __tablename__ = "telling"
    __table_args__ = (Index("ix_telling_whom", "whom", "whom_id", "at"), {"sqlite_with_rowid": False})

    about: Mapped[About] = mapped_column(stored_enum(About, "about"), primary_key=True)
    about_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    whom: Mapped[StakeholderKind] = mapped_column(stored_enum(StakeholderKind, "whom"), primary_key=True)
    whom_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    route: Mapped[Route] = mapped_column(stored_enum(Route, "route"), primary_key=True)
    at: Mapped[datetime]


class TellingRun(Base):
    """How far the messages of a mail run are noted as tellings; without `again_at` all of them are."""

    __tablename__ = "telling_run"
    __table_args__ = (
        Index(
            "ix_telling_run_again_at",
            "again_at",
            sqlite_where=text("again_at IS NOT NULL"),
            postgresql_where=text("again_at IS NOT NULL"),
        ),
    )

    run_id: Mapped[int] = mapped_column(ForeignKey("mail_run.id"), primary_key=True, autoincrement=False)
    last_message_id: Mapped[int] = mapped_column(BigId, default=0)
    again_at: Mapped[datetime | None]


class ReachCount(Base):
    """The figures of a plan or a consultation as they were counted last: when, how far the ledger had come, how long.

    `figures` are the true numbers as JSON; what of them may be shown is decided where they are shown.
    """

    __tablename__ = "reach_count"

    kind: Mapped[SubjectKind] = mapped_column(stored_enum(SubjectKind, "kind"), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    position: Mapped[int] = mapped_column(BigId)
    seconds: Mapped[float]
    figures: Mapped[str]


class ReachStanding(Base):
    """A stakeholder that had answered or commented, or was drafting, when the figures of a subject were counted."""

    __tablename__ = "reach_standing"
    __table_args__ = {"sqlite_with_rowid": False}

    kind: Mapped[SubjectKind] = mapped_column(stored_enum(SubjectKind, "kind"), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    whom: Mapped[StakeholderKind] = mapped_column(stored_enum(StakeholderKind, "whom"), primary_key=True)
    whom_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    spoke: Mapped[bool]
    drafts: Mapped[bool]


class SilenceWarning(Base):
    """That officers were told, half or three quarters through a consultation, who is silent."""

    __tablename__ = "silence_warning"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
