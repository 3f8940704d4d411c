"""Reads of the groups that somebody says are missing."""

from collections.abc import Sequence

from flask import abort
from sqlalchemy import select

from engage.core.database import db
from engage.directory_upkeep.models import GroupSuggestion

_WAITS = GroupSuggestion.settled_at.is_(None)


def waiting_suggestions(*, limit: int = 100) -> Sequence[GroupSuggestion]:
    """The first that nobody has settled, the oldest first."""
    return db.session.scalars(select(GroupSuggestion).where(_WAITS).order_by(GroupSuggestion.id).limit(limit)).all()


def waiting_for(name_key: str) -> GroupSuggestion | None:
    """The suggestion of a group of this name that waits already."""
    return db.session.scalars(select(GroupSuggestion).where(_WAITS, GroupSuggestion.name_key == name_key)).first()


def suggestion_or_404(suggestion_id: int) -> GroupSuggestion:
    """The suggestion of an id; 404 when there is none."""
    return db.session.get(GroupSuggestion, suggestion_id) or abort(404)


def held_suggestion(suggestion_id: int) -> GroupSuggestion:
    """The suggestion as it stands now, kept from others until the unit of work ends."""
    wanted = select(GroupSuggestion).where(GroupSuggestion.id == suggestion_id)
    return db.session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).one()
