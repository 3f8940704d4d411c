"""Addresses: free ones, and those that are never given away again."""

from sqlalchemy import exists, select

from engage.core.database import db
from engage.core.errors import Refused
from engage.publishing.actions.texts import slug_from, slug_text
from engage.publishing.models import OldSlug, Publication, PublicationKind


def free_slug(kind: PublicationKind, title: str) -> str:
    """An address made from the title that nothing has or had."""
    wanted = slug_from(title, kind.value)
    number, slug = 1, wanted
    while is_taken(kind, slug):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def untaken(kind: PublicationKind, slug: str) -> str:
    """The address that was chosen; refuses one of a wrong shape and one that is taken."""
    if is_taken(kind, slug_text(slug)):
        raise Refused("This address is taken, now or by an earlier publication. Choose another one.", "slug")
    return slug


def is_taken(kind: PublicationKind, slug: str) -> bool:
    """Whether a publication has or had this address."""
    now = exists().where(Publication.kind == kind, Publication.slug == slug)
    once = exists().where(OldSlug.kind == kind, OldSlug.slug == slug)
    return bool(db.session.scalar(select(now | once)))
