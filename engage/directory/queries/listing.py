"""Pages of the directory, by name and by key."""

from collections.abc import Sequence

from sqlalchemy import select, tuple_

from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory.models import Contact, Organisation
from engage.directory.queries.contacts import within_scope
from engage.directory.queries.filtering import Filter, contacts_where, meant, organisations_where


def listed_organisations(
    *,
    words: str = "",
    wanted: Filter | None = None,
    after: Organisation | None = None,
    limit: int = 50,
    public: bool = False,
) -> Sequence[Organisation]:
    """The organisations that a filter means, or that have these words in a name, by name, by key.

    `public` leaves only those that agreed to a page of their own.
    """
    where = organisations_where(meant(wanted or Filter(words=words)))
    if public:
        where.append(Organisation.is_public.is_(True))
    if after is not None:
        where.append(tuple_(Organisation.name, Organisation.id) > (after.name, after.id))
    return db.session.scalars(
        select(Organisation).where(*where).order_by(Organisation.name, Organisation.id).limit(limit)
    ).all()


def listed_contacts(
    viewer: Viewer, *, wanted: Filter, after: Contact | None = None, limit: int = 50
) -> Sequence[Contact]:
    """The contacts that a filter means and that the viewer may see, by name, by key."""
    where = [*contacts_where(meant(wanted)), *within_scope(viewer)]
    if after is not None:
        where.append(tuple_(Contact.name_key, Contact.id) > (after.name_key, after.id))
    return db.session.scalars(select(Contact).where(*where).order_by(Contact.name_key, Contact.id).limit(limit)).all()
