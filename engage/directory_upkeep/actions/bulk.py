"""Changes of many records at once: prepared for a look, carried out in batches, taken back."""

import json
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, literal, select

from engage.core import clock, jobs, ledger
from engage.core.claiming import LEASE, claim_next
from engage.core.database import after_commit, db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.directory.models import Contact, Organisation, StakeholderKind
from engage.directory_upkeep import verbs
from engage.directory_upkeep.actions.changing import change_record, put_back
from engage.directory_upkeep.changes import Change
from engage.directory_upkeep.models import BulkState, DirectoryBulk, DirectoryBulkItem
from engage.taxonomy.queries import all_areas, all_topics

A_DAY = timedelta(days=1)
MOST = 20_000
AT_ONCE = 200
MODELS: dict[StakeholderKind, Any] = {
    StakeholderKind.ORGANISATION: Organisation,
    StakeholderKind.CONTACT: Contact,
}


def prepare_bulk(
    actor: Viewer, *, kind: StakeholderKind, where: Collection[ColumnElement[bool]], change: Change, about: str
) -> DirectoryBulk:
    """Keep a change of all records that are so, for somebody to look at before it is carried out."""
    if change.is_empty:
        raise Refused("Say what is to be changed.")
    bulk = DirectoryBulk(kind=kind, account_id=actor.account_id, about=about, change=change.as_json(), at=clock.now())
    db.session.add(bulk)
    db.session.flush()
    ids: Select[Any] = select(literal(bulk.id), MODELS[kind].id, literal(False), literal("{}")).where(*where)
    db.session.execute(
        insert(DirectoryBulkItem).from_select(["bulk_id", "subject_id", "settled", "held"], ids.limit(MOST + 1))
    )
    bulk.total = _items_where(bulk.id)
    if bulk.total > MOST:
        raise Refused(f"These are more than {MOST:,} records. Narrow the list, and change it in parts.")
    if not bulk.total:
        raise Refused("No record is chosen that you may change.")
    return bulk


def _items_where(bulk_id: int, *where: ColumnElement[bool]) -> int:
    wanted = select(func.count()).select_from(DirectoryBulkItem).where(DirectoryBulkItem.bulk_id == bulk_id, *where)
    return db.session.scalar(wanted) or 0


def start_bulk(actor: Viewer, *, bulk: DirectoryBulk) -> None:
    """Carry a prepared change out: at once where it is small, else by the worker; said twice it changes nothing."""
    db.session.refresh(bulk, with_for_update=True)
    if bulk.state is BulkState.READY:
        bulk.state, bulk.account_id = BulkState.RUNNING, actor.account_id
        _carry_out(bulk)


def undo_bulk(actor: Viewer, *, bulk: DirectoryBulk) -> None:
    """Take a change back: at once where it is small, else by the worker; said twice it changes nothing."""
    db.session.refresh(bulk, with_for_update=True)
    if bulk.state is BulkState.DONE:
        bulk.state, bulk.undone_by = BulkState.UNDOING, actor.account_id
        _carry_out(bulk)


def _carry_out(bulk: DirectoryBulk) -> None:
    if bulk.total <= AT_ONCE:
        while carry_on(bulk.id):
            pass
    else:
        after_commit(_wake)


def _wake() -> None:
    jobs.wake("directory.bulk")


def drop_bulk(*, bulk: DirectoryBulk) -> None:
    """Forget a change that was prepared and not carried out."""
    if bulk.state is BulkState.READY:
        db.session.execute(delete(DirectoryBulkItem).where(DirectoryBulkItem.bulk_id == bulk.id))
        db.session.delete(bulk)


def claim_bulk() -> int | None:
    """The next change that waits for a worker, leased; nothing if none does."""
    found = claim_next(DirectoryBulk, [BulkState.RUNNING, BulkState.UNDOING])
    return None if found is None else found.id


def carry_on(bulk_id: int) -> bool:
    """Do the next batch of a change, or of taking it back; whether more is left."""
    bulk = db.session.get_one(DirectoryBulk, bulk_id, with_for_update=True, populate_existing=True)
    undoing = bulk.state is BulkState.UNDOING
    items = db.session.scalars(
        select(DirectoryBulkItem)
        .where(DirectoryBulkItem.bulk_id == bulk.id, DirectoryBulkItem.settled.is_(undoing))
        .order_by(DirectoryBulkItem.subject_id)
        .limit(AT_ONCE)
    ).all()
    if not items:
        _finish(bulk)
        return False
    records = _records(bulk.kind, [item.subject_id for item in items])
    ground: dict[str, Any] = {
        "areas": {each.id: each for each in all_areas()},
        "topics": {each.id: each for each in all_topics()},
    }
    for item in items:
        item.settled = not undoing
        record = records.get(item.subject_id)
        if undoing:
            _undo_one(bulk, item, record, ground)
        else:
            _change_one(bulk, item, record, ground)
    bulk.leased_until = clock.now() + LEASE
    db.session.flush()
    return True


def _records(kind: StakeholderKind, ids: Collection[int]) -> dict[int, Organisation | Contact]:
    """The records of these ids that are neither erased nor part of another one."""
    model = MODELS[kind]
    there = [model.id.in_(ids), model.merged_into_id.is_(None)]
    if kind is StakeholderKind.CONTACT:
        there.append(Contact.erased_at.is_(None))
    return {row.id: row for row in db.session.scalars(select(model).where(*there))}


def _change_one(
    bulk: DirectoryBulk, item: DirectoryBulkItem, record: Organisation | Contact | None, ground: dict[str, Any]
) -> None:
    actor, change = Viewer(account_id=bulk.account_id), Change.from_json(bulk.change)
    held = change_record(actor, record=record, change=change, **ground) if record is not None else {}
    item.held = json.dumps(held, sort_keys=True)
    bulk.changed += bool(held)
    bulk.unchanged += not held


def _undo_one(
    bulk: DirectoryBulk, item: DirectoryBulkItem, record: Organisation | Contact | None, ground: dict[str, Any]
) -> None:
    held = json.loads(item.held)
    if record is not None and held:
        put_back(Viewer(account_id=bulk.undone_by), record=record, held=held, **ground)
        bulk.undone += 1


def _finish(bulk: DirectoryBulk) -> None:
    bulk.leased_until, bulk.finished_at = None, clock.now()
    if bulk.state is BulkState.UNDOING:
        bulk.state = BulkState.UNDONE
        ledger.record(
            verbs.BULK_UNDONE, subject_id=bulk.id, actor_id=bulk.undone_by, kind=bulk.kind.value, undone=bulk.undone
        )
        return
    bulk.state = BulkState.DONE
    ledger.record(
        verbs.BULK_CHANGED,
        subject_id=bulk.id,
        actor_id=bulk.account_id,
        kind=bulk.kind.value,
        changed=bulk.changed,
        unchanged=bulk.unchanged,
    )


def forget_prepared() -> None:
    """Forget changes that were prepared more than a day ago and never carried out."""
    old = select(DirectoryBulk).where(DirectoryBulk.state == BulkState.READY, DirectoryBulk.at < clock.now() - A_DAY)
    for bulk in db.session.scalars(old.limit(100)):
        drop_bulk(bulk=bulk)
