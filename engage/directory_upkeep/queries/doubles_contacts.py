"""Which contacts look like one person: a bounded number of candidates, found by index, and what speaks for each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, Row, Select, select, tuple_
from sqlalchemy.orm import aliased

from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory.keys import words_of
from engage.directory.models import (
    Channel,
    Contact,
    ContactAddress,
    ContactPermission,
    ContactRole,
    ContactWord,
    Difference,
    Format,
    Merge,
    Network,
    NetworkMember,
    Organisation,
    StakeholderKind,
)
from engage.directory.queries.contacts import (
    addresses_of,
    areas_of_contact,
    last_said,
    roles_of,
    topics_of_contact,
    within_scope,
)
from engage.directory.queries.networks import networks_of_contact
from engage.directory_upkeep.models import ContactLikeness
from engage.directory_upkeep.paging import Place
from engage.taxonomy.models import Area, Topic

EACH_WAY = 40
MOST_PAIRS = 2_000
SHOWN = 20
ALIKE = 88
NEARLY_ALIKE = 60
FOR_ADDRESS = 40
FOR_PLACE = 15
_SAME = {
    Channel.EMAIL: "the same email address",
    Channel.PHONE: "the same telephone number",
    Channel.POST: "the same postal address",
}
SAME_PLACE = "the same organisation"
Pair = tuple[int, int]


@dataclass(frozen=True)
class ContactDouble:
    """A contact that may be another one's double, and why."""

    contact: Contact
    reasons: tuple[str, ...]
    score: int


@dataclass(frozen=True)
class Likely:
    """Two contacts that are probably one person."""

    one: Contact
    other: Contact
    reasons: str
    score: int


@dataclass(frozen=True)
class Found:
    """What speaks for it that the contacts of a pair are one person."""

    reasons: tuple[str, ...]
    score: int


def likely_contact_doubles(viewer: Viewer, contact: Contact) -> list[ContactDouble]:
    """The contacts most like one that the viewer may see, the likeliest first; those told apart are left out."""
    shared = _shared([contact.id])
    for other in _namesakes(contact):
        shared.setdefault(_pair(contact.id, other), set())
    judged = judge(shared)
    ids = {other: found for pair, found in judged.items() for other in pair if other != contact.id}
    rows = db.session.scalars(select(Contact).where(Contact.id.in_(ids), *_standing(), *within_scope(viewer)))
    doubles = [ContactDouble(row, ids[row.id].reasons, ids[row.id].score) for row in rows]
    return sorted(doubles, key=lambda each: (-each.score, each.contact.id))[:SHOWN]


def likely_pairs(contact_ids: Collection[int]) -> dict[Pair, Found]:
    """The pairs in which one of these contacts and another share more than a name, and are probably one person."""
    return judge(_shared(contact_ids))


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _standing() -> list[ColumnElement[bool]]:
    return [Contact.merged_into_id.is_(None), Contact.erased_at.is_(None)]


def _shared(contact_ids: Collection[int]) -> dict[Pair, set[str]]:
    """Who has an address of one of these contacts, or its name at one of its organisations: so many and no more."""
    found: dict[Pair, set[str]] = {}
    mine, theirs = aliased(ContactAddress), aliased(ContactAddress)
    addresses = (
        select(mine.contact_id, theirs.contact_id, mine.channel)
        .join(theirs, (theirs.channel == mine.channel) & (theirs.key == mine.key))
        .where(mine.contact_id.in_(contact_ids), theirs.contact_id != mine.contact_id)
        .limit(_most(contact_ids))
    )
    for one, other, channel in db.session.execute(addresses):
        found.setdefault(_pair(one, other), set()).add(_SAME[channel])
    for one, other in db.session.execute(_at_one_place(contact_ids)):
        found.setdefault(_pair(one, other), set()).add(SAME_PLACE)
    return found


def _at_one_place(contact_ids: Collection[int]) -> Select[int, int]:
    """Those of the same name at the same organisation: from the name, since a few thousand can be at one place."""
    me, them = aliased(Contact), aliased(Contact)
    mine, theirs = aliased(ContactRole), aliased(ContactRole)
    return (
        select(me.id, them.id)
        .join(them, (them.name_key == me.name_key) & (them.id != me.id))
        .join(mine, mine.contact_id == me.id)
        .join(theirs, (theirs.contact_id == them.id) & (theirs.organisation_id == mine.organisation_id))
        .where(me.id.in_(contact_ids))
        .limit(_most(contact_ids))
    )


def _most(contact_ids: Collection[int]) -> int:
    return min(MOST_PAIRS, EACH_WAY * len(contact_ids))


def _namesakes(contact: Contact) -> Sequence[int]:
    """Who has the first and the last word of a name in any order."""
    words = words_of(contact.name)
    if len(words) < 2:
        return []
    first, last = aliased(ContactWord), aliased(ContactWord)
    return db.session.scalars(
        select(first.contact_id)
        .join(last, (last.contact_id == first.contact_id) & (last.word == words[-1]))
        .where(first.word == words[0], first.contact_id != contact.id)
        .limit(EACH_WAY)
    ).all()


def judge(shared: dict[Pair, set[str]]) -> dict[Pair, Found]:
    """Of pairs with what they share, those that are probably one person and that nobody told apart."""
    ids = {each for pair in shared for each in pair}
    columns = select(Contact.id, Contact.name_key).where(Contact.id.in_(ids), *_standing())
    names: dict[int, str] = {row.id: row.name_key for row in db.session.execute(columns)}
    apart = _told_apart(ids)
    found = {
        pair: _found(names[pair[0]], names[pair[1]], said)
        for pair, said in shared.items()
        if pair[0] in names and pair[1] in names and pair not in apart
    }
    return {pair: each for pair, each in found.items() if each is not None}


def _told_apart(ids: Collection[int]) -> set[Pair]:
    rows = db.session.execute(
        select(Difference.one_id, Difference.other_id).where(
            Difference.kind == StakeholderKind.CONTACT, Difference.one_id.in_(ids), Difference.other_id.in_(ids)
        )
    )
    return {(one, other) for one, other in rows}


def _found(one: str, other: str, said: set[str]) -> Found | None:
    names = int(fuzz.token_sort_ratio(one, other))
    addresses = said - {SAME_PLACE}
    if names < (NEARLY_ALIKE if addresses else ALIKE) and _SAME[Channel.EMAIL] not in said:
        return None
    alike = ("the same name",) if names == 100 else ("nearly the same name",) if names >= NEARLY_ALIKE else ()
    score = names + FOR_ADDRESS * len(addresses) + FOR_PLACE * (SAME_PLACE in said)
    return Found((*alike, *sorted(said)), score)


@dataclass(frozen=True)
class Side:
    """One of two records that are compared, with all that is known of it."""

    contact: Contact
    addresses: Sequence[ContactAddress]
    roles: Sequence[tuple[ContactRole, Organisation]]
    networks: Sequence[tuple[NetworkMember, Network]]
    interests: Sequence[Topic | Area]
    permissions: Sequence[ContactPermission]

    @property
    def fullness(self) -> tuple[bool, int]:
        """How much speaks for it that this is the record to keep: not closed, and more is known of it."""
        own = self.contact
        said = sum(map(bool, (own.note, own.account_id, own.language != "en", own.format is not Format.STANDARD)))
        parts = (self.addresses, self.roles, self.networks, self.interests, self.permissions)
        return own.closed_at is None, said + sum(map(len, parts))


def side_of(contact: Contact) -> Side:
    """A record as it is compared with another, in a fixed number of statements."""
    return Side(
        contact,
        addresses_of(contact.id),
        roles_of(contact.id),
        networks_of_contact(contact.id),
        [*topics_of_contact(contact.id), *areas_of_contact(contact.id)],
        last_said(contact.id),
    )


def likely_overall(viewer: Viewer, *, after: Place | None = None, limit: int = 50) -> Sequence[Likely]:
    """The likeliest pairs that the worker found and whose two the viewer may see, behind a place (score, ids)."""
    one, other = aliased(Contact), aliased(Contact)
    seen = select(Contact.id).where(*within_scope(viewer))
    place = tuple_(ContactLikeness.score, ContactLikeness.one_id, ContactLikeness.other_id)
    wanted = (
        select(one, other, ContactLikeness.reasons, ContactLikeness.score)
        .join(one, one.id == ContactLikeness.one_id)
        .join(other, other.id == ContactLikeness.other_id)
        .where(*(each.merged_into_id.is_(None) for each in (one, other)))
        .where(*(each.erased_at.is_(None) for each in (one, other)))
    )
    if within_scope(viewer):
        wanted = wanted.where(one.id.in_(seen), other.id.in_(seen))
    if after is not None:
        wanted = wanted.where(place < after)
    order = (ContactLikeness.score.desc(), ContactLikeness.one_id.desc(), ContactLikeness.other_id.desc())
    return [Likely(*row) for row in db.session.execute(wanted.order_by(*order).limit(limit))]


def contact_merges(contact_id: int) -> Sequence[Row[Merge, Contact]]:
    """The doubles that were made part of a contact and still are, newest first."""
    return db.session.execute(
        select(Merge, Contact)
        .join(Contact, Contact.id == Merge.double_id)
        .where(Merge.kind == StakeholderKind.CONTACT, Merge.kept_id == contact_id, Merge.undone_at.is_(None))
        .order_by(Merge.id.desc())
    ).all()
