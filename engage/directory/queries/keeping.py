"""Parts of a filter about how a record is kept: networks, last confirmed, addresses, objections."""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, exists, literal_column, or_, select, union_all
from sqlalchemy.orm import aliased

from engage.core import clock
from engage.core.i18n import today
from engage.directory.models import (
    Contact,
    ContactPermission,
    ContactRole,
    NetworkMember,
    Organisation,
)
from engage.directory.queries.narrowing import Part

A_YEAR = timedelta(days=365)


class Confirmed(StrEnum):
    """Since when nobody has confirmed a record."""

    ANY = ""
    NOT_FOR_A_YEAR = "year"
    NEVER = "never"


def confirmed_where(column: Any, confirmed: Confirmed) -> list[ColumnElement[bool]]:
    """That a record was not confirmed for so long."""
    if confirmed is Confirmed.NEVER:
        return [column.is_(None)]
    if confirmed is Confirmed.NOT_FOR_A_YEAR:
        return [or_(column.is_(None), column < clock.now() - A_YEAR)]
    return []


def is_member_on(day: date) -> list[ColumnElement[bool]]:
    """That a term in a network holds on a day."""
    return [
        or_(NetworkMember.since.is_(None), NetworkMember.since <= day),
        or_(NetworkMember.until.is_(None), NetworkMember.until >= day),
    ]


def _member_now(network_ids: Collection[int]) -> list[ColumnElement[bool]]:
    return [NetworkMember.network_id.in_(network_ids), *is_member_on(today())]


def organisations_in_networks(network_ids: Collection[int]) -> Part:
    """That an organisation belongs to one of the networks now."""
    now = _member_now(network_ids)
    owner = NetworkMember.organisation_id
    return Part(exists().where(owner == Organisation.id, *now), select(owner).where(owner.is_not(None), *now))


def contacts_in_networks(network_ids: Collection[int]) -> Part:
    """That a contact belongs to one of the networks now, or has a role at an organisation that does."""
    now, owner = _member_now(network_ids), NetworkMember.contact_id
    at = (ContactRole.organisation_id == NetworkMember.organisation_id, ContactRole.until.is_(None))
    both = union_all(
        select(owner).where(owner.is_not(None), *now),
        select(ContactRole.contact_id).join(NetworkMember, at[0]).where(at[1], *now),
    ).subquery()
    of_role = exists().where(ContactRole.contact_id == Contact.id, *at, *now)
    return Part(or_(exists().where(owner == Contact.id, *now), of_role), select(both.c.contact_id))


def without_email() -> ColumnElement[bool]:
    """That no email address of a contact is known."""
    # In the words of the index of those, without which it would not be used.
    return Contact.without_email.op("IS", is_comparison=True)(literal_column("TRUE"))


def objecting() -> Part:
    """That a contact objected to something, and has not agreed to it since."""
    newer = aliased(ContactPermission)
    stands = ~exists().where(
        newer.contact_id == ContactPermission.contact_id,
        newer.purpose == ContactPermission.purpose,
        newer.id > ContactPermission.id,
    )
    # In the words of the index of objections, without which it would not be used.
    objected = (ContactPermission.agreed.op("IS", is_comparison=True)(literal_column("FALSE")), stands)
    owner = ContactPermission.contact_id
    return Part(exists().where(owner == Contact.id, *objected), select(owner).where(*objected))
