"""Reads of copies and erasures."""

from collections.abc import Sequence

from flask import abort
from sqlalchemy import select

from engage.core.database import db
from engage.core.permissions import Viewer
from engage.person.models import CopyState, PersonCopy, PersonErasure

MOST = 20


def own_copies(viewer: Viewer) -> Sequence[PersonCopy]:
    """The copies that somebody asked for of what is held of herself, the newest first."""
    mine = (PersonCopy.account_id == viewer.account_id, PersonCopy.by_staff.is_(False))
    return db.session.scalars(select(PersonCopy).where(*mine).order_by(PersonCopy.id.desc()).limit(MOST)).all()


def staff_copies() -> Sequence[PersonCopy]:
    """The copies that staff asked for, the newest first."""
    wanted = select(PersonCopy).where(PersonCopy.by_staff.is_(True))
    return db.session.scalars(wanted.order_by(PersonCopy.id.desc()).limit(MOST)).all()


def erasures() -> Sequence[PersonErasure]:
    """The erasures, the newest first."""
    return db.session.scalars(select(PersonErasure).order_by(PersonErasure.id.desc()).limit(MOST)).all()


def access_copy(viewer: Viewer, key: str, *, by_staff: bool) -> PersonCopy:
    """A copy that is ready, by its key: staff's for staff, and one's own for whoever asked; 404 for all else."""
    wanted = select(PersonCopy).where(
        PersonCopy.key == key, PersonCopy.state == CopyState.READY, PersonCopy.by_staff.is_(by_staff)
    )
    if not by_staff:
        wanted = wanted.where(PersonCopy.account_id == viewer.account_id)
    return db.session.scalars(wanted).first() or abort(404)


def old_copies(before: object) -> Sequence[PersonCopy]:
    """The copies that were asked for before a moment and still say whose they are."""
    return db.session.scalars(
        select(PersonCopy).where(PersonCopy.asked_at < before, PersonCopy.email != "").order_by(PersonCopy.id)
    ).all()


def copy(copy_id: int) -> PersonCopy:
    """A copy as the database holds it now."""
    return db.session.get_one(PersonCopy, copy_id, populate_existing=True)
