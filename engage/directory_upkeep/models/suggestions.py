"""Groups that somebody says are missing from the directory."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal

WAITING = text("settled_at IS NULL")


class GroupSuggestion(Base):
    """A group that is missing, as a visitor told of it; how to reach it is forgotten once staff have settled it."""

    __tablename__ = "group_suggestion"
    __table_args__ = (
        Index("ix_group_suggestion_waiting", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_group_suggestion_key", "name_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    name_key: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    website: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(
        default="", info=personal("to ask a group to join the directory", "public task", "until staff have settled it")
    )
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
