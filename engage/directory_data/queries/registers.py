"""Reads of what registers said of organisations."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import select

from engage.core.database import db
from engage.core.many import among
from engage.directory.models import Organisation, OrganisationCode, OrganisationStatus
from engage.taxonomy.models import Area


class Known(NamedTuple):
    """What the directory has under a code: the line as it was last taken in, and what is said there now."""

    organisation_id: int
    row: str
    register: str
    name: str
    status: OrganisationStatus
    parent_id: int | None


def known_codes(scheme: str) -> dict[str, Known]:
    """Every code of a scheme with its organisation, in one read."""
    rows = db.session.execute(
        select(
            OrganisationCode.code,
            OrganisationCode.organisation_id,
            OrganisationCode.row,
            OrganisationCode.register,
            Organisation.name,
            Organisation.status,
            Organisation.parent_id,
        )
        .join(Organisation, Organisation.id == OrganisationCode.organisation_id)
        .where(OrganisationCode.scheme == scheme)
    )
    return {row[0]: Known(*row[1:]) for row in rows}


def parents() -> dict[int, int]:
    """The parent of each organisation that has one."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.parent_id).where(Organisation.parent_id.is_not(None))
    )
    return {row.id: row.parent_id for row in rows}


def standing_of(organisation_ids: Collection[int]) -> dict[int, Mapping[str, Any]]:
    """Whether each of these organisations is at work, and when it closed."""
    columns = (Organisation.id, Organisation.status, Organisation.closed_on)
    rows = db.session.execute(select(*columns).where(Organisation.id.in_(organisation_ids)))
    return {row.id: {"status": row.status, "closed_on": row.closed_on} for row in rows}


def taken_slugs(slugs: Collection[str]) -> set[str]:
    """Those of the slugs that are or were the address of an organisation."""
    return set(db.session.scalars(select(Organisation.slug).where(among(Organisation.slug, slugs))))


def areas_by_code(codes: Collection[str]) -> dict[str, int]:
    """The ids of the areas of these codes."""
    rows = db.session.execute(select(Area.code, Area.id).where(Area.code.in_(codes)))
    return {row.code: row.id for row in rows}
