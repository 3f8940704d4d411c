"""Writes of the kinds of organisations."""

from sqlalchemy import func, select

from engage.core import cache, clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import is_blank
from engage.directory import verbs
from engage.directory.actions.revising import keep
from engage.directory.held import Held, difference
from engage.directory.keys import slug_of
from engage.directory.models import OrganisationKind, RecordKind
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
    held = difference({"name": kind.name, "plural": kind.plural}, {"name": name, "plural": plural})
    if not held:
        return
    kind.name, kind.plural = name, plural
    ledger.record(
        verbs.KIND_CHANGED,
        subject_id=kind.id,
        actor_id=actor.account_id,
        fields=", ".join(held),
        revision_id=keep(RecordKind.KIND, kind.id, held),
    )
    cache.bump(cache.SITE)


def move_kind(actor: Viewer, *, kind: OrganisationKind, parent: OrganisationKind | None) -> None:
    """Let a kind, with all below it, belong to another one or to none; refuses a circle."""
    if kind.parent_id == (parent.id if parent else None):
        return
    if parent is not None and parent.path.startswith(kind.path):
        raise Refused("A kind cannot belong to itself or to what belongs to it.", "parent")
    held: Held = {"kind_above": [kind.parent_id, parent.id if parent else None]}
    old, new = kind.path, f"{parent.path if parent else '/'}{kind.id}/"
    kind.parent_id = parent.id if parent else None
    for below in db.session.scalars(select(OrganisationKind).where(OrganisationKind.path.startswith(old))):
        below.path = new + below.path.removeprefix(old)
    ledger.record(
        verbs.KIND_MOVED,
        subject_id=kind.id,
        actor_id=actor.account_id,
        parent_id=kind.parent_id,
        revision_id=keep(RecordKind.KIND, kind.id, held),
    )
    cache.bump(cache.SITE)


def retire_kind(actor: Viewer, *, kind: OrganisationKind) -> None:
    """Give a kind to no other organisation; those that have it keep it."""
    if kind.retired_at is None:
        kind.retired_at = clock.now()
        ledger.record(verbs.KIND_RETIRED, subject_id=kind.id, actor_id=actor.account_id)


def bring_kind_back(actor: Viewer, *, kind: OrganisationKind) -> None:
    """Let a retired kind be given again."""
    if kind.retired_at is not None:
        kind.retired_at = None
        ledger.record(verbs.KIND_BROUGHT_BACK, subject_id=kind.id, actor_id=actor.account_id)


def remove_kind(actor: Viewer, *, kind: OrganisationKind) -> None:
    """Take a kind away that nothing has; a standard one would be offered again, and is retired instead."""
    if kind.slug in BY_SLUG:
        raise Refused("This is one of the standard kinds. Retire it, so that it is not offered any more.")
    if queries.is_kind_used(kind):
        raise Refused("Organisations or other kinds belong to it. Retire it, so that it is not offered any more.")
    ledger.record(verbs.KIND_REMOVED, subject_id=kind.id, actor_id=actor.account_id, slug=kind.slug)
    db.session.delete(kind)
    cache.bump(cache.SITE)


def _add(
    actor: Viewer, *, slug: str, name: str, plural: str, parent: OrganisationKind | None, position: int
) -> OrganisationKind:
    kind = OrganisationKind(
        id=ledger.never_given("organisation_kind", OrganisationKind.id),
        slug=slug,
        name=name,
        plural=plural,
        parent_id=parent.id if parent else None,
        path="",
        position=position,
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
