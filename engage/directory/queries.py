"""Reads of organisations."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from engage.accounts.models import Account
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory import rights
from engage.directory.models import Organisation, OrganisationArea, OrganisationMember
from engage.taxonomy.models import Area


def organisation(organisation_id: int) -> Organisation | None:
    """The organisation of an id."""
    return db.session.get(Organisation, organisation_id)


def organisation_by_slug(slug: str) -> Organisation | None:
    """The organisation of a slug."""
    return db.session.scalars(select(Organisation).where(Organisation.slug == slug)).first()


def organisations() -> Sequence[Organisation]:
    """Every organisation by name."""
    return db.session.scalars(select(Organisation).order_by(Organisation.name, Organisation.id)).all()


def listed_organisations(
    *, words: str = "", after: Organisation | None = None, limit: int = 50
) -> Sequence[Organisation]:
    """Organisations whose name or short name holds the words, by name, by key."""
    wanted = select(Organisation).order_by(Organisation.name, Organisation.id).limit(limit)
    if words:
        wanted = wanted.where(
            or_(
                Organisation.name.icontains(words, autoescape=True),
                Organisation.short_name.icontains(words, autoescape=True),
            )
        )
    if after is not None:
        wanted = wanted.where(
            or_(Organisation.name > after.name, (Organisation.name == after.name) & (Organisation.id > after.id))
        )
    return db.session.scalars(wanted).all()


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


def organisations_in(area_ids: frozenset[int]) -> Sequence[Organisation]:
    """The organisations that serve any of the areas, by name."""
    served = select(OrganisationArea.organisation_id).where(OrganisationArea.area_id.in_(area_ids))
    return db.session.scalars(
        select(Organisation).where(Organisation.id.in_(served)).order_by(Organisation.name, Organisation.id)
    ).all()


def members_of(organisation_id: int) -> Sequence[Account]:
    """The accounts that may act for an organisation, by name."""
    return db.session.scalars(
        select(Account)
        .join(OrganisationMember, OrganisationMember.account_id == Account.id)
        .where(OrganisationMember.organisation_id == organisation_id, Account.closed_at.is_(None))
        .order_by(Account.name, Account.id)
    ).all()


def may_write(viewer: Viewer, organisation: Organisation) -> bool:
    """Whether the viewer may change an organisation: the role holds everywhere or in one of its areas."""
    return viewer.may(rights.WRITE, [area.id for area in areas_of(organisation.id)])
