"""Writes of the kinds of organisations."""

from sqlalchemy import func, select

from engage.core import cache, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import is_blank
from engage.directory import verbs
from engage.directory.keys import slug_of
from engage.directory.models import OrganisationKind
from engage.directory.queries import kinds as queries
from engage.directory.standard_kinds import BY_SLUG, PLACES

LONGEST_NAME = 80


def kind_called(actor: Viewer, said: str) -> OrganisationKind | None:
    """The kind of a slug or name, added if it is a standard one or new; nothing for no words."""
    slug = slug_of(said.replace("_", " "))
    if not slug:
        return None
    known = queries.kind_by_slug(slug)
    if known is not None:
        return known
    standard = BY_SLUG.get(slug)
    if standard is None:
        name = said.strip().replace("_", " ")
        return add_kind(actor, name=name[:1].upper() + name[1:])
    parent = kind_called(actor, standard.parent) if standard.parent else None
    return _add(actor, slug=slug, name=standard.name, plural=standard.plural, parent=parent, position=PLACES[slug])


def add_kind(actor: Viewer, *, name: str, plural: str = "", parent: OrganisationKind | None = None) -> OrganisationKind:
    """Add a kind, below another one or beside all; refuses one that is there already."""
    _check(name, "name")
    slug = slug_of(name)
    if not slug:
        raise Refused("Use letters in the name.", "name")
    if queries.kind_by_slug(slug) is not None:
        raise Refused("There is a kind of this name already.", "name")
    last = db.session.scalar(select(func.max(OrganisationKind.position))) or 0
    return _add(actor, slug=slug, name=name, plural=plural or name, parent=parent, position=max(last, len(PLACES)) + 1)


def change_kind(actor: Viewer, *, kind: OrganisationKind, name: str, plural: str) -> None:
    """Call a kind something else; its address stays."""
    _check(name, "name")
    _check(plural, "plural")
    new = {"name": name, "plural": plural}
    changed = sorted(field for field, value in new.items() if getattr(kind, field) != value)
    if not changed:
        return
    for field in changed:
        setattr(kind, field, new[field])
    ledger.record(verbs.KIND_CHANGED, subject_id=kind.id, actor_id=actor.account_id, fields=", ".join(changed))
    cache.bump(cache.SITE)


def _add(
    actor: Viewer, *, slug: str, name: str, plural: str, parent: OrganisationKind | None, position: int
) -> OrganisationKind:
    kind = OrganisationKind(
        slug=slug, name=name, plural=plural, parent_id=parent.id if parent else None, path="", position=position
    )
    db.session.add(kind)
    db.session.flush()
    kind.path = f"{parent.path if parent else '/'}{kind.id}/"
    db.session.flush()
    ledger.record(verbs.KIND_ADDED, subject_id=kind.id, actor_id=actor.account_id, slug=slug)
    cache.bump(cache.SITE)
    return kind


def _check(name: str, field: str) -> None:
    if is_blank(name) or len(name) > LONGEST_NAME:
        raise Refused(f"Enter a name of at most {LONGEST_NAME} characters.", field)
