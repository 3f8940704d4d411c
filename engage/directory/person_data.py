"""What the directory holds of a person."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.person import Fate, Holding, Person, Wish, addressed, erases, finds, holds, one_of
from engage.directory.actions.erasing import erase_contact
from engage.directory.models import (
    Channel,
    Contact,
    ContactAddress,
    ContactLink,
    ContactPermission,
    ContactRole,
    ContactWord,
    ErasedObjection,
    Format,
    Merge,
    NetworkMember,
    Organisation,
    OrganisationMember,
    RecordKind,
    RecordRevision,
    StakeholderKind,
)
from engage.directory.queries.contacts import contact_ids_of
from engage.directory.queries.erased import hashes_of

GONE = "nothing in the directory says who it was any more"


@finds
def contacts_of(person: Person) -> Person:
    """Entries with the address, or linked with the account by the person's agreement; with all their doubles."""
    at_address = select(ContactAddress.contact_id).where(
        ContactAddress.channel == Channel.EMAIL, addressed(ContactAddress.key, person)
    )
    linked = one_of(Contact.account_id, person.ids("account"))
    rows = db.session.execute(
        select(Contact.id, Contact.merged_into_id).where(
            or_(Contact.id.in_(at_address), linked), Contact.erased_at.is_(None)
        )
    ).all()
    ids = {each for row in rows for each in contact_ids_of(row.merged_into_id or row.id)}
    names = db.session.scalars(select(Contact.name).where(Contact.id.in_(ids)))
    return person.adding("contact", ids).named(names)


@erases
def erase_entries(actor: Viewer, person: Person, _wish: Wish) -> bool:
    """Erase the entries as staff do by hand; what the person objected to is still known by the address alone.

    One that became part of another since the erasure was asked for goes with that other one.
    """
    whole = select(func.coalesce(Contact.merged_into_id, Contact.id)).where(one_of(Contact.id, person.ids("contact")))
    kept = select(Contact).where(Contact.id.in_(whole), Contact.erased_at.is_(None)).order_by(Contact.id)
    found = db.session.scalars(kept.limit(1)).first()
    if found is not None:
        erase_contact(actor, contact=found, never_again=False)
    return found is not None


def _of(column: Any) -> Callable[[Person], ColumnElement[bool]]:
    return lambda person: one_of(column, person.ids("contact"))


def _of_people(person: Person) -> ColumnElement[bool]:
    ids = person.ids("contact")
    return and_(Merge.kind == StakeholderKind.CONTACT, or_(one_of(Merge.kept_id, ids), one_of(Merge.double_id, ids)))


def _revisions(person: Person) -> ColumnElement[bool]:
    ids = person.ids("contact")
    terms = select(NetworkMember.id).where(one_of(NetworkMember.contact_id, ids))
    return or_(
        and_(RecordRevision.kind == RecordKind.CONTACT, one_of(RecordRevision.subject_id, ids)),
        and_(RecordRevision.kind == RecordKind.NETWORK_MEMBER, RecordRevision.subject_id.in_(terms)),
    )


_NAME = select(Organisation.name)
holds(
    Holding(
        "Ways to reach you",
        ContactAddress,
        _of(ContactAddress.contact_id),
        Fate.DELETED,
        GONE,
        also=("channel",),
        unseen={"key": "the same as the address, as addresses are compared"},
    ),
    Holding(
        "What you are at organisations",
        ContactRole,
        _of(ContactRole.contact_id),
        Fate.DELETED,
        GONE,
        also=(
            ("At", _NAME.where(Organisation.id == ContactRole.organisation_id).scalar_subquery()),
            "since",
            "until",
        ),
    ),
    Holding(
        "What you agreed and objected to",
        ContactPermission,
        _of(ContactPermission.contact_id),
        Fate.DELETED,
        "an objection is remembered by a keyed hash of the address, so that nobody writes to it again",
        also=("purpose", "basis", "at"),
    ),
    Holding(
        "Words by which you are found",
        ContactWord,
        _of(ContactWord.contact_id),
        Fate.DELETED,
        GONE,
    ),
    Holding(
        "Whether your entry may be linked with your account",
        ContactLink,
        lambda person: or_(one_of(ContactLink.contact_id, person.ids("contact")), addressed(ContactLink.email, person)),
        Fate.DELETED,
        GONE,
        also=("state", "asked_at", "answered_at", "ended_at"),
    ),
    Holding(
        "Your entry in the directory",
        Contact,
        _of(Contact.id),
        Fate.EMPTIED,
        "meetings go on counting how many people took part",
        also=("channel", "source", "added_at", "last_confirmed_at"),
        unseen={"name_key": "the same as the name, as names are sorted"},
        empties={
            "name": "",
            "name_key": "",
            "language": "en",
            "format": Format.STANDARD,
            "note": "",
            "source": "",
            "without_email": True,
        },
    ),
    Holding(
        "Networks and panels that you are part of",
        NetworkMember,
        _of(NetworkMember.contact_id),
        Fate.EMPTIED,
        "a panel goes on counting how many people it had",
        also=("since", "until"),
        empties={"part": ""},
    ),
    Holding(
        "What your entry said before it was changed",
        RecordRevision,
        _revisions,
        Fate.EMPTIED,
        "the record goes on saying that something was changed, and when",
        also=("kind",),
        empties={"held": ""},
        only_by_staff=True,
    ),
    Holding(
        "Earlier values, kept to undo a merge",
        Merge,
        _of_people,
        Fate.EMPTIED,
        "the merge can no longer be undone",
        unseen={"moved": "how our tables were changed; what it holds of you is in your entry"},
        also=("at", "undone_at"),
        empties={"moved": "{}"},
        only_by_staff=True,
    ),
    Holding(
        "Organisations whose members you are",
        OrganisationMember,
        lambda person: one_of(OrganisationMember.account_id, person.ids("account")),
        Fate.DELETED,
        "a closed account acts for nobody",
        also=(("Organisation", _NAME.where(Organisation.id == OrganisationMember.organisation_id).scalar_subquery()),),
    ),
    Holding(
        "Objections from before you were erased",
        ErasedObjection,
        lambda person: one_of(
            ErasedObjection.address_hash, hashes_of([(Channel.EMAIL, each) for each in person.emails])
        ),
        Fate.KEPT,
        "without it we might write to you again; it is a keyed hash that leads only from the address to the objection",
        also=("purpose", "at"),
        unseen={"address_hash": "a hash of the address, which nobody can read"},
    ),
)
