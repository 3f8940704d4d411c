"""What somebody has just decided and can take back for a while: one row each, and the feature that takes it back.

A feature says once how a kind of step is taken back (`offer`) and keeps a step in the unit of work that does the thing
(`keep`). Mails about it wait until `until()`; taking it back drops them.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort, current_app
from sqlalchemy import Index, Select, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from engage.core import clock
from engage.core.database import Base, db
from engage.core.errors import Refused
from engage.core.ledger import BigId
from engage.core.permissions import Viewer

TOO_LATE = "The time in which this could be undone is over, and people are being told."
UNDONE = "This has been undone already."


class UndoStep(Base):
    """Something that one person did and can take back until `settles_at`; `change` says as JSON what to put back.

    `done` ends a sentence that begins with who did it, and names nobody.
    """

    __tablename__ = "undo_step"
    __table_args__ = (Index("ix_undo_step_account", "account_id", "settles_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str]
    subject_id: Mapped[int] = mapped_column(BigId)
    account_id: Mapped[int] = mapped_column(BigId)
    done: Mapped[str]
    change: Mapped[str]
    at: Mapped[datetime]
    settles_at: Mapped[datetime] = mapped_column(index=True)
    undone_at: Mapped[datetime | None]

    @property
    def values(self) -> dict[str, Any]:
        """What to put back."""
        return dict(json.loads(self.change))

    @property
    def url(self) -> str:
        """The page of what it was done to."""
        return _kinds[self.kind].url(self.subject_id)


@dataclass(frozen=True)
class _Kind:
    undo: Callable[[Viewer, UndoStep], None]
    url: Callable[[int], str]


_kinds: dict[str, _Kind] = {}


def offer(kind: str, undo: Callable[[Viewer, UndoStep], None], url: Callable[[int], str]) -> None:
    """Say how steps of a kind are taken back, and where the page of their subject is."""
    _kinds[kind] = _Kind(undo, url)


def until() -> datetime:
    """The moment until which what is done now can be undone, and before which nobody is told of it."""
    moment: datetime = clock.now() + current_app.config["ENGAGE"].undo_window
    return moment


def keep(actor: Viewer, kind: str, subject_id: int, done: str, change: Mapping[str, Any]) -> UndoStep:
    """Keep what was just done, so that whoever did it can take it back."""
    assert actor.account_id is not None  # noqa: S101 - visitors decide nothing
    step = UndoStep(
        kind=kind,
        subject_id=subject_id,
        account_id=actor.account_id,
        done=done,
        change=json.dumps(dict(change)),
        at=clock.now(),
        settles_at=until(),
    )
    db.session.add(step)
    db.session.flush()
    return step


def newest(viewer: Viewer) -> Select[int]:
    """The statement for the id of what the viewer did last, while it can be undone."""
    mine = (
        UndoStep.account_id == viewer.account_id,
        UndoStep.settles_at > clock.now(),
        UndoStep.undone_at.is_(None),
    )
    return select(UndoStep.id).where(*mine).order_by(UndoStep.id.desc()).limit(1)


def last_step(viewer: Viewer) -> UndoStep | None:
    """What the viewer did last, while it can be undone."""
    return db.session.scalars(select(UndoStep).where(UndoStep.id == newest(viewer).scalar_subquery())).first()


def access_step(viewer: Viewer, step_id: int) -> UndoStep:
    """A step of the viewer's own; 404 for all else."""
    mine = select(UndoStep).where(UndoStep.id == step_id, UndoStep.account_id == viewer.account_id)
    return db.session.scalars(mine).first() or abort(404)


def take_back(actor: Viewer, step: UndoStep) -> UndoStep:
    """Undo a step; refuses when it is too late, done already, or when its subject has moved on."""
    db.session.refresh(step, with_for_update=True)
    if step.undone_at is not None:
        raise Refused(UNDONE)
    if step.settles_at <= clock.now():
        raise Refused(TOO_LATE)
    _kinds[step.kind].undo(actor, step)
    step.undone_at = clock.now()
    return step


def sweep() -> None:
    """Forget steps that can no longer be undone."""
    db.session.execute(delete(UndoStep).where(UndoStep.settles_at < clock.now()))
