"""What the worker knows of contacts that look alike, kept up with what changes."""

from collections.abc import Collection

from sqlalchemy import delete, insert, or_

from engage.core.database import db
from engage.directory.models import ContactLikeness
from engage.directory.queries.doubles_contacts import likely_pairs


def note_likenesses(contact_ids: Collection[int]) -> None:
    """Look anew for whom some contacts are probably one person with, and forget what was thought before."""
    one, other = ContactLikeness.one_id, ContactLikeness.other_id
    db.session.execute(delete(ContactLikeness).where(or_(one.in_(contact_ids), other.in_(contact_ids))))
    rows = [
        {"one_id": pair[0], "other_id": pair[1], "score": found.score, "reasons": ", ".join(found.reasons)}
        for pair, found in likely_pairs(contact_ids).items()
    ]
    if rows:
        db.session.execute(insert(ContactLikeness), rows)
