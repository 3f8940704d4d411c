"""Taking in people of a table, many at a time: an update where the directory knows the person, never a double."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import bindparam, delete, insert, update

from engage.core import clock, ledger
from engage.core.database import db
from engage.core.numbering import next_ids
from engage.core.permissions import Viewer
from engage.core.prepared import Prepared
from engage.core.text import clean_text
from engage.directory import verbs
from engage.directory.actions.contacts import address_key
from engage.directory.actions.reached import note_emails
from engage.directory.actions.revising import keep_all
from engage.directory.held import Held, difference
from engage.directory.keys import name_key, words_of
from engage.directory.models import (
    Contact,
    ContactAddress,
    ContactArea,
    ContactPermission,
    ContactRole,
    ContactTopic,
    ContactWord,
    Format,
    RecordKind,
)
from engage.directory.said_days import moment_of
from engage.directory_data.contact_plan import Origin, Planned, first_channel

Owned = Sequence[tuple[int, Planned]]
CHANGED = ("name", "language", "format", "note", "closed_at")


def _table(model: Any, *columns: str) -> tuple[Prepared, tuple[str, ...]]:
    return Prepared(lambda _dialect: insert(model.__table__), columns), columns


_CONTACTS = _table(Contact, "id", "name", "name_key", "channel", "language", "format", "note", "source", "added_at")
_WORDS = _table(ContactWord, "word", "contact_id")
_ADDRESSES = _table(ContactAddress, "contact_id", "channel", "value", "key", "rank")
_ROLES = _table(ContactRole, "contact_id", "organisation_id", "title")
_TOPICS = _table(ContactTopic, "contact_id", "topic_id")
_AREAS = _table(ContactArea, "contact_id", "area_id")
_PERMISSIONS = _table(ContactPermission, "contact_id", "purpose", "agreed", "basis", "said", "at", "recorded_by")
_UPDATE = Prepared(
    lambda _dialect: (
        update(Contact)
        .where(Contact.id == bindparam("key", type_=Contact.id.type))
        .values({name: bindparam(f"new_{name}", type_=getattr(Contact, name).type) for name in (*CHANGED, "name_key")})
    )
)


def take_in_people(actor: Viewer, *, planned: Sequence[Planned], origin: Origin) -> Sequence[int]:
    """Write what a plan says, all of it in the running unit of work; the ids of those who are new."""
    new = [each for each in planned if each.known is None]
    ids = next_ids(Contact.__table__.c.id, len(new)) if new else []
    given = iter(ids)
    owned = [(next(given) if each.known is None else each.known.contact.id, each) for each in planned]
    _write_contacts([(key, each) for key, each in owned if each.known is None], origin.source)
    _write_changes([(key, each) for key, each in owned if each.changes])
    _write_parts(owned)
    note_emails([key for key, each in owned if each.reached])
    _write_permissions(actor, [(key, each) for key, each in owned if each.agrees], origin)
    changed = keep_all(RecordKind.CONTACT, [(key, _changes_of(each)) for key, each in owned])
    placed = keep_all(RecordKind.CONTACT, [(key, _role_of(each)) for key, each in owned])
    rows = zip(owned, changed, placed, strict=True)
    ledger.record_all(
        [event for (key, each), *revisions in rows for event in _events(actor, key, each, origin, revisions)]
    )
    return ids


def _changes_of(each: Planned) -> Held:
    """What a row changes of somebody known, beside a role; of somebody new nothing stood there before."""
    if each.known is None:
        return {}
    before = {name: getattr(each.known.contact, name) for name in each.changes}
    added = {
        "addresses_added": [[one.channel.value, one.value] for one in each.reached],
        "topics_added": list(each.topics),
        "areas_added": list(each.areas),
    }
    return difference(before, each.changes) | {name: [[], rows] for name, rows in added.items() if rows}


def _role_of(each: Planned) -> Held:
    if each.known is None or each.role is None:
        return {}
    organisation_id, title = each.role
    return {"role": [None, {"organisation": organisation_id, "title": title, "since": None, "until": None}]}


def _write_contacts(new: Owned, source: str) -> None:
    now = clock.now()
    _put(_CONTACTS, [_contact(key, each, source, now) for key, each in new])
    _put(_WORDS, sorted((word, key) for key, each in new for word in words_of(each.person.name)))


def _contact(key: int, each: Planned, source: str, now: Any) -> tuple[Any, ...]:
    person = each.person
    written = (person.said["language"] or "en", person.format or Format.STANDARD, person.said["note"])
    return (key, person.name, name_key(person.name), first_channel(person.reached), *written, source, now)


def _write_changes(changed: Owned) -> None:
    if not changed:
        return
    rows = [_changed(key, each) for key, each in changed]
    _UPDATE.run_columns({name: [row[name] for row in rows] for name in rows[0]})
    renamed = [(key, each) for key, each in changed if "name" in each.changes]
    if renamed:
        db.session.execute(delete(ContactWord).where(ContactWord.contact_id.in_([key for key, _ in renamed])))
        _put(_WORDS, sorted((word, key) for key, each in renamed for word in words_of(each.person.name)))


def _changed(key: int, each: Planned) -> dict[str, Any]:
    """All columns that a row can change, as they are to be."""
    assert each.known is not None  # noqa: S101 - only who is known can change
    held = {name: each.changes.get(name, getattr(each.known.contact, name)) for name in CHANGED}
    new = {f"new_{name}": value for name, value in held.items()}
    return {"key": key, **new, "new_name_key": name_key(held["name"])}


def _write_parts(owned: Owned) -> None:
    addresses = []
    for key, each in owned:
        first = len(each.known.addresses) if each.known else 0
        ranked = enumerate(each.reached, first)
        addresses += [(key, one.channel, one.value, address_key(one), rank) for rank, one in ranked]
    _put(_ADDRESSES, addresses)
    _put(_ROLES, [(key, *each.role) for key, each in owned if each.role])
    _put(_TOPICS, [(key, topic) for key, each in owned for topic in each.topics])
    _put(_AREAS, [(key, area) for key, each in owned for area in each.areas])


def _write_permissions(actor: Viewer, agreeing: Owned, origin: Origin) -> None:
    agreed = origin.agreed
    if agreed is not None:
        told = (agreed.purpose, True, agreed.basis, clean_text(agreed.said).strip())
        at = {day: moment_of(day) for day in {each.person.agreed_on for _, each in agreeing}}
        rows = [(key, *told, at[each.person.agreed_on], actor.account_id) for key, each in agreeing]
        _put(_PERMISSIONS, rows)


def _put(table: tuple[Prepared, tuple[str, ...]], rows: Sequence[tuple[Any, ...]]) -> None:
    statement, columns = table
    if rows:
        statement.run_columns(dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True)))


def _events(
    actor: Viewer, key: int, each: Planned, origin: Origin, revisions: Sequence[int | None]
) -> Iterable[ledger.Event]:
    """What the ledger says of a row, as if each step had been done by hand."""
    tell = partial(ledger.event, subject_id=key, actor_id=actor.account_id)
    changed, placed = revisions
    if each.known is None:
        yield tell(verbs.CONTACT_ADDED)
    parts = {"addresses": each.known and each.reached, "topics": each.topics, "areas": each.areas}
    fields = sorted([*each.changes, *(name for name, new in parts.items() if new)])
    if fields:
        yield tell(verbs.CONTACT_CHANGED, fields=", ".join(fields), revision_id=changed)
    if each.role:
        yield tell(verbs.CONTACT_ROLE_BEGUN, organisation_id=each.role[0], revision_id=placed)
    if each.agrees and origin.agreed:
        purpose, basis = origin.agreed.purpose.value, origin.agreed.basis.value
        yield tell(verbs.CONTACT_PERMISSION_RECORDED, purpose=purpose, agreed=True, basis=basis)


def close_contacts(actor: Viewer, *, contact_ids: Sequence[int]) -> None:
    """Close people whom the list that they came from has no longer: nobody is written to, and nothing is forgotten."""
    now = clock.now()
    db.session.execute(
        update(Contact)
        .where(Contact.id.in_(contact_ids))
        .values(closed_at=now)
        .execution_options(synchronize_session=False)
    )
    held = difference({"closed_at": None}, {"closed_at": now})
    revisions = keep_all(RecordKind.CONTACT, [(key, held) for key in contact_ids])
    tell = partial(ledger.event, verbs.CONTACT_CHANGED, actor_id=actor.account_id, fields="closed_at")
    ledger.record_all(
        [tell(subject_id=key, revision_id=each) for key, each in zip(contact_ids, revisions, strict=True)]
    )
