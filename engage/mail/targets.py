"""What can be followed: its name, its page, and whether it is there for everybody."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.orm import aliased, selectin_polymorphic

from engage.core import clock
from engage.core.database import db
from engage.directory.models import Organisation
from engage.mail.models import TargetKind
from engage.publishing.models import Plan, Post, Publication
from engage.publishing.queries import path_of
from engage.taxonomy.models import Area, Topic

Key = tuple[TargetKind, int]
EVERYTHING: Key = (TargetKind.EVERYTHING, 0)


@dataclass(frozen=True)
class Target:
    """Something to follow, as people know it."""

    kind: TargetKind
    id: int
    name: str
    path: str
    explanation: str


def target(kind: TargetKind, target_id: int) -> Target | None:
    """The thing if everybody may see it; else nothing."""
    return targets([(kind, target_id)]).get((kind, target_id))


def targets(keys: Iterable[Key]) -> dict[Key, Target]:
    """Those of the things that everybody may see, with one statement for each kind."""
    wanted: dict[TargetKind, set[int]] = defaultdict(set)
    for kind, target_id in keys:
        wanted[kind].add(target_id)
    found = [made for kind, ids in wanted.items() for made in _FINDERS[kind](ids)]
    return {(one.kind, one.id): one for one in found}


def _everything(ids: set[int]) -> list[Target]:
    if 0 not in ids:
        return []
    name = f"Everything on {current_app.config['SITE'].name}"
    return [Target(*EVERYTHING, name, "/", "Every plan and post, and the comments on them")]


def _publications(ids: set[int]) -> list[Target]:
    rows = db.session.scalars(
        select(Publication)
        .where(Publication.id.in_(ids), Publication.listed(clock.now()))
        .options(selectin_polymorphic(Publication, [Plan, Post]))
    )
    says = "Changes to it, decisions about it, and the comments on it"
    return [Target(TargetKind.PUBLICATION, row.id, row.title, path_of(row), says) for row in rows]


def _topics(ids: set[int]) -> list[Target]:
    rows = db.session.scalars(select(Topic).where(Topic.id.in_(ids)))
    says = "Plans and posts about this topic"
    return [Target(TargetKind.TOPIC, row.id, row.name, _path("site.topic", slug=row.slug), says) for row in rows]


def _areas(ids: set[int]) -> list[Target]:
    rows = db.session.scalars(select(Area).where(Area.id.in_(ids)))
    says = "Plans and posts about this area and the places in it"
    return [Target(TargetKind.AREA, row.id, row.name, _path("site.area", code=row.code), says) for row in rows]


def _organisations(ids: set[int]) -> list[Target]:
    named = aliased(Organisation)
    kept = Organisation.id == func.coalesce(named.merged_into_id, named.id)
    rows = db.session.execute(select(named.id, Organisation).join(Organisation, kept).where(named.id.in_(ids)))
    says = "The plans of this organisation"
    return [
        Target(TargetKind.ORGANISATION, number, row.name, _path("site.organisation", slug=row.slug), says)
        for number, row in rows
    ]


def _path(endpoint: str, **values: str) -> str:
    return str(current_app.url_map.bind("localhost").build(endpoint, values))


_FINDERS = {
    TargetKind.EVERYTHING: _everything,
    TargetKind.PUBLICATION: _publications,
    TargetKind.TOPIC: _topics,
    TargetKind.AREA: _areas,
    TargetKind.ORGANISATION: _organisations,
}
