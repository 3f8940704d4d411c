"""Reads of the kinds of organisations."""

from collections.abc import Sequence

from flask import abort
from sqlalchemy import exists, func, or_, select

from engage.core.database import db
from engage.directory.models import Organisation, OrganisationKind
from engage.directory.standard_kinds import BY_SLUG, STANDARD


def kind_by_slug(slug: str) -> OrganisationKind | None:
    """The kind of a slug."""
    return db.session.scalars(select(OrganisationKind).where(OrganisationKind.slug == slug)).first()


def is_kind(slug: str) -> bool:
    """Whether the directory has a kind of this slug, or could have it as a standard one."""
    return slug in BY_SLUG or kind_by_slug(slug) is not None


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


def kind_choices(keep: str = "") -> list[tuple[str, str]]:
    """What may be chosen as a kind, by slug: those of the directory as a tree, and the standard ones beside them.

    Retired ones are left out, but for one to keep.
    """
    tree = kind_tree()
    known = {kind.slug for kind, _ in tree}
    chosen = [
        (kind.slug, "– " * depth + kind.name) for kind, depth in tree if kind.retired_at is None or kind.slug == keep
    ]
    return chosen + [(kind.slug, kind.name) for kind in STANDARD if kind.slug not in known]


def kind_or_404(kind_id: int) -> OrganisationKind:
    """The kind of an id; 404 when there is none."""
    return db.session.get(OrganisationKind, kind_id) or abort(404)


def kind_counts() -> dict[int, int]:
    """How many organisations have each kind, without those that became part of another."""
    rows = db.session.execute(
        select(Organisation.kind_id, func.count())
        .where(Organisation.kind_id.is_not(None), Organisation.merged_into_id.is_(None))
        .group_by(Organisation.kind_id)
    )
    return {kind_id: count for kind_id, count in rows if kind_id is not None}


def is_kind_used(kind: OrganisationKind) -> bool:
    """Whether any organisation has or had a kind as its own, or another kind belongs to it."""
    has = exists().where(Organisation.kind_id == kind.id)
    above = exists().where(OrganisationKind.parent_id == kind.id)
    return bool(db.session.scalar(select(or_(has, above))))


def kinds_below(slugs: Sequence[str]) -> frozenset[int]:
    """The ids of the kinds of the slugs and of all that belong to them."""
    if not slugs:
        return frozenset()
    paths = db.session.scalars(select(OrganisationKind.path).where(OrganisationKind.slug.in_(slugs))).all()
    if not paths:
        return frozenset()
    wanted = or_(*(OrganisationKind.path.startswith(path) for path in paths))
    return frozenset(db.session.scalars(select(OrganisationKind.id).where(wanted)))
