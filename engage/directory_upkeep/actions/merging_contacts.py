"""Doubles of contacts: one made part of another with all that hangs on it, and taken apart again; or told apart."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, tuple_, update

from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.directory.actions.contacts import LONGEST_NOTE
from engage.directory.actions.reached import note_emails
from engage.directory.actions.revising import keep
from engage.directory.actions.wording import respell_contact
from engage.directory.held import difference, plain
from engage.directory.keys import name_key
from engage.directory.models import (
    Channel,
    Contact,
    ContactAddress,
    ContactArea,
    ContactPermission,
    ContactRole,
    ContactTopic,
    Difference,
    Format,
    Merge,
    NetworkMember,
    Purpose,
    RecordKind,
    StakeholderKind,
)
from engage.directory.queries.saying import said_of_contact
from engage.directory.verbs import CONTACT_MERGE_UNDONE, CONTACT_MERGED
from engage.directory_upkeep import verbs
from engage.directory_upkeep.actions.moving import bring_back, give, hold_both, note_merge, take_along, take_back
from engage.directory_upkeep.models import ContactLikeness

CHOSEN = ("name", "channel", "language", "format", "closed_at")
TOO_LONG = f"The two notes are longer than {LONGEST_NOTE:,} characters together. Shorten one of them first."
EITHER = "Objected in one of the two records that became this one."
SINCE = "Objected while this record was part of another one."
_READ: Mapping[str, Callable[[Any], Any]] = {
    "name": str,
    "channel": Channel,
    "language": str,
    "format": Format,
    "closed_at": datetime.fromisoformat,
    "source": str,
}
_SHARED: dict[str, tuple[Any, str]] = {
    "topics": (ContactTopic.contact_id, "topic_id"),
    "areas": (ContactArea.contact_id, "area_id"),
}


def merge_contacts(actor: Viewer, *, kept: Contact, double: Contact, from_double: Mapping[str, bool]) -> Merge:
    """Make a double part of the record that is kept: its addresses, roles, terms, interests and what it said go along.

    `from_double` names those of name, channel, language, format and closing that are taken from the double. Where one
    of the two objected, the person has objected. What other parts of the site hung on the double is read as the kept
    one's.
    """
    _check_two(kept, double)
    objected, said = _objections(kept.id, double.id), said_of_contact(kept)
    moved: dict[str, Any] = {
        "before": {name: plain(getattr(kept, name)) for name in (*CHOSEN, "note", "source", "account_id")},
        "addresses": _take_addresses(kept.id, double.id),
        "roles": take_along(ContactRole.contact_id, double.id, kept.id, but=_same_roles(kept.id, double.id)),
        "terms": take_along(NetworkMember.contact_id, double.id, kept.id),
        "permissions": take_along(ContactPermission.contact_id, double.id, kept.id),
        **{name: give(owner, column, double.id, kept.id) for name, (owner, column) in _SHARED.items()},
        "said_before": _said_ids(kept.id),
    }
    moved["objections"] = _object(actor, kept.id, objected, EITHER)
    _say(kept, {name: getattr(double, name) for name in CHOSEN if from_double.get(name)})
    kept.note = _both_notes(kept.note, double.note)
    kept.source = kept.source or double.source
    kept.account_id = kept.account_id or double.account_id
    moved["doubles"] = list(db.session.scalars(select(Contact.id).where(Contact.merged_into_id == double.id)))
    _repoint([double.id, *moved["doubles"]], kept.id)
    respell_contact(kept)
    merge = note_merge(actor, StakeholderKind.CONTACT, kept.id, double.id, moved)
    ledger.record(
        CONTACT_MERGED,
        subject_id=double.id,
        actor_id=actor.account_id,
        into=kept.id,
        revision_id=_revision(kept, said),
    )
    return merge


def _revision(kept: Contact, before: Mapping[str, Any]) -> int:
    return keep(RecordKind.CONTACT, kept.id, difference(before, said_of_contact(kept)))


def _check_two(kept: Contact, double: Contact) -> None:
    known = hold_both(Contact, kept.id, double.id)
    if kept.id == double.id or any(each.merged_into_id or each.erased_at for each in known):
        raise Refused("Choose two records, neither of which is part of another one already.")
    if kept.account_id and double.account_id and kept.account_id != double.account_id:
        raise Refused("Each of the two is linked with an account of its own, so that they are two people.")


def _take_addresses(kept_id: int, double_id: int) -> list[int]:
    """Those that the kept one lacks, behind its own."""
    pair = tuple_(ContactAddress.channel, ContactAddress.key)
    own = select(ContactAddress.channel, ContactAddress.key, ContactAddress.rank)
    known = db.session.execute(own.where(ContactAddress.contact_id == kept_id)).all()
    same = db.session.scalars(
        select(ContactAddress.id).where(
            ContactAddress.contact_id == double_id, pair.in_([(row.channel, row.key) for row in known])
        )
    ).all()
    ids = take_along(ContactAddress.contact_id, double_id, kept_id, but=same)
    behind = 1 + max((row.rank for row in known), default=-1)
    db.session.execute(
        update(ContactAddress).where(ContactAddress.id.in_(ids)).values(rank=ContactAddress.rank + behind)
    )
    note_emails([kept_id])
    return ids


def _same_roles(kept_id: int, double_id: int) -> list[int]:
    """The roles of the double that the kept one has as well."""
    columns = (ContactRole.organisation_id, ContactRole.title, ContactRole.since, ContactRole.until)
    known = {tuple(row) for row in db.session.execute(select(*columns).where(ContactRole.contact_id == kept_id))}
    rows = db.session.execute(select(ContactRole.id, *columns).where(ContactRole.contact_id == double_id))
    return [row[0] for row in rows if tuple(row[1:]) in known]


def _objections(*contact_ids: int) -> list[ContactPermission]:
    """What these contacts said last, where it was an objection; one for each purpose."""
    lines = db.session.scalars(
        select(ContactPermission).where(ContactPermission.contact_id.in_(contact_ids)).order_by(ContactPermission.id)
    )
    newest = {(line.contact_id, line.purpose): line for line in lines}
    return list({line.purpose: line for line in newest.values() if not line.agreed}.values())


def _said_ids(contact_id: int) -> list[int]:
    return list(db.session.scalars(select(ContactPermission.id).where(ContactPermission.contact_id == contact_id)))


def _object(actor: Viewer, contact_id: int, objected: list[ContactPermission], said: str) -> list[int]:
    """Let a contact have objected to what these lines object to; the ids of the lines that this needs."""
    present = {line.purpose for line in _objections(contact_id)}
    lines = [
        ContactPermission(
            contact_id=contact_id,
            purpose=Purpose(line.purpose),
            agreed=False,
            basis=line.basis,
            said=said,
            at=clock.now(),
            recorded_by=actor.account_id,
        )
        for line in objected
        if line.purpose not in present
    ]
    db.session.add_all(lines)
    db.session.flush()
    return [line.id for line in lines]


def _say(contact: Contact, new: Mapping[str, Any]) -> None:
    for name, value in new.items():
        setattr(contact, name, value)
    contact.name_key = name_key(contact.name)


def _both_notes(kept: str, double: str) -> str:
    if not double or double in kept:
        return kept
    both = f"{kept}\n\n{double}".strip()
    if len(both) > LONGEST_NOTE:
        raise Refused(TOO_LONG)
    return both


def _repoint(ids: list[int], into: int | None) -> None:
    db.session.execute(update(Contact).where(Contact.id.in_(ids)).values(merged_into_id=into))


def undo_contact_merge(actor: Viewer, *, merge: Merge) -> Contact:
    """Take a double apart again, with what went along and is still there; done twice it changes nothing.

    What the person objected to in between holds for both.
    """
    kept = db.session.get_one(Contact, merge.kept_id, populate_existing=True, with_for_update=True)
    double = db.session.get_one(Contact, merge.double_id)
    if merge.undone_at is not None:
        return double
    if double.merged_into_id != kept.id or double.erased_at is not None:
        raise Refused("The record became part of another one since, or was erased.")
    moved, said = json.loads(merge.moved), said_of_contact(kept)
    strict = db.session.scalars(select(ContactPermission).where(ContactPermission.id.in_(moved["objections"])))
    for line in strict:
        db.session.delete(line)
    db.session.flush()
    bring_back(ContactPermission.contact_id, moved["permissions"], kept.id, double.id)
    # Not by its day: that of an objection may lie before the merge.
    since = [line for line in _objections(kept.id) if line.id not in moved.get("said_before", ())]
    _object(actor, double.id, since, SINCE)
    _bring_parts_back(moved, kept.id, double.id)
    _say_again(kept, double, moved["before"])
    _repoint([double.id], None)
    _repoint(moved["doubles"], double.id)
    merge.undone_at = clock.now()
    db.session.refresh(double)
    respell_contact(kept)
    respell_contact(double)
    ledger.record(
        CONTACT_MERGE_UNDONE,
        subject_id=double.id,
        actor_id=actor.account_id,
        kept=kept.id,
        revision_id=_revision(kept, said),
    )
    return double


def _bring_parts_back(moved: dict[str, Any], kept_id: int, double_id: int) -> None:
    bring_back(ContactAddress.contact_id, moved["addresses"], kept_id, double_id)
    note_emails([kept_id, double_id])
    bring_back(ContactRole.contact_id, moved["roles"], kept_id, double_id)
    bring_back(NetworkMember.contact_id, moved["terms"], kept_id, double_id)
    for name, (owner, column) in _SHARED.items():
        take_back(owner, column, moved[name], kept_id)


def _say_again(kept: Contact, double: Contact, before: Mapping[str, Any]) -> None:
    """What the merge changed on the kept record as it was, unless somebody changed it again since."""
    same = [name for name in (*CHOSEN, "source") if name in before and getattr(kept, name) == getattr(double, name)]
    told: dict[str, Any] = {name: _READ[name](before[name]) if before[name] else before[name] for name in same}
    if kept.note == _both_notes(before["note"], double.note):
        told["note"] = before["note"]
    if kept.account_id == double.account_id:
        told["account_id"] = before["account_id"]
    _say(kept, told)


def tell_contacts_apart(actor: Viewer, *, one: Contact, other: Contact) -> None:
    """Say that two that look alike are not the same person; said twice it changes nothing."""
    low, high = sorted((one.id, other.id))
    if db.session.get(Difference, (StakeholderKind.CONTACT, low, high)) is not None:
        return
    db.session.add(Difference(kind=StakeholderKind.CONTACT, one_id=low, other_id=high))
    db.session.execute(delete(ContactLikeness).where(ContactLikeness.one_id == low, ContactLikeness.other_id == high))
    ledger.record(verbs.CONTACTS_TOLD_APART, subject_id=low, actor_id=actor.account_id, other=high)
