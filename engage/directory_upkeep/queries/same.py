"""Another record that is said to be the same, found by name, code, address or directory number."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory.models import Contact, Organisation
from engage.directory.queries.contacts import contacts_at, within_scope
from engage.directory.queries.filtering import Filter
from engage.directory.queries.listing import listed_contacts, listed_organisations
from engage.directory.queries.organisations import writable_where
from engage.directory.queries.succession import coded

MOST = 20
LONGEST_NUMBER = 9


def same_organisations(viewer: Viewer, organisation: Organisation, typed: str) -> list[Organisation]:
    """The records beside this one that the viewer may change and that this means, the surest first."""
    if not typed:
        return []
    named = [each.organisation for each in coded(typed)] + list(listed_organisations(words=typed, limit=MOST + 1))
    ids = _ids(typed, (each.id for each in named), organisation.id)
    where = (Organisation.id.in_(ids), Organisation.merged_into_id.is_(None), *writable_where(viewer))
    found = {each.id: each for each in db.session.scalars(select(Organisation).where(*where))}
    return [found[each] for each in ids if each in found][:MOST]


def same_contacts(viewer: Viewer, contact: Contact, typed: str) -> list[Contact]:
    """The people beside this one whom the viewer may see and whom this means, the surest first."""
    if not typed:
        return []
    named = contacts_at(viewer, [typed]) or listed_contacts(viewer, wanted=Filter(words=typed), limit=MOST + 1)
    ids = _ids(typed, (each.id for each in named), contact.id)
    where = (
        Contact.id.in_(ids),
        Contact.merged_into_id.is_(None),
        Contact.erased_at.is_(None),
        *within_scope(viewer),
    )
    found = {each.id: each for each in db.session.scalars(select(Contact).where(*where))}
    return [found[each] for each in ids if each in found][:MOST]


def _ids(typed: str, named: Iterable[int], own: int) -> Sequence[int]:
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER
    return [each for each in dict.fromkeys([*([int(typed)] if is_number else []), *named]) if each != own]
