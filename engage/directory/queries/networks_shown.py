"""Networks, partnerships and panels as everybody may see them: those that agreed, and of them what is public."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort
from sqlalchemy import select, tuple_

from engage.core.database import db
from engage.core.files import StoredFile
from engage.directory.models import Contact, Network, NetworkMeeting, NetworkMember, NetworkPaper, Organisation


@dataclass(frozen=True)
class ShownMember:
    """A member who may be named, with the term; an organisation with a page of its own has its slug."""

    name: str
    slug: str
    part: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Membership:
    """Who belongs to a network now and who did before, and how many belong to it now who are not named."""

    present: Sequence[ShownMember]
    former: Sequence[ShownMember]
    unnamed: int


@dataclass(frozen=True)
class ShownMeeting:
    """A meeting that everybody may read of, with its papers."""

    meeting: NetworkMeeting
    papers: Sequence[tuple[NetworkPaper, StoredFile]]


def shown_networks(*, area_ids: Collection[int] | None = None) -> Sequence[Network]:
    """The public networks, those at work first, by name."""
    wanted = select(Network).where(Network.is_public)
    if area_ids is not None:
        wanted = wanted.where(Network.area_id.in_(area_ids))
    return db.session.scalars(wanted.order_by(Network.ended_on.is_not(None), Network.name, Network.id)).all()


def shown_network(slug: str) -> Network:
    """The public network at an address; 404 for all else."""
    found = db.session.scalars(select(Network).where(Network.slug == slug, Network.is_public)).first()
    return found or abort(404)


def shown_networks_of(organisation_ids: Collection[int]) -> Sequence[tuple[NetworkMember, Network]]:
    """The public networks to which organisations belong or belonged, the present first."""
    rows = db.session.execute(
        select(NetworkMember, Network)
        .join(Network, Network.id == NetworkMember.network_id)
        .where(NetworkMember.organisation_id.in_(organisation_ids), Network.is_public)
        .order_by(NetworkMember.until.is_not(None), Network.name, NetworkMember.id)
    )
    return [(row[0], row[1]) for row in rows]


def membership_of(network: Network, today: date) -> Membership:
    """Who belongs to a network, by name: organisations with a page, and people who agreed to be named."""
    rows = db.session.execute(
        select(NetworkMember, Organisation, Contact)
        .outerjoin(Organisation, (Organisation.id == NetworkMember.organisation_id) & Organisation.is_public)
        .outerjoin(
            Contact,
            (Contact.id == NetworkMember.contact_id) & Contact.erased_at.is_(None) & NetworkMember.is_named,
        )
        .where(NetworkMember.network_id == network.id)
        .order_by(NetworkMember.organisation_id.is_(None), Organisation.name, Contact.name_key, NetworkMember.id)
    )
    terms: list[tuple[bool, ShownMember | None]] = [
        (member.until is not None and member.until < today, _shown(member, organisation, contact))
        for member, organisation, contact in rows
    ]
    return Membership(
        present=[shown for is_over, shown in terms if shown and not is_over],
        former=[shown for is_over, shown in terms if shown and is_over],
        unnamed=sum(shown is None and not is_over for is_over, shown in terms),
    )


def _shown(member: NetworkMember, organisation: Organisation | None, contact: Contact | None) -> ShownMember | None:
    known = organisation or contact
    if known is None:
        return None
    return ShownMember(known.name, organisation.slug if organisation else "", member.part, member.since, member.until)


def shown_meetings(
    network: Network, *, after: tuple[date, int] | None = None, limit: int = 20
) -> Sequence[ShownMeeting]:
    """The public meetings of a network, newest first, behind a place (held_on, id), each with its papers."""
    wanted = select(NetworkMeeting).where(NetworkMeeting.network_id == network.id, NetworkMeeting.is_public)
    if after is not None:
        wanted = wanted.where(tuple_(NetworkMeeting.held_on, NetworkMeeting.id) < after)
    meetings = db.session.scalars(
        wanted.order_by(NetworkMeeting.held_on.desc(), NetworkMeeting.id.desc()).limit(limit)
    ).all()
    rows = db.session.execute(
        select(NetworkPaper, StoredFile)
        .join(StoredFile, StoredFile.id == NetworkPaper.file_id)
        .where(NetworkPaper.meeting_id.in_([each.id for each in meetings]), NetworkPaper.removed_at.is_(None))
        .order_by(NetworkPaper.id)
    ).all()
    return [
        ShownMeeting(each, [(paper, stored) for paper, stored in rows if paper.meeting_id == each.id])
        for each in meetings
    ]


def meeting_place(network: Network, meeting_id: int) -> tuple[date, int]:
    """The place of a public meeting in the list of its network; 404 when there is none."""
    found = db.session.get(NetworkMeeting, meeting_id)
    if found is None or found.network_id != network.id or not found.is_public:
        abort(404)
    return found.held_on, found.id


def shown_paper(network: Network, paper_id: int) -> StoredFile:
    """The file of a paper that everybody may read; 404 for all else."""
    found = db.session.scalars(
        select(StoredFile)
        .join(NetworkPaper, NetworkPaper.file_id == StoredFile.id)
        .join(NetworkMeeting, NetworkMeeting.id == NetworkPaper.meeting_id)
        .where(
            NetworkPaper.id == paper_id,
            NetworkPaper.removed_at.is_(None),
            NetworkMeeting.network_id == network.id,
            NetworkMeeting.is_public,
        )
    ).first()
    return found or abort(404)
