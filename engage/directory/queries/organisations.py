"""Reads of organisations."""

from collections.abc import Collection, Sequence

from flask import abort
from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from engage.accounts.models import Account
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.search_words import holds, plain_marks, with_plain_marks
from engage.directory import rights
from engage.directory.models import (
    Organisation,
    OrganisationArea,
    OrganisationDomain,
    OrganisationMember,
    OrganisationTopic,
)
from engage.taxonomy.models import Area, Topic


def organisation(organisation_id: int) -> Organisation | None:
    """The organisation of an id."""
    return db.session.get(Organisation, organisation_id)


def kept_organisation(organisation_id: int) -> Organisation | None:
    """The organisation of an id, or the one that it became part of."""
    found = organisation(organisation_id)
    return found if found is None or found.merged_into_id is None else organisation(found.merged_into_id)


def organisation_by_slug(slug: str) -> Organisation | None:
    """The organisation of a slug, or the one that it became part of."""
    named = aliased(Organisation)
    same = Organisation.id == func.coalesce(named.merged_into_id, named.id)
    return db.session.scalars(select(Organisation).join(named, same).where(named.slug == slug)).first()


def ids_of(organisation_id: int) -> Sequence[int]:
    """The ids under which other parts of the site know an organisation, whichever of them one knows it by."""
    own = select(func.coalesce(Organisation.merged_into_id, Organisation.id)).where(Organisation.id == organisation_id)
    kept = own.scalar_subquery()
    return db.session.scalars(
        select(Organisation.id)
        .where((Organisation.id == kept) | (Organisation.merged_into_id == kept))
        .order_by(Organisation.id)
    ).all()


def is_taken(slug: str) -> bool:
    """Whether a slug is or was the address of an organisation."""
    return bool(db.session.scalar(select(exists().where(Organisation.slug == slug))))


def organisations(*, limit: int) -> Sequence[Organisation]:
    """The first organisations by name, without those that became part of another."""
    return db.session.scalars(_standing().limit(limit)).all()


def organisations_by_id(ids: Collection[int]) -> Sequence[Organisation]:
    """Those of the organisations that have not become part of another, by name."""
    return db.session.scalars(_standing().where(Organisation.id.in_(ids))).all()


def organisations_named(words: str, limit: int) -> Sequence[Organisation]:
    """The one whose name or short name is exactly this; else those whose name holds the words."""
    names = (Organisation.name, Organisation.short_name)
    wanted = plain_marks(words).lower()
    exact = db.session.scalars(_standing().where(or_(*(with_plain_marks(one) == wanted for one in names)))).all()
    if exact:
        return exact[:limit]
    holding = or_(*(holds(one, words) for one in names))
    return db.session.scalars(_standing().where(holding).limit(limit)).all()


def _standing() -> Select[Organisation]:
    unmerged = select(Organisation).where(Organisation.merged_into_id.is_(None))
    return unmerged.order_by(Organisation.name, Organisation.id)


def organisations_of(account_id: int) -> list[int]:
    """The ids of the organisations for which an account may act."""
    return list(
        db.session.scalars(
            select(OrganisationMember.organisation_id)
            .where(OrganisationMember.account_id == account_id)
            .order_by(OrganisationMember.organisation_id)
        )
    )


def areas_of(organisation_id: int) -> Sequence[Area]:
    """The areas that an organisation serves, by name."""
    return db.session.scalars(
        select(Area)
        .join(OrganisationArea, OrganisationArea.area_id == Area.id)
        .where(OrganisationArea.organisation_id == organisation_id)
        .order_by(Area.name)
    ).all()


def area_names(organisation_ids: Collection[int]) -> dict[int, str]:
    """The names of the areas that organisations serve, in one line for each."""
    rows = db.session.execute(
        select(OrganisationArea.organisation_id, Area.name)
        .join(Area, Area.id == OrganisationArea.area_id)
        .where(OrganisationArea.organisation_id.in_(organisation_ids))
        .order_by(Area.name)
    )
    found: dict[int, str] = {}
    for row in rows:
        found[row.organisation_id] = (
            f"{found[row.organisation_id]}, {row.name}" if row.organisation_id in found else row.name
        )
    return found


def topics_of(organisation_id: int) -> Sequence[Topic]:
    """The topics in which an organisation has an interest, by name."""
    return db.session.scalars(
        select(Topic)
        .join(OrganisationTopic, OrganisationTopic.topic_id == Topic.id)
        .where(OrganisationTopic.organisation_id == organisation_id)
        .order_by(Topic.name)
    ).all()


def domains_known(organisation_id: int) -> Sequence[str]:
    """The domains that staff know to be an organisation's own, beside those of its website and address."""
    return db.session.scalars(
        select(OrganisationDomain.domain)
        .where(OrganisationDomain.organisation_id == organisation_id)
        .order_by(OrganisationDomain.domain)
    ).all()


def organisations_in(area_ids: frozenset[int]) -> Sequence[Organisation]:
    """The organisations that serve any of the areas, by name."""
    served = select(OrganisationArea.organisation_id).where(OrganisationArea.area_id.in_(area_ids))
    return db.session.scalars(
        select(Organisation).where(Organisation.id.in_(served)).order_by(Organisation.name, Organisation.id)
    ).all()


def has_namesake(organisation: Organisation) -> bool:
    """Whether another record that stands for itself has the very same name."""
    others = (Organisation.id != organisation.id, Organisation.merged_into_id.is_(None))
    found = db.session.scalar(select(Organisation.id).where(Organisation.name == organisation.name, *others).limit(1))
    return found is not None


def members_of(organisation_id: int) -> Sequence[Account]:
    """The accounts that may act for an organisation, by name."""
    return db.session.scalars(
        select(Account)
        .join(OrganisationMember, OrganisationMember.account_id == Account.id)
        .where(OrganisationMember.organisation_id.in_(ids_of(organisation_id)), Account.closed_at.is_(None))
        .distinct()
        .order_by(Account.name, Account.id)
    ).all()


def may_write(viewer: Viewer, organisation: Organisation) -> bool:
    """Whether the viewer may change an organisation: the role holds everywhere or in one of its areas."""
    return viewer.may(rights.WRITE, [area.id for area in areas_of(organisation.id)])


def access_writable(viewer: Viewer, organisation_id: int) -> Organisation:
    """An organisation that the viewer may change; 404 for none, 403 for one outside of the viewer's areas."""
    found = organisation(organisation_id) or abort(404)
    if not may_write(viewer, found):
        abort(403)
    return found


def writable_where(viewer: Viewer) -> list[ColumnElement[bool]]:
    """What an organisation must be for the viewer to change it: of one of the viewer's areas, unless of all."""
    scope = viewer.scope(rights.WRITE)
    if scope is None:
        return []
    return [exists().where(OrganisationArea.organisation_id == Organisation.id, OrganisationArea.area_id.in_(scope))]
