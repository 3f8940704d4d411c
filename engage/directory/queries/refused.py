"""Which mail to a person is refused because somebody else at the same address objected."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory.models import Channel, Contact, ContactAddress, ContactPermission, Purpose
from engage.directory.queries.contacts import last_said, within_scope


@dataclass(frozen=True)
class Refusal:
    """One address to which nobody writes for a purpose, since when, and who said so if the viewer may see that."""

    address: str
    purpose: Purpose
    since: datetime
    by: Contact | None


def refused_by_others(viewer: Viewer, contact_id: int) -> list[Refusal]:
    """What others who have an address of this person objected to and stand by, where the person did not object."""
    own = {line.purpose for line in last_said(contact_id) if not line.agreed}
    lines = {key: line for key, line in _standing(contact_id).items() if key[1] not in own and not line.agreed}
    seen = _seen(viewer, [line.contact_id for line in lines.values()])
    found: dict[tuple[str, Purpose], Refusal] = {}
    for (address, purpose, _), line in lines.items():
        known = found.get((address, purpose))
        if known is None or line.at < known.since:
            found[address, purpose] = Refusal(address, purpose, line.at, seen.get(line.contact_id))
    return sorted(found.values(), key=lambda each: (each.address, list(Purpose).index(each.purpose)))


def _standing(contact_id: int) -> dict[tuple[str, Purpose, int], ContactPermission]:
    """What each of the others at these addresses said last about each purpose."""
    mine = select(ContactAddress.key).where(
        ContactAddress.contact_id == contact_id, ContactAddress.channel == Channel.EMAIL
    )
    rows = db.session.execute(
        select(ContactAddress.key, ContactPermission)
        .join(ContactPermission, ContactPermission.contact_id == ContactAddress.contact_id)
        .where(
            ContactAddress.channel == Channel.EMAIL,
            ContactAddress.key.in_(mine),
            ContactAddress.contact_id != contact_id,
        )
        .order_by(ContactPermission.id)
    )
    return {(row.key, row[1].purpose, row[1].contact_id): row[1] for row in rows}


def _seen(viewer: Viewer, contact_ids: Sequence[int]) -> dict[int, Contact]:
    where = (Contact.id.in_(contact_ids), Contact.erased_at.is_(None), *within_scope(viewer))
    return {each.id: each for each in db.session.scalars(select(Contact).where(*where))}
