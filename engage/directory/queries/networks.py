"""Reads of networks, partnerships and panels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import abort
from sqlalchemy import ColumnElement, and_, func, select

from engage.core.database import db
from engage.core.files import StoredFile
from engage.core.permissions import Viewer
from engage.directory import rights
from engage.directory.models import (
    Contact,
    Network,
    NetworkMeeting,
    NetworkMember,
    NetworkPaper,
    Organisation,
)
from engage.directory.queries.contacts import within_scope
from engage.directory.queries.history import Happening, History


@dataclass(frozen=True)
class Term:
    """A member with who it is; a person whom the viewer may not see has no name."""

    member: NetworkMember
    organisation: Organisation | None
    contact: Contact | None

    @property
    def name(self) -> str:
        """What the member is called."""
        known = self.organisation or self.contact
        return known.name if known else "A person outside of your areas"

    def is_over(self, today: date) -> bool:
        """Whether the term has ended."""
        return self.member.until is not None and self.member.until < today


def all_networks() -> Sequence[tuple[Network, int]]:
    """Every network by name with how many belong to it now, those at work first."""
    count = (
        select(func.count())
        .select_from(NetworkMember)
        .where(NetworkMember.network_id == Network.id, NetworkMember.until.is_(None))
        .scalar_subquery()
    )
    rows = db.session.execute(select(Network, count).order_by(Network.ended_on.is_not(None), Network.name, Network.id))
    return [(row[0], row[1]) for row in rows]


def network_or_404(network_id: int) -> Network:
    """The network of an id; 404 when there is none."""
    return db.session.get(Network, network_id) or abort(404)


def may_write(viewer: Viewer, network: Network) -> bool:
    """Whether the viewer may change a network: the role holds everywhere or in its area."""
    return viewer.may(rights.WRITE, [network.area_id] if network.area_id else [])


def access_network(viewer: Viewer, network_id: int) -> Network:
    """A network that the viewer may change; 404 for none, 403 for one outside of the viewer's areas."""
    found = network_or_404(network_id)
    if not may_write(viewer, found):
        abort(403)
    return found


def terms_of(viewer: Viewer, network_id: int) -> Sequence[Term]:
    """The members of a network with their terms, those who belong to it now first."""
    seen = and_(Contact.id == NetworkMember.contact_id, Contact.erased_at.is_(None), *within_scope(viewer))
    rows = db.session.execute(
        select(NetworkMember, Organisation, Contact)
        .outerjoin(Organisation, Organisation.id == NetworkMember.organisation_id)
        .outerjoin(Contact, seen)
        .where(NetworkMember.network_id == network_id)
        .order_by(NetworkMember.until.is_not(None), Organisation.name, Contact.name_key, NetworkMember.id)
    )
    return [Term(*row) for row in rows]


def term_of(viewer: Viewer, network_id: int, member_id: int) -> Term:
    """One member of a network; 404 for none, and for a person whom the viewer may not see."""
    found = next((each for each in terms_of(viewer, network_id) if each.member.id == member_id), None)
    if found is None or not (found.organisation or found.contact):
        abort(404)
    return found


def with_members(history: History, terms: Sequence[Term]) -> History:
    """A network's history that says which member each happening is about; a person stays unnamed as in the terms."""
    names = {term.member.id: term.name for term in terms}
    return replace(history, happenings=[_of_member(each, names) for each in history.happenings])


def _of_member(happening: Happening, names: Mapping[int, str]) -> Happening:
    name = names.get(happening.facts.get("member_id", 0))
    return replace(happening, about=": ".join(filter(None, (name, happening.about)))) if name else happening


def networks_of(organisation_id: int) -> Sequence[tuple[NetworkMember, Network]]:
    """The networks to which an organisation belongs or belonged, the present first."""
    return _networks_where(NetworkMember.organisation_id == organisation_id)


def networks_of_contact(contact_id: int) -> Sequence[tuple[NetworkMember, Network]]:
    """The networks and panels to which a person belongs or belonged, the present first."""
    return _networks_where(NetworkMember.contact_id == contact_id)


def _networks_where(is_member: ColumnElement[bool]) -> Sequence[tuple[NetworkMember, Network]]:
    rows = db.session.execute(
        select(NetworkMember, Network)
        .join(Network, Network.id == NetworkMember.network_id)
        .where(is_member)
        .order_by(NetworkMember.until.is_not(None), Network.name, NetworkMember.id)
    )
    return [(row[0], row[1]) for row in rows]


def meetings_of(network_id: int, *, limit: int = 200) -> Sequence[NetworkMeeting]:
    """The newest meetings of a network, newest first."""
    return db.session.scalars(
        select(NetworkMeeting)
        .where(NetworkMeeting.network_id == network_id)
        .order_by(NetworkMeeting.held_on.desc(), NetworkMeeting.id.desc())
        .limit(limit)
    ).all()


def meeting_or_404(network_id: int, meeting_id: int) -> NetworkMeeting:
    """A meeting of a network; 404 when there is none."""
    found = db.session.get(NetworkMeeting, meeting_id)
    return found if found is not None and found.network_id == network_id else abort(404)


def papers_of(meeting_id: int) -> Sequence[tuple[NetworkPaper, StoredFile]]:
    """The papers of a meeting in the order in which they came."""
    rows = db.session.execute(
        select(NetworkPaper, StoredFile)
        .join(StoredFile, StoredFile.id == NetworkPaper.file_id)
        .where(NetworkPaper.meeting_id == meeting_id, NetworkPaper.removed_at.is_(None))
        .order_by(NetworkPaper.id)
    )
    return [(row[0], row[1]) for row in rows]
