"""Writes of areas and topics: adding and naming them."""

import re

from engage.core import cache, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import is_blank
from engage.taxonomy import queries, verbs
from engage.taxonomy.models import Area, AreaKind, Topic

CODE = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_CODE = 40
LONGEST_SLUG = 80
LONGEST_NAME = 120
LONGEST_DESCRIPTION = 600


def add_area(actor: Viewer, *, code: str, name: str, kind: AreaKind, parent: Area | None = None) -> Area:
    """Add an area below another one; refuses a code that is taken or could not be part of an address."""
    if not CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        raise Refused(f"Use letters, digits and single hyphens only, at most {LONGEST_CODE}, as in NV-01.", "code")
    if queries.area_by_code(code) is not None:
        raise Refused("There is an area with this code already.", "code")
    _check_name(name)
    check_order(kind, parent)
    area = Area(
        id=ledger.never_given("area", Area.id),
        code=code,
        name=name,
        kind=kind,
        parent_id=parent.id if parent else None,
        path="",
    )
    db.session.add(area)
    db.session.flush()
    area.path = f"{parent.path if parent else '/'}{area.id}/"
    ledger.record(verbs.AREA_ADDED, subject_id=area.id, actor_id=actor.account_id, code=code)
    cache.bump(cache.SITE)
    return area


def change_area(actor: Viewer, *, area: Area, name: str, kind: AreaKind) -> bool:
    """Call an area something else; its code and its place in the tree stay. Whether anything changed."""
    _check_name(name)
    if kind is not area.kind:
        check_order(kind, db.session.get(Area, area.parent_id) if area.parent_id else None)
        for child in queries.areas_in(area.id):
            check_order(child.kind, area, kind)
    changed = _changed(area, {"name": name, "kind": kind})
    if changed:
        ledger.record(verbs.AREA_CHANGED, subject_id=area.id, actor_id=actor.account_id, fields=changed)
        cache.bump(cache.SITE)
    return bool(changed)


def add_topic(actor: Viewer, *, slug: str, name: str, description: str = "") -> Topic:
    """Add a topic; refuses a slug that is taken or could not be part of an address."""
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG:
        raise Refused("Use small letters, digits and single hyphens only, as in mental-health.", "slug")
    if queries.topic_by_slug(slug) is not None:
        raise Refused("There is a topic with this address already.", "slug")
    _check_name(name)
    _check_description(description)
    topic = Topic(id=ledger.never_given("topic", Topic.id), slug=slug, name=name, description=description)
    db.session.add(topic)
    db.session.flush()
    ledger.record(verbs.TOPIC_ADDED, subject_id=topic.id, actor_id=actor.account_id, slug=slug)
    cache.bump(cache.SITE)
    return topic


def change_topic(actor: Viewer, *, topic: Topic, name: str, description: str) -> bool:
    """Call or describe a topic differently; its address stays. Whether anything changed."""
    _check_name(name)
    _check_description(description)
    changed = _changed(topic, {"name": name, "description": description})
    if changed:
        ledger.record(verbs.TOPIC_CHANGED, subject_id=topic.id, actor_id=actor.account_id, fields=changed)
        cache.bump(cache.SITE)
    return bool(changed)


def _check_name(name: str) -> None:
    if is_blank(name) or len(name) > LONGEST_NAME:
        raise Refused(f"Enter a name of at most {LONGEST_NAME} characters.", "name")


def _check_description(description: str) -> None:
    if len(description) > LONGEST_DESCRIPTION:
        raise Refused(f"Enter a description of at most {LONGEST_DESCRIPTION} characters.", "description")


def check_order(kind: AreaKind, parent: Area | None, parent_kind: AreaKind | None = None) -> None:
    """Refuse a larger kind of area inside a smaller one."""
    levels = list(AreaKind)
    if parent is not None and levels.index(kind) < levels.index(parent_kind or parent.kind):
        raise Refused(f"A {kind} cannot lie in a {parent_kind or parent.kind}.", "kind")


def _changed(row: Area | Topic, new: dict[str, str]) -> str:
    """Put the new values in; the names of those that differ."""
    changed = sorted(field for field, value in new.items() if getattr(row, field) != value)
    for field in changed:
        setattr(row, field, new[field])
    return ", ".join(changed)
