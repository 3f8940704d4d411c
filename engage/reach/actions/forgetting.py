"""What reach holds of people who were erased from the directory."""

from collections.abc import Collection

from sqlalchemy import String, cast, literal, update

from engage.core.database import db
from engage.reach.models import Invitation, Placement


def forget_contacts(contact_ids: Collection[int]) -> None:
    """Empty addresses and reasons; that somebody was invited, and stood somewhere on a map, stays."""
    # An address stands once for a consultation, so that each is replaced by something of its own.
    nobody = literal("erased ").concat(cast(Invitation.id, String))
    db.session.execute(update(Invitation).where(Invitation.contact_id.in_(contact_ids)).values(email=nobody))
    db.session.execute(update(Placement).where(Placement.contact_id.in_(contact_ids)).values(reason=""))
