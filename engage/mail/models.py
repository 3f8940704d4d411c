"""Who wants to hear what, how often, and what was planned for them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.ledger import BigId

WHILE_FOLLOWING = "until a year after the last subscription ended"


class TargetKind(StrEnum):
    """What can be followed."""

    EVERYTHING = "everything"
    PUBLICATION = "publication"
    TOPIC = "topic"
    AREA = "area"
    ORGANISATION = "organisation"


class Frequency(StrEnum):
    """How often a subscriber wants to hear."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


class Subscriber(Base):
    """An address that follows something, or said what it does not want; `key` makes every earlier link worthless.

    Without a `digest_hour` and a `digest_weekday` (1 is Monday) of her own, digests come at the site's.
    """

    __tablename__ = "subscriber"
    __table_args__ = (Index("ix_subscriber_slot", "digest_hour", "digest_weekday"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(
        unique=True, info=personal("to send what was asked for", "consent", WHILE_FOLLOWING)
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    key: Mapped[str]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    digest_hour: Mapped[int | None]
    digest_weekday: Mapped[int | None]
    paused_until: Mapped[datetime | None]


class Subscription(Base):
    """One address following one thing at one frequency; `target_id` is 0 for everything.

    What lies behind the position `told_until` of the ledger is new to it; without one, what lies behind the last
    run at its frequency and time. It stands here only from a change of frequency or time to the next run.
    """

    __tablename__ = "subscription"
    __table_args__ = (
        UniqueConstraint("subscriber_id", "target_kind", "target_id"),
        Index("ix_subscription_target", "target_kind", "target_id", "frequency", "subscriber_id"),
        Index(
            "ix_subscription_told_until",
            "told_until",
            sqlite_where=text("told_until IS NOT NULL"),
            postgresql_where=text("told_until IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id"))
    target_kind: Mapped[TargetKind] = mapped_column(stored_enum(TargetKind, "target_kind"))
    target_id: Mapped[int] = mapped_column(default=0)
    frequency: Mapped[Frequency] = mapped_column(stored_enum(Frequency, "frequency"))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    told_until: Mapped[int | None] = mapped_column(BigId)


class RunKind(StrEnum):
    """What many people are written to for."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEWSLETTER = "newsletter"
    CORRECTION = "correction"
    NOTICE = "notice"


class MailRun(Base):
    """One message each to many people: one run for each kind and period.

    The run of a digest tells what lies between two positions of the ledger. Those who chose the same time (`slot`)
    are one chain of runs, each of which begins where the one before ended.
    """

    __tablename__ = "mail_run"
    __table_args__ = (UniqueConstraint("kind", "period"), Index("ix_mail_run_chain", "kind", "slot", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RunKind] = mapped_column(stored_enum(RunKind, "kind"))
    period: Mapped[str]
    title: Mapped[str] = mapped_column(default="", server_default="")
    slot: Mapped[str] = mapped_column(default="")
    due_at: Mapped[datetime]
    started_at: Mapped[datetime]
    after_position: Mapped[int] = mapped_column(BigId, default=0)
    until_position: Mapped[int] = mapped_column(BigId, default=0)
    last_person_id: Mapped[int] = mapped_column(BigId, default=0)
    finished_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    message_count: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")


class ReturnKind(StrEnum):
    """Why mail came back: nobody is there, for a time only, no room in the mailbox, or the reader called it spam."""

    HARD = "hard"
    SOFT = "soft"
    FULL = "full"
    COMPLAINT = "complaint"


class ReturnedMail(Base):
    """One message of ours that came back; counted once however often its return is told."""

    __tablename__ = "returned_mail"
    __table_args__ = (UniqueConstraint("message_id", "kind"), Index("ix_returned_mail_email", "email", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(BigId)
    email: Mapped[str] = mapped_column(
        info=personal("not to mail an address again and again", "legal obligation", "90 days")
    )
    kind: Mapped[ReturnKind] = mapped_column(stored_enum(ReturnKind, "return_kind"))
    said: Mapped[str] = mapped_column(info=personal("to tell why mail came back", "legal obligation", "90 days"))
    at: Mapped[datetime]


class Suppression(Base):
    """An address that must not be mailed; `reason` is a kind of return."""

    __tablename__ = "suppression"

    email: Mapped[str] = mapped_column(
        primary_key=True,
        info=personal("not to mail an address again", "legal obligation", "while it must not be mailed"),
    )
    reason: Mapped[str]
    at: Mapped[datetime]


class ConsentWording(Base):
    """What a page said when somebody agreed to it or refused; its version is made from its words."""

    __tablename__ = "consent_wording"

    version: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str]
    first_used_at: Mapped[datetime]


class Proof(StrEnum):
    """How we know that it was the person at the address who said something."""

    NONE = "none"
    CONFIRMATION = "confirmation link"
    LINK = "link in a message"
    ONE_CLICK = "one click"
    ACCOUNT = "signed in"
    BOTH_ADDRESSES = "both addresses"
    SITE = "the site itself"


class ConsentRecord(Base):
    """One change of what a person agreed to, never altered.

    The ledger holds its id and a hash over it that begins with `salt`. Erasure empties the address, the details and
    the salt: then nobody can tell from the hash who it was, and the ledger stays whole.
    """

    __tablename__ = "consent_record"
    __table_args__ = (Index("ix_consent_record_subscriber", "subscriber_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    subscriber_id: Mapped[int]
    email: Mapped[str] = mapped_column(
        index=True, info=personal("to show who agreed to what", "legal obligation", WHILE_FOLLOWING)
    )
    at: Mapped[datetime]
    what: Mapped[str]
    details: Mapped[str] = mapped_column(info=personal("to show what was agreed", "legal obligation", WHILE_FOLLOWING))
    wording: Mapped[str] = mapped_column(ForeignKey("consent_wording.version"))
    page: Mapped[str]
    proof: Mapped[Proof] = mapped_column(stored_enum(Proof, "proof"))
    salt: Mapped[str | None]


class Objection(Base):
    """A kind of notice that a person does not want, though the body may send it."""

    __tablename__ = "notice_objection"

    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class AddressChange(Base):
    """A subscriber's wish for another address, done once both addresses have agreed."""

    __tablename__ = "address_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscriber.id"), index=True)
    key: Mapped[str]
    old_email: Mapped[str] = mapped_column(info=personal("to change an address", "consent", "30 days"))
    new_email: Mapped[str] = mapped_column(info=personal("to change an address", "consent", "30 days"))
    asked_at: Mapped[datetime]
    old_agreed_at: Mapped[datetime | None]
    new_agreed_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class Newsletter(Base):
    """A letter to many, in an author's words and with parts drawn from plans and posts.

    It goes to those who follow a thing, or to a saved list of the directory. Until it is scheduled it may be changed;
    from `sent_at` on it stands in the public archive, unless it was taken off there again.
    """

    __tablename__ = "newsletter"
    __table_args__ = (
        Index(
            "ix_newsletter_send_at",
            "send_at",
            sqlite_where=text("sent_at IS NULL"),
            postgresql_where=text("sent_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    body: Mapped[str]
    html: Mapped[str]
    renderer: Mapped[int]
    target_kind: Mapped[TargetKind | None] = mapped_column(stored_enum(TargetKind, "target_kind"))
    target_id: Mapped[int] = mapped_column(default=0)
    list_id: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime]
    begun_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    send_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("mail_run.id"))


class NewsletterItem(Base):
    """A plan or a post that a newsletter tells of, or with an anchor one block of it."""

    __tablename__ = "newsletter_item"
    __table_args__ = (UniqueConstraint("newsletter_id", "publication_id", "anchor"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    newsletter_id: Mapped[int] = mapped_column(ForeignKey("newsletter.id"), index=True)
    place: Mapped[int]
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), index=True)
    anchor: Mapped[str] = mapped_column(default="")
