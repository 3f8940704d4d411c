"""Reads of the yearly check of entries."""

import json
from collections.abc import Sequence
from datetime import datetime

from flask import abort
from sqlalchemy import exists, func, or_, select

from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory.models import EntryCheck, Organisation, OrganisationStatus
from engage.directory.queries.organisations import may_write, writable_where


def asked_since(moment: datetime) -> int:
    """How many organisations were asked since a moment."""
    return db.session.scalar(select(func.count()).select_from(EntryCheck).where(EntryCheck.asked_at > moment)) or 0


def unconfirmed(before: datetime, *, limit: int) -> Sequence[Organisation]:
    """The public organisations with an address that neither confirmed their entry nor were asked since then."""
    asked = exists().where(EntryCheck.organisation_id == Organisation.id, EntryCheck.asked_at > before)
    return db.session.scalars(
        select(Organisation)
        .where(
            Organisation.is_public,
            Organisation.merged_into_id.is_(None),
            Organisation.status != OrganisationStatus.CLOSED,
            Organisation.email != "",
            or_(Organisation.last_confirmed_at.is_(None), Organisation.last_confirmed_at < before),
            ~asked,
        )
        .order_by(Organisation.id)
        .limit(limit)
    ).all()


def check_with_organisation(check_id: int) -> tuple[EntryCheck, Organisation] | None:
    """A check with the organisation that was asked, while that one has an entry of its own."""
    row = db.session.execute(
        select(EntryCheck, Organisation)
        .join(Organisation, Organisation.id == EntryCheck.organisation_id)
        .where(EntryCheck.id == check_id, Organisation.merged_into_id.is_(None))
    ).first()
    return (row[0], row[1]) if row else None


def proposals(viewer: Viewer, *, limit: int = 100) -> Sequence[tuple[EntryCheck, Organisation]]:
    """The first corrections that wait for somebody who may change their organisations, the oldest first."""
    rows = db.session.execute(
        select(EntryCheck, Organisation)
        .join(Organisation, Organisation.id == EntryCheck.organisation_id)
        .where(EntryCheck.proposed != "", EntryCheck.settled_at.is_(None), Organisation.merged_into_id.is_(None))
        .where(*writable_where(viewer))
        .order_by(EntryCheck.answered_at, EntryCheck.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def access_proposal(viewer: Viewer, check_id: int) -> tuple[EntryCheck, Organisation]:
    """A correction for staff who may change its organisation; 404 for none, 403 outside of their areas."""
    found = check_with_organisation(check_id)
    if found is None or not found[0].proposed:
        abort(404)
    if not may_write(viewer, found[1]):
        abort(403)
    return found


def waits(check: EntryCheck) -> bool:
    """Whether what an organisation says instead has not been looked at."""
    return bool(check.proposed) and check.settled_at is None


def proposed_of(check: EntryCheck) -> dict[str, str]:
    """What an organisation says instead, by field."""
    return dict(json.loads(check.proposed)) if check.proposed else {}
