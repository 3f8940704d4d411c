"""Copies and erasures that were asked for, and how far each is."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from engage.core.database import Base, personal, stored_enum
from engage.core.ledger import BigId

DUTY = "legal obligation"


class CopyState(StrEnum):
    """Where a copy stands; one that was made by the command was given to whoever ran it."""

    WAITING = "waiting"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"
    GIVEN = "given"


class PersonCopy(Base):
    """A copy of what is held of the person at an address; `by_staff` says that staff asked for it and read it first."""

    __tablename__ = "person_copy"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(
        default="", info=personal("whose copy it is", DUTY, "a week, while the copy can be fetched")
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    by_staff: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    state: Mapped[CopyState] = mapped_column(stored_enum(CopyState, "state"), default=CopyState.WAITING)
    size: Mapped[int] = mapped_column(BigId, default=0)
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]


class ErasureState(StrEnum):
    """How far an erasure has come: at work, done but for the letter that tells the person, or done."""

    WAITING = "waiting"
    WORKING = "working"
    TELLING = "telling"
    DONE = "done"

    @property
    def label(self) -> str:
        """The state as people read it."""
        return {
            "waiting": "Waiting for the worker",
            "working": "Under way",
            "telling": "Done; the last letter leaves",
            "done": "Done",
        }[self.value]


class PersonErasure(Base):
    """The erasure of one person; whoever carries on with it after a worker died finds in `whom` who it was.

    Her `own` leaves to staff what may speak of others too, and the entry that they keep of her in the directory.
    `whom` and the address in `tell` are emptied when it is done: what remains says that somebody was erased, and why.
    """

    __tablename__ = "person_erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    whom: Mapped[str] = mapped_column(
        info=personal("to erase everything, however often it is begun", DUTY, "until done")
    )
    tell: Mapped[str] = mapped_column(default="", info=personal("to say that it is done", DUTY, "until it is said"))
    withdraws: Mapped[bool]
    own: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[ErasureState] = mapped_column(stored_enum(ErasureState, "state"), default=ErasureState.WAITING)
    leased_until: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
