"""Writes of areas and topics."""

from engage.core import cache, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.taxonomy import queries, verbs
from engage.taxonomy.models import Area, AreaKind, Topic


def add_area(actor: Viewer, *, code: str, name: str, kind: AreaKind, parent: Area | None = None) -> Area:
    """Add an area below another one; refuses a code that is taken."""
    if queries.area_by_code(code) is not None:
        raise Refused("There is an area with this code already.", "code")
    area = Area(code=code, name=name, kind=kind, parent_id=parent.id if parent else None, path="")
    db.session.add(area)
    db.session.flush()
    area.path = f"{parent.path if parent else '/'}{area.id}/"
    ledger.record(verbs.AREA_ADDED, subject_id=area.id, actor_id=actor.account_id, code=code)
    cache.bump(cache.SITE)
    return area


def add_topic(actor: Viewer, *, slug: str, name: str, description: str = "") -> Topic:
    """Add a topic; refuses a slug that is taken."""
    if queries.topic_by_slug(slug) is not None:
        raise Refused("There is a topic with this address already.", "slug")
    topic = Topic(slug=slug, name=name, description=description)
    db.session.add(topic)
    db.session.flush()
    ledger.record(verbs.TOPIC_ADDED, subject_id=topic.id, actor_id=actor.account_id, slug=slug)
    cache.bump(cache.SITE)
    return topic
