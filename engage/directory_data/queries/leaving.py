"""Organisations with all that the directory has of them, many at a time and by key, for files that leave it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import aliased

from engage.core.database import db
from engage.core.i18n import today
from engage.directory.models import (
    FormerName,
    Network,
    NetworkMember,
    Organisation,
    OrganisationAddress,
    OrganisationArea,
    OrganisationCode,
    OrganisationDomain,
    OrganisationKind,
    OrganisationSuccession,
    OrganisationTopic,
)
from engage.directory.queries.keeping import is_member_on
from engage.taxonomy.models import Area, Topic

Texts = dict[int, list[str]]


@dataclass(frozen=True)
class Leaving:
    """Organisations by id, and of each what it is called elsewhere, where it is and where it belongs, as texts."""

    rows: Sequence[Row[Any]]
    kinds: dict[int, str]
    names: dict[int, str]
    former: Texts
    codes: Texts
    areas: Texts
    addresses: Texts
    domains: Texts
    topics: Texts
    predecessors: Texts
    successors: Texts
    networks: Texts


def organisations_leaving(where: Sequence[ColumnElement[bool]], *, after: int = 0, limit: int = 500) -> Leaving:
    """The next organisations behind an id, in a fixed number of statements."""
    columns = [column for column in Organisation.__table__.c if column.name not in ("name_key", "merged_into_id")]
    wanted = select(*columns).where(*where, Organisation.id > after).order_by(Organisation.id).limit(limit)
    rows = db.session.execute(wanted).all()
    ids = [row.id for row in rows]
    parents = {row.parent_id for row in rows if row.parent_id}
    return Leaving(
        rows,
        {row.id: row.name for row in db.session.execute(select(OrganisationKind.id, OrganisationKind.name))},
        _names(parents),
        _texts(_of(FormerName, FormerName.said, ids)),
        _texts(_of(OrganisationCode, OrganisationCode.scheme + " " + OrganisationCode.code, ids)),
        _texts(_terms(OrganisationArea, Area, OrganisationArea.area_id, ids)),
        _texts(_of(OrganisationAddress, _address(), ids)),
        _texts(_of(OrganisationDomain, OrganisationDomain.domain, ids)),
        _texts(_terms(OrganisationTopic, Topic, OrganisationTopic.topic_id, ids)),
        _texts(_beside(OrganisationSuccession.predecessor_id, OrganisationSuccession.successor_id, ids)),
        _texts(_beside(OrganisationSuccession.successor_id, OrganisationSuccession.predecessor_id, ids)),
        _texts(_networks(ids)),
    )


def _texts(wanted: Select[Any]) -> Texts:
    """Texts by the id of what they belong to, each once, in a settled order."""
    found: Texts = defaultdict(list)
    for key, text in db.session.execute(wanted):
        if text not in found[key]:
            found[key].append(text)
    return found


def _names(ids: Collection[int]) -> dict[int, str]:
    rows = db.session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids)))
    return {row.id: row.name for row in rows}


def _of(kind: Any, text: Any, ids: Collection[int]) -> Select[Any]:
    order = text if kind in (OrganisationCode, OrganisationDomain) else kind.id
    return select(kind.organisation_id, text).where(kind.organisation_id.in_(ids)).order_by(order)


def _address() -> Any:
    return func.trim(OrganisationAddress.lines + "\n" + OrganisationAddress.postcode, "\n")


def _terms(kind: Any, term: Any, held: Any, ids: Collection[int]) -> Select[Any]:
    wanted = select(kind.organisation_id, term.name).join(term, term.id == held)
    return wanted.where(kind.organisation_id.in_(ids)).order_by(term.name)


def _beside(wanted: Any, given: Any, ids: Collection[int]) -> Select[Any]:
    """The names of those on the other side of a succession; one that became part of another is read as that one."""
    named = aliased(Organisation)
    kept = (
        select(given, Organisation.name)
        .join(named, named.id == wanted)
        .join(Organisation, Organisation.id == func.coalesce(named.merged_into_id, named.id))
    )
    return kept.where(given.in_(ids)).order_by(Organisation.name)


def _networks(ids: Collection[int]) -> Select[Any]:
    owner: Any = NetworkMember.organisation_id
    wanted = select(owner, Network.name).join(Network, Network.id == NetworkMember.network_id)
    return wanted.where(owner.in_(ids), *is_member_on(today())).order_by(Network.name)
