"""Contacts: people whom the body knows, what they are at organisations, and what they agreed to."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text, true
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.directory.models.organisations import DOUBLE, Word

TASK = "public task"
OBJECTED = text("agreed IS FALSE")
WHILE_KNOWN = "until the contact is erased"
SPECIAL = text("format <> 'standard'")
NOT_BY_EMAIL = text("channel <> 'email'")
NO_MORE = text("closed_at IS NOT NULL")
UNREACHED = text("without_email IS TRUE")


class Channel(StrEnum):
    """How somebody wants to be reached."""

    EMAIL = "email"
    PHONE = "phone"
    POST = "post"


class Format(StrEnum):
    """In which form somebody wants what is sent."""

    STANDARD = "standard"
    EASY_READ = "easy_read"
    LARGE_PRINT = "large_print"
    BRITISH_SIGN_LANGUAGE = "bsl"
    BRAILLE = "braille"
    AUDIO = "audio"

    @property
    def label(self) -> str:
        """The format as people know it."""
        return {
            "standard": "Standard",
            "easy_read": "Easy Read",
            "large_print": "Large print",
            "bsl": "British Sign Language",
            "braille": "Braille",
            "audio": "Audio",
        }[self.value]


class Basis(StrEnum):
    """The lawful basis on which somebody is kept or written to."""

    CONSENT = "consent"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTERESTS = "legitimate_interests"
    LEGAL_OBLIGATION = "legal_obligation"

    @property
    def label(self) -> str:
        """The basis as the law calls it."""
        return self.value.replace("_", " ").capitalize()


class Contact(Base):
    """A person in the directory; linked with an account only when that person agreed.

    One that was found to be another one's double points to it by `merged_into_id` and is read as that one. One that the
    list from which it came has no longer can be closed: it is kept and found, and not written to. `without_email` says
    that no email address is known, which is kept because what is not there is in no index.
    """

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_listed", "name_key", "id"),
        # Nearly nobody is a double: an index of all would be taken for a way to those who are none.
        Index("ix_contact_double", "merged_into_id", sqlite_where=DOUBLE, postgresql_where=DOUBLE),
        Index("ix_contact_closed", "name_key", "id", sqlite_where=NO_MORE, postgresql_where=NO_MORE),
        Index("ix_contact_without_email", "name_key", "id", sqlite_where=UNREACHED, postgresql_where=UNREACHED),
        Index("ix_contact_special_format", "format", sqlite_where=SPECIAL, postgresql_where=SPECIAL),
        Index("ix_contact_not_by_email", "channel", sqlite_where=NOT_BY_EMAIL, postgresql_where=NOT_BY_EMAIL),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(info=personal("to know whom one speaks with", TASK, WHILE_KNOWN))
    name_key: Mapped[str] = mapped_column(default="", info=personal("to find the person", TASK, WHILE_KNOWN))
    channel: Mapped[Channel] = mapped_column(stored_enum(Channel, "channel"), default=Channel.EMAIL)
    language: Mapped[str] = mapped_column(
        default="en", info=personal("to write in the person's language", TASK, WHILE_KNOWN)
    )
    format: Mapped[Format] = mapped_column(
        stored_enum(Format, "format"),
        default=Format.STANDARD,
        info=personal("to write so that the person can read it", TASK, WHILE_KNOWN),
    )
    note: Mapped[str] = mapped_column(default="", info=personal("what staff must know", TASK, WHILE_KNOWN))
    source: Mapped[str] = mapped_column(default="")
    without_email: Mapped[bool] = mapped_column(
        server_default=true(), info=personal("to reach the person", TASK, WHILE_KNOWN)
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    added_at: Mapped[datetime]
    last_confirmed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class ContactWord(Base):
    """A folded word of the name of a contact, by which it is found."""

    __tablename__ = "contact_word"
    __table_args__ = {"sqlite_with_rowid": False}

    word: Mapped[str] = mapped_column(Word, primary_key=True, info=personal("to find the person", TASK, WHILE_KNOWN))
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), primary_key=True, index=True)


class ContactAddress(Base):
    """One way to reach a contact; `key` is the address as addresses are compared, `rank` 0 the one to use first."""

    __tablename__ = "contact_address"
    # The key first: a channel alone is that of nearly all, and no way to find anybody.
    __table_args__ = (Index("ix_contact_address_key", "key", "channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    channel: Mapped[Channel] = mapped_column(stored_enum(Channel, "channel"))
    value: Mapped[str] = mapped_column(info=personal("to reach the person", TASK, WHILE_KNOWN))
    key: Mapped[str] = mapped_column(info=personal("to know the person again", TASK, WHILE_KNOWN))
    rank: Mapped[int] = mapped_column(default=0)


class ContactRole(Base):
    """What a contact is, or was, at an organisation."""

    __tablename__ = "contact_role"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str] = mapped_column(default="", info=personal("in which office somebody acts", TASK, WHILE_KNOWN))
    since: Mapped[date | None]
    until: Mapped[date | None]


class ContactTopic(Base):
    """A topic in which a contact has an interest."""

    __tablename__ = "contact_topic"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), primary_key=True)
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), primary_key=True, index=True)


class ContactArea(Base):
    """An area in which a contact has an interest."""

    __tablename__ = "contact_area"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True, index=True)


class Purpose(StrEnum):
    """What somebody may be written to about."""

    INVITATIONS = "invitations"
    NEWS = "news"
    RESEARCH = "research"

    @property
    def label(self) -> str:
        """The purpose in plain words."""
        return {
            "invitations": "Being asked to take part",
            "news": "News of plans and decisions",
            "research": "Research and interviews",
        }[self.value]


class ContactPermission(Base):
    """What a contact agreed or objected to, how, and on which basis; the line recorded last for a purpose holds.

    `at` is when it was said, at noon where only the day is known; the ledger says when it was recorded.
    """

    __tablename__ = "contact_permission"
    __table_args__ = (
        Index("ix_contact_permission_latest", "contact_id", "purpose", "id"),
        # Few object, and it must cost nothing to look for them.
        Index("ix_contact_permission_objected", "contact_id", sqlite_where=OBJECTED, postgresql_where=OBJECTED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"))
    purpose: Mapped[Purpose] = mapped_column(stored_enum(Purpose, "purpose"))
    agreed: Mapped[bool] = mapped_column(info=personal("to write only where it is lawful", TASK, WHILE_KNOWN))
    basis: Mapped[Basis] = mapped_column(stored_enum(Basis, "basis"))
    said: Mapped[str] = mapped_column(default="", info=personal("how the person said it", TASK, WHILE_KNOWN))
    at: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
