"""Saved lists of stakeholders, doubles that were merged, and files that were taken in."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.ledger import BigId


class ListWhom(StrEnum):
    """Who is on a list."""

    ORGANISATIONS = "organisations"
    CONTACTS = "contacts"
    BOTH = "both"


class StakeholderList(Base):
    """A saved filter of the directory under a name; who is on it is asked anew each time.

    `filters` holds slugs, codes and words as canonical JSON, as they stand in an address of the directory.
    """

    __tablename__ = "stakeholder_list"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    purpose: Mapped[str] = mapped_column(default="")
    whom: Mapped[ListWhom] = mapped_column(stored_enum(ListWhom, "whom"))
    filters: Mapped[str] = mapped_column(default="{}")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class StakeholderKind(StrEnum):
    """What kind of stakeholder a record is about."""

    ORGANISATION = "organisation"
    CONTACT = "contact"


class Merge(Base):
    """A double that was made part of another record; `moved` says which rows went along, so that it can be undone."""

    __tablename__ = "stakeholder_merge"
    __table_args__ = (Index("ix_stakeholder_merge_kept", "kind", "kept_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[StakeholderKind] = mapped_column(stored_enum(StakeholderKind, "kind"))
    kept_id: Mapped[int]
    double_id: Mapped[int]
    moved: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None]


class Difference(Base):
    """Two records that look alike and that somebody said are not the same; the smaller id first."""

    __tablename__ = "stakeholder_difference"

    kind: Mapped[StakeholderKind] = mapped_column(stored_enum(StakeholderKind, "kind"), primary_key=True)
    one_id: Mapped[int] = mapped_column(primary_key=True)
    other_id: Mapped[int] = mapped_column(primary_key=True)


class SuggestionState(StrEnum):
    """What became of a group that somebody said is missing."""

    WAITING = "waiting"
    ADDED = "added"
    DECLINED = "declined"


class Suggestion(Base):
    """A group that somebody outside said is missing from the directory."""

    __tablename__ = "organisation_suggestion"
    __table_args__ = (Index("ix_organisation_suggestion_waiting", "state", "at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    said: Mapped[str]
    website: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(
        default="", info=personal("what a visitor says of a group", "public task", "a year after it was decided")
    )
    email: Mapped[str] = mapped_column(
        default="", info=personal("to answer who suggested it", "public task", "until it is decided")
    )
    state: Mapped[SuggestionState] = mapped_column(
        stored_enum(SuggestionState, "state"), default=SuggestionState.WAITING
    )
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class ImportState(StrEnum):
    """Where a file of contacts stands: its columns are named, it is checked, then taken in."""

    NAMING = "naming"
    TO_CHECK = "to_check"
    CHECKED = "checked"
    TO_TAKE_IN = "to_take_in"
    DONE = "done"
    FAILED = "failed"


class ContactImport(Base):
    """A file of contacts, what each of its columns is, and how far it was taken in.

    `columns` maps headings to fields, and is what the next file with the same headings begins with; `faults` lists
    `[line, sentence]` of the first rows that cannot be taken, both as JSON.
    """

    __tablename__ = "contact_import"
    __table_args__ = (
        Index("ix_contact_import_due", "state", "leased_until"),
        Index("ix_contact_import_headings", "headings_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    headings_key: Mapped[str] = mapped_column(default="")
    columns: Mapped[str] = mapped_column(default="{}")
    source: Mapped[str] = mapped_column(default="")
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[ImportState] = mapped_column(stored_enum(ImportState, "state"), default=ImportState.NAMING)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    faults: Mapped[str] = mapped_column(
        default="[]", info=personal("to mend a file that is taken in", "public task", "a year after it was taken in")
    )
    leased_until: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]


class OrganisationImport(Base):
    """One run of taking in a register: what it did. The ledger tells of each organisation that it changed."""

    __tablename__ = "organisation_import"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    scheme: Mapped[str]
    said: Mapped[str]
    at: Mapped[datetime]
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    closed: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
