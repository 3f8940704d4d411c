"""The parts of an organisation's record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from engage.core.database import db
from engage.directory.models import (
    Contact,
    ContactRole,
    FormerName,
    Organisation,
    OrganisationAddress,
    OrganisationCode,
    OrganisationSuccession,
)
from engage.directory.queries.organisations import areas_of, domains_known, topics_of
from engage.taxonomy.models import Area, Topic


@dataclass(frozen=True)
class Record:
    """An organisation with all that the directory has of it."""

    organisation: Organisation
    parent: Organisation | None
    former_names: Sequence[str]
    codes: Sequence[OrganisationCode]
    addresses: Sequence[OrganisationAddress]
    domains: Sequence[str]
    areas: Sequence[Area]
    topics: Sequence[Topic]
    predecessors: Sequence[Organisation]
    successors: Sequence[Organisation]


def record(organisation: Organisation) -> Record:
    """All that is known of an organisation, in a fixed number of statements."""
    own = organisation.id
    return Record(
        organisation,
        db.session.get(Organisation, organisation.parent_id) if organisation.parent_id else None,
        db.session.scalars(
            select(FormerName.said).where(FormerName.organisation_id == own).order_by(FormerName.id)
        ).all(),
        db.session.scalars(
            select(OrganisationCode)
            .where(OrganisationCode.organisation_id == own)
            .order_by(OrganisationCode.scheme, OrganisationCode.code)
        ).all(),
        db.session.scalars(
            select(OrganisationAddress)
            .where(OrganisationAddress.organisation_id == own)
            .order_by(OrganisationAddress.id)
        ).all(),
        domains_known(own),
        areas_of(own),
        topics_of(own),
        predecessors_of(own),
        successors_of(own),
    )


def successors_of(organisation_id: int) -> Sequence[Organisation]:
    """The organisations that took the place of one, by name; one that became part of another is read as that one."""
    return _beside(OrganisationSuccession.successor_id, OrganisationSuccession.predecessor_id, organisation_id)


def predecessors_of(organisation_id: int) -> Sequence[Organisation]:
    """The organisations whose place one took, by name; one that became part of another is read as that one."""
    return _beside(OrganisationSuccession.predecessor_id, OrganisationSuccession.successor_id, organisation_id)


def _beside(wanted: Any, given: Any, organisation_id: int) -> Sequence[Organisation]:
    named, own = aliased(Organisation), aliased(Organisation)
    beside = (
        select(func.coalesce(named.merged_into_id, named.id))
        .join(OrganisationSuccession, wanted == named.id)
        .join(own, given == own.id)
        .where((own.id == organisation_id) | (own.merged_into_id == organisation_id))
    )
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(beside), Organisation.id != organisation_id)
        .order_by(Organisation.name, Organisation.id)
    ).all()


def below(organisation_id: int, *, limit: int = 50) -> Sequence[Organisation]:
    """The first organisations that belong to one, by name."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.parent_id == organisation_id, Organisation.merged_into_id.is_(None))
        .order_by(Organisation.name, Organisation.id)
        .limit(limit)
    ).all()


def people_at(
    organisation_id: int, *, seen: Sequence[ColumnElement[bool]], limit: int = 50
) -> Sequence[tuple[ContactRole, Contact]]:
    """The first contacts who have or had a role at an organisation, the present first.

    `seen` is what a contact must be for the viewer to see it.
    """
    rows = db.session.execute(
        select(ContactRole, Contact)
        .join(Contact, Contact.id == ContactRole.contact_id)
        .where(
            ContactRole.organisation_id == organisation_id,
            Contact.erased_at.is_(None),
            Contact.merged_into_id.is_(None),
            *seen,
        )
        .order_by(ContactRole.until.is_not(None), Contact.name_key, Contact.id)
        .limit(limit)
    )
    return [(role, contact) for role, contact in rows]
