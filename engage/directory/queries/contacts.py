"""Reads of contacts."""

from collections.abc import Collection, Sequence

from flask import abort
from sqlalchemy import ColumnElement, exists, or_, select

from engage.core.database import db
from engage.core.opened import hold
from engage.core.permissions import Viewer
from engage.directory import rights
from engage.directory.models import (
    Channel,
    Contact,
    ContactAddress,
    ContactArea,
    ContactPermission,
    ContactRole,
    ContactTopic,
    Organisation,
    OrganisationArea,
    Purpose,
)
from engage.taxonomy.models import Area, Topic


def contact(contact_id: int) -> Contact | None:
    """The contact of an id, as it stands, merged or not."""
    return db.session.get(Contact, contact_id)


def access_contact(viewer: Viewer, contact_id: int, *, erased: bool = False) -> Contact:
    """A contact for staff whose areas it concerns; 404 for all else, and for one that was erased unless that is asked.

    An erased one has no area any more.
    """
    where = [Contact.id == contact_id, *within_scope(viewer)]
    if not erased:
        where.append(Contact.erased_at.is_(None))
    return db.session.scalars(select(Contact).where(*where)).first() or abort(404)


def access_kept_contact(viewer: Viewer, contact_id: int) -> Contact:
    """A contact as `access_contact` gives it; for one that became part of another since, that other one.

    Who is about to change it holds it, so that nothing is added to a person who is erased in the same instant.
    """
    found = access_contact(viewer, contact_id)
    kept_id = found.merged_into_id or found.id
    hold(Contact, kept_id)
    return access_contact(viewer, kept_id)


def within_scope(viewer: Viewer) -> list[ColumnElement[bool]]:
    """What a contact must be for a viewer to see it: of the viewer's areas, or of an organisation that serves them."""
    scope = viewer.scope(rights.CONTACTS)
    if scope is None:
        return []
    own = exists().where(ContactArea.contact_id == Contact.id, ContactArea.area_id.in_(scope))
    by_role = exists().where(
        ContactRole.contact_id == Contact.id,
        OrganisationArea.organisation_id == ContactRole.organisation_id,
        OrganisationArea.area_id.in_(scope),
    )
    return [or_(own, by_role)]


def addresses_of(contact_id: int) -> Sequence[ContactAddress]:
    """How a contact can be reached, what is used first at the top."""
    return db.session.scalars(
        select(ContactAddress)
        .where(ContactAddress.contact_id == contact_id)
        .order_by(ContactAddress.rank, ContactAddress.id)
    ).all()


def contacts_at(viewer: Viewer, emails: Collection[str]) -> list[Contact]:
    """The people whom the viewer may see and who have one of the addresses, by name, at most ten."""
    keys = {each.strip().lower() for each in emails}
    if not keys:
        return []
    at = select(ContactAddress.contact_id).where(ContactAddress.channel == Channel.EMAIL, ContactAddress.key.in_(keys))
    wanted = select(Contact).where(Contact.id.in_(at), Contact.merged_into_id.is_(None), *within_scope(viewer))
    return list(db.session.scalars(wanted.order_by(Contact.name_key, Contact.id).limit(10)))


def first_emails(contact_ids: Collection[int]) -> dict[int, str]:
    """The address to which each of these contacts is written first."""
    rows = db.session.execute(
        select(ContactAddress.contact_id, ContactAddress.value)
        .where(ContactAddress.contact_id.in_(contact_ids), ContactAddress.channel == Channel.EMAIL)
        .order_by(ContactAddress.rank.desc(), ContactAddress.id.desc())
    )
    return {row.contact_id: row.value for row in rows}


def present_roles(contact_ids: Collection[int]) -> dict[int, list[tuple[str, Organisation]]]:
    """What each of these contacts is now, and where."""
    rows = db.session.execute(
        select(ContactRole.contact_id, ContactRole.title, Organisation)
        .join(Organisation, Organisation.id == ContactRole.organisation_id)
        .where(ContactRole.contact_id.in_(contact_ids), ContactRole.until.is_(None))
        .order_by(ContactRole.id)
    )
    found: dict[int, list[tuple[str, Organisation]]] = {}
    for contact_id, title, organisation in rows:
        found.setdefault(contact_id, []).append((title, organisation))
    return found


def roles_of(contact_id: int) -> Sequence[tuple[ContactRole, Organisation]]:
    """What a contact is and was, the present first."""
    rows = db.session.execute(
        select(ContactRole, Organisation)
        .join(Organisation, Organisation.id == ContactRole.organisation_id)
        .where(ContactRole.contact_id == contact_id)
        .order_by(ContactRole.until.is_not(None), ContactRole.since.desc(), ContactRole.id.desc())
    )
    return [(role, organisation) for role, organisation in rows]


def topics_of_contact(contact_id: int) -> Sequence[Topic]:
    """The topics in which a contact has an interest, by name."""
    return db.session.scalars(
        select(Topic)
        .join(ContactTopic, ContactTopic.topic_id == Topic.id)
        .where(ContactTopic.contact_id == contact_id)
        .order_by(Topic.name)
    ).all()


def areas_of_contact(contact_id: int) -> Sequence[Area]:
    """The areas in which a contact has an interest, by name."""
    return db.session.scalars(
        select(Area)
        .join(ContactArea, ContactArea.area_id == Area.id)
        .where(ContactArea.contact_id == contact_id)
        .order_by(Area.name)
    ).all()


def permissions_of(contact_id: int) -> Sequence[ContactPermission]:
    """What a contact agreed or objected to, the newest first."""
    return db.session.scalars(
        select(ContactPermission)
        .where(ContactPermission.contact_id == contact_id)
        .order_by(ContactPermission.id.desc())
    ).all()


def last_said(contact_id: int) -> Sequence[ContactPermission]:
    """What a contact said last about each purpose."""
    newest = {line.purpose: line for line in reversed(permissions_of(contact_id))}
    return sorted(newest.values(), key=lambda line: list(Purpose).index(line.purpose))


def contact_ids_of(contact_id: int) -> Sequence[int]:
    """The ids under which other parts of the site know a contact: its own and those of its doubles."""
    return db.session.scalars(
        select(Contact.id)
        .where((Contact.id == contact_id) | (Contact.merged_into_id == contact_id))
        .order_by(Contact.id)
    ).all()
