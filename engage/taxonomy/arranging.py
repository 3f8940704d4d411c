"""Moving, merging and removing: what hangs on areas and topics goes along, and no area ever lies in itself."""

from collections.abc import Callable

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from engage.core import cache, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.taxonomy import verbs
from engage.taxonomy.actions import check_order
from engage.taxonomy.models import Area, Topic

# Features above hang things on a topic or an area: each moves its own, or lets it go.
_merged: list[Callable[[Topic, Topic], None]] = []
_removed: list[Callable[[Area | Topic], None]] = []


def when_merging(act: Callable[[Topic, Topic], None]) -> None:
    """Let a feature above hang on the second topic what hung on the first."""
    _merged.append(act)


def when_removing(act: Callable[[Area | Topic], None]) -> None:
    """Let a feature above let go of an area or a topic that is removed, or refuse it."""
    _removed.append(act)


def move_area(actor: Viewer, *, area: Area, parent: Area | None) -> bool:
    """Put an area, with all that lies in it, into another one or into none. Whether anything changed.

    Refuses to put it into itself or into what lies in it, and into an area of a smaller kind.
    """
    # Two who move at the same moment, each into what the other moves, would make a circle.
    db.session.scalars(select(Area).order_by(Area.id).with_for_update().execution_options(populate_existing=True)).all()
    if area.parent_id == (parent.id if parent else None):
        return False
    if parent is not None and parent.path.startswith(area.path):
        raise Refused(f"{area.name} cannot lie in itself or in an area that lies in it.", "parent")
    check_order(area.kind, parent)
    old, above = area.path, area.parent_id
    new = f"{parent.path if parent else '/'}{area.id}/"
    area.parent_id = parent.id if parent else None
    db.session.flush()
    db.session.execute(
        update(Area)
        .where(Area.path.startswith(old))
        .values(path=new + func.substr(Area.path, len(old) + 1))
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    ledger.record(verbs.AREA_MOVED, subject_id=area.id, actor_id=actor.account_id, old=above, new=area.parent_id)
    cache.bump(cache.SITE)
    return True


def remove_area(actor: Viewer, *, area: Area) -> None:
    """Remove an area that nothing names."""
    code = area.code
    _remove(
        area,
        "It is in use: a plan, a post, an organisation, somebody’s role, an answer or another area names it. "
        "Take it out there first.",
    )
    ledger.record(verbs.AREA_REMOVED, subject_id=area.id, actor_id=actor.account_id, code=code)


def remove_topic(actor: Viewer, *, topic: Topic) -> None:
    """Remove a topic that nothing names."""
    slug = topic.slug
    _remove(
        topic,
        "It is in use: a plan or a post names it, or another topic became part of it. "
        "Take it out there first, or make it part of another topic.",
    )
    ledger.record(verbs.TOPIC_REMOVED, subject_id=topic.id, actor_id=actor.account_id, slug=slug)


def _remove(row: Area | Topic, in_use: str) -> None:
    try:
        with db.session.begin_nested():
            for act in _removed:
                act(row)
            db.session.delete(row)
    except IntegrityError as error:
        raise Refused(in_use) from error
    cache.bump(cache.SITE)


def merge_topic(actor: Viewer, *, topic: Topic, into: Topic) -> None:
    """Make a topic part of another: what it was given to has the other now, and its address leads there."""
    known = db.session.scalars(
        select(Topic)
        .where(Topic.id.in_([topic.id, into.id]))
        .order_by(Topic.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if topic.merged_into_id == into.id:
        return
    if topic.id == into.id or any(each.merged_into_id for each in known):
        raise Refused("Choose another topic, one that is not part of another itself.", "into")
    for act in _merged:
        act(topic, into)
    topic.merged_into_id = into.id
    db.session.execute(update(Topic).where(Topic.merged_into_id == topic.id).values(merged_into_id=into.id))
    ledger.record(verbs.TOPIC_MERGED, subject_id=topic.id, actor_id=actor.account_id, into=into.id)
    cache.bump(cache.SITE)
