"""What the library of questions holds."""

from collections.abc import Sequence

from sqlalchemy import select

from engage.consultations.models import LibraryItem
from engage.core.database import db

MOST = 500


def library() -> Sequence[LibraryItem]:
    """Everything that is offered, by its title."""
    return db.session.scalars(
        select(LibraryItem)
        .where(LibraryItem.removed_at.is_(None))
        .order_by(LibraryItem.kind, LibraryItem.title, LibraryItem.id)
        .limit(MOST)
    ).all()


def library_item(item_id: int) -> LibraryItem | None:
    """One thing that the library holds or held."""
    return db.session.get(LibraryItem, item_id)
