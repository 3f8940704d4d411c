"""Accounts and the roles that they hold."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.ledger import BigId
from engage.core.permissions import Role

UNTIL_CLOSED = "until the account is closed, then emptied"


class Account(Base):
    """A person who can sign in once the address is confirmed; a closed one keeps its id and nothing else."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(
        unique=True, info=personal("to sign in and to be written to", "contract", UNTIL_CLOSED)
    )
    pending_email: Mapped[str | None] = mapped_column(
        info=personal("to be confirmed as the new address", "contract", "until it is confirmed or replaced")
    )
    name: Mapped[str] = mapped_column(info=personal("shown beside what the person says", "contract", UNTIL_CLOSED))
    role_title: Mapped[str] = mapped_column(
        default="", info=personal("shown beside what the person says", "consent", UNTIL_CLOSED)
    )
    organisation_name: Mapped[str] = mapped_column(
        default="", info=personal("shown beside what the person says", "consent", UNTIL_CLOSED)
    )
    password_hash: Mapped[str] = mapped_column(default="", info=personal("to sign in", "contract", UNTIL_CLOSED))
    session_epoch: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class BrowserSession(Base):
    """A browser in which somebody is signed in; the cookie there holds what `key` is the hash of."""

    __tablename__ = "browser_session"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True)
    browser: Mapped[str] = mapped_column(
        info=personal("so that the person knows which browser it is", "contract", "until it signs out or 30 days")
    )
    began_at: Mapped[datetime] = mapped_column(index=True)


class RoleGrant(Base):
    """A role that an account holds, everywhere or in one area with all below it."""

    __tablename__ = "role_grant"
    __table_args__ = (
        UniqueConstraint("account_id", "role", "area_id"),
        Index("ix_role_grant_role", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[Role] = mapped_column(stored_enum(Role, "role"))
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"))
