"""Erasing a person from the directory: all that says who it was goes, what counts and what is sealed stays."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from sqlalchemy import delete, or_, select, update

from engage.core import clock, ledger, outbox
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.directory import verbs
from engage.directory.actions.revising import forget
from engage.directory.models import (
    Channel,
    Contact,
    ContactAddress,
    ContactArea,
    ContactLink,
    ContactPermission,
    ContactRole,
    ContactTopic,
    ContactWord,
    ErasedObjection,
    Format,
    Merge,
    NetworkMember,
    Purpose,
    RecordKind,
    StakeholderKind,
)
from engage.directory.queries.contacts import contact_ids_of, last_said
from engage.directory.queries.erased import address_hash

_HELD: tuple[Any, ...] = (
    ContactAddress,
    ContactArea,
    ContactPermission,
    ContactRole,
    ContactTopic,
    ContactWord,
)
Step = Callable[[Sequence[int], Collection[str]], None]
# Files, likely doubles and changes of many records stand above the directory, and say here how they forget somebody.
_steps: list[Step] = []


def also(step: Step) -> Step:
    """Take this step too when a person is erased, known by these ids and by these names and addresses."""
    if step not in _steps:
        _steps.append(step)
    return step


def erase_contact(actor: Viewer, *, contact: Contact, never_again: bool) -> None:
    """Erase a person with all doubles; what remains is a stub that engagements and the ledger still count.

    What the person objected to is remembered by a keyed hash of each address: everything if `never_again`.
    """
    # Who changes the person in the same instant is waited for, and what was added goes too.
    db.session.refresh(contact, with_for_update=True)
    if contact.merged_into_id is not None or contact.erased_at is not None:
        raise Refused("Choose a record that is neither part of another one nor erased.")
    ids = contact_ids_of(contact.id)
    objected = list(Purpose) if never_again else [each.purpose for each in last_said(contact.id) if not each.agreed]
    _remember(ids, objected)
    named = _named(ids)
    for step in _steps:
        step(ids, named)
    _empty(ids)
    _empty_history(ids)
    for each in ids:
        ledger.record(verbs.CONTACT_ERASED, subject_id=each, actor_id=actor.account_id, objected=bool(objected))
    db.session.expire_all()


def _named(ids: Sequence[int]) -> list[str]:
    names = db.session.scalars(select(Contact.name).where(Contact.id.in_(ids)))
    return [*names, *db.session.scalars(select(ContactAddress.value).where(ContactAddress.contact_id.in_(ids)))]


def _remember(ids: Sequence[int], objected: Collection[Purpose]) -> None:
    rows = db.session.execute(
        select(ContactAddress.channel, ContactAddress.key).where(ContactAddress.contact_id.in_(ids))
    )
    hashes = {address_hash((channel, key)) for channel, key in rows if channel is not Channel.POST}
    for each in sorted(hashes):
        for purpose in objected:
            db.session.merge(ErasedObjection(address_hash=each, purpose=purpose, at=clock.now()))
    db.session.flush()


def _empty(ids: Sequence[int]) -> None:
    for model in _HELD:
        db.session.execute(delete(model).where(model.contact_id.in_(ids)))
    db.session.execute(update(NetworkMember).where(NetworkMember.contact_id.in_(ids)).values(part=""))
    nothing = {
        "name": "",
        "name_key": "",
        "channel": Channel.EMAIL,
        "language": "en",
        "format": Format.STANDARD,
        "note": "",
        "source": "",
        "without_email": True,
        "account_id": None,
        "last_confirmed_at": None,
        "erased_at": clock.now(),
    }
    db.session.execute(update(Contact).where(Contact.id.in_(ids)).values(nothing))


def _empty_history(ids: Sequence[int]) -> None:
    """What was said before, what takes merges back, and what the person was asked."""
    merged = or_(Merge.kept_id.in_(ids), Merge.double_id.in_(ids))
    db.session.execute(update(Merge).where(Merge.kind == StakeholderKind.CONTACT, merged).values(moved="{}"))
    for link_id in db.session.scalars(select(ContactLink.id).where(ContactLink.contact_id.in_(ids))):
        outbox.drop_planned(f"contact-link:{link_id}:")
    db.session.execute(delete(ContactLink).where(ContactLink.contact_id.in_(ids)))
    forget(RecordKind.CONTACT, ids)
    forget(RecordKind.NETWORK_MEMBER, select(NetworkMember.id).where(NetworkMember.contact_id.in_(ids)))
