"""Reads of the kinds of organisations."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from engage.core.database import db
from engage.directory.models import OrganisationKind
from engage.directory.standard_kinds import STANDARD


def kind_by_slug(slug: str) -> OrganisationKind | None:
    """The kind of a slug."""
    return db.session.scalars(select(OrganisationKind).where(OrganisationKind.slug == slug)).first()


def kinds_by_id() -> dict[int, OrganisationKind]:
    """Every kind that the directory knows."""
    return {kind.id: kind for kind in db.session.scalars(select(OrganisationKind))}


def kind_tree() -> list[tuple[OrganisationKind, int]]:
    """Every kind with its depth, what belongs to a kind below it, in the order that was given to them."""
    below: dict[int | None, list[OrganisationKind]] = {}
    for kind in sorted(kinds_by_id().values(), key=lambda each: (each.position, each.name)):
        below.setdefault(kind.parent_id, []).append(kind)
    return _walk(below, None, 0)


def _walk(
    below: dict[int | None, list[OrganisationKind]], parent: int | None, depth: int
) -> list[tuple[OrganisationKind, int]]:
    found = []
    for kind in below.get(parent, []):
        found += [(kind, depth), *_walk(below, kind.id, depth + 1)]
    return found


def kind_choices() -> list[tuple[str, str]]:
    """What may be chosen as a kind, by slug: those of the directory as a tree, and the standard ones beside them."""
    tree = kind_tree()
    known = {kind.slug for kind, _ in tree}
    chosen = [(kind.slug, "– " * depth + kind.name) for kind, depth in tree]
    return chosen + [(kind.slug, kind.name) for kind in STANDARD if kind.slug not in known]


def kinds_below(slugs: Sequence[str]) -> frozenset[int]:
    """The ids of the kinds of the slugs and of all that belong to them."""
    if not slugs:
        return frozenset()
    paths = db.session.scalars(select(OrganisationKind.path).where(OrganisationKind.slug.in_(slugs))).all()
    if not paths:
        return frozenset()
    wanted = or_(*(OrganisationKind.path.startswith(path) for path in paths))
    return frozenset(db.session.scalars(select(OrganisationKind.id).where(wanted)))
