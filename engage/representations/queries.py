"""Reads of who speaks for which organisation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask import abort
from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from engage.accounts.models import Account
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory import queries as directory
from engage.directory.models import Organisation, OrganisationArea
from engage.representations.models import Representation, RepresentationState
from engage.representations.rights import REPRESENT

NOT_KNOWN = " (not in the directory)"
STANDING = (RepresentationState.ASKED, RepresentationState.CONFIRMED)


class Stand(StrEnum):
    """What the staff's list shows: claims that wait for staff, for a proof by mail, or that are decided."""

    WAITING = "waiting"
    PROVING = "proving"
    CONFIRMED = "confirmed"
    CLOSED = "closed"


@dataclass(frozen=True)
class Claim:
    """A representation with its organisation and whoever claims it."""

    representation: Representation
    organisation: Organisation | None
    account: Account

    @property
    def name(self) -> str:
        """The name of the organisation, as the directory has it or as it was proposed."""
        return self.organisation.name if self.organisation else self.representation.proposed_name


def own_claims(account_id: int) -> Sequence[Claim]:
    """What somebody asked or is confirmed for, newest first."""
    return _claims([Representation.account_id == account_id], 100)


def access_own_claim(viewer: Viewer, representation_id: int) -> Claim:
    """The viewer's own claim; 404 for all else."""
    found = _claims([Representation.id == representation_id, Representation.account_id == viewer.account_id], 1)
    return found[0] if found else abort(404)


def claim(representation_id: int) -> Claim:
    """A claim, for staff; 404 where there is none."""
    found = _claims([Representation.id == representation_id], 1)
    return found[0] if found else abort(404)


def access_claim(viewer: Viewer, representation_id: int) -> Claim:
    """A claim about an organisation of the areas where the viewer may decide; unseen and missing are the same 404."""
    return claims_by_id(viewer, [representation_id]).get(representation_id) or abort(404)


def claims_by_id(viewer: Viewer, ids: Collection[int]) -> dict[int, Claim]:
    """Those of the claims about which the viewer may decide, by id."""
    found = _claims([Representation.id.in_(ids), *_within(viewer.scope(REPRESENT))], len(ids))
    return {each.representation.id: each for each in found}


def states_of(ids: Collection[int]) -> dict[int, RepresentationState]:
    """Where claims stand, by id."""
    rows = db.session.execute(select(Representation.id, Representation.state).where(Representation.id.in_(ids)))
    return {number: state for number, state in rows}  # noqa: C416 - a Row is not typed as a pair


def listed_claims(viewer: Viewer, stand: Stand, after: tuple[datetime, int] | None, limit: int = 50) -> Sequence[Claim]:
    """Claims for staff by where they stand, the longest waiting first; behind a place (asked_at, id)."""
    return _claims([_STANDS[stand], *_within(viewer.scope(REPRESENT)), *_behind(after)], limit, oldest_first=True)


def waiting_lines(
    within: Collection[int] | None,
    *,
    after: tuple[datetime, int] | None = None,
    limit: int = 50,
    words: str = "",
    before: datetime | None = None,
) -> Select[int, datetime, str, str, str]:
    """The statement for claims that wait for staff, the longest waiting first, behind a place (asked_at, id): id,
    since when, who asks, what the person says, and for which organisation.

    `within` narrows them to organisations that serve these areas, `words` to those that hold them, `before` to those
    that have waited since before a moment.
    """
    wanted = [_STANDS[Stand.WAITING], *_within(within), *_behind(after)]
    if words:
        names = (Organisation.name, Representation.proposed_name, Representation.explanation, Account.name)
        wanted.append(or_(*(column.icontains(words, autoescape=True) for column in names)))
    if before is not None:
        wanted.append(Representation.asked_at <= before)
    return (
        select(
            Representation.id,
            Representation.asked_at,
            Account.name,
            Representation.explanation,
            func.coalesce(Organisation.name, Representation.proposed_name + NOT_KNOWN),
        )
        .outerjoin(Organisation, Organisation.id == Representation.organisation_id)
        .join(Account, Account.id == Representation.account_id)
        .where(*wanted)
        .order_by(Representation.asked_at, Representation.id)
        .limit(limit)
    )


def counting_claims(within: Collection[int] | None) -> Select[int]:
    """The statement that counts what waits for staff, through its index."""
    return select(func.count(Representation.id)).where(_STANDS[Stand.WAITING], *_within(within))


def _behind(after: tuple[datetime, int] | None) -> list[ColumnElement[bool]]:
    return [tuple_(Representation.asked_at, Representation.id) > after] if after else []


def _within(areas: Collection[int] | None) -> list[ColumnElement[bool]]:
    """A claim belongs to the areas that its organisation serves; a proposal to none, so to those who act everywhere."""
    if areas is None:
        return []
    served = select(OrganisationArea.organisation_id).where(OrganisationArea.area_id.in_(areas))
    there = select(Organisation.id).where(Organisation.id.in_(served) | Organisation.merged_into_id.in_(served))
    return [Representation.organisation_id.in_(there)]


def standing_claim(account_id: int, organisation_id: int) -> Representation | None:
    """What somebody asked or is confirmed for with one organisation, or with a double of it."""
    mine = (Representation.account_id == account_id, Representation.state.in_(STANDING))
    known = Representation.organisation_id.in_(directory.ids_of(organisation_id))
    return db.session.scalars(select(Representation).where(*mine, known).order_by(Representation.id)).first()


def speaks_for(account_id: int | None, organisation_id: int | None) -> bool:
    """Whether an account is confirmed to speak for an organisation, by whichever of its records that were merged."""
    if account_id is None or organisation_id is None:
        return False
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Representation.account_id == account_id,
                    Representation.organisation_id.in_(directory.ids_of(organisation_id)),
                    Representation.state == RepresentationState.CONFIRMED,
                )
            )
        )
    )


def represented_by(account_id: int) -> Sequence[Organisation]:
    """The organisations for which an account is confirmed to speak, by name."""
    named = aliased(Organisation)
    kept = (
        select(func.coalesce(named.merged_into_id, named.id))
        .join(Representation, Representation.organisation_id == named.id)
        .where(Representation.account_id == account_id, Representation.state == RepresentationState.CONFIRMED)
    )
    mine = select(Organisation).where(Organisation.id.in_(kept))
    return db.session.scalars(mine.order_by(Organisation.name, Organisation.id)).all()


def addresses_for(organisation: Organisation) -> list[str]:
    """Where an organisation is written to: those who speak for it, or the address that the directory has."""
    rows = db.session.scalars(
        select(Account.email)
        .join(Representation, Representation.account_id == Account.id)
        .where(
            Representation.organisation_id.in_(directory.ids_of(organisation.id)),
            Representation.state == RepresentationState.CONFIRMED,
            Account.closed_at.is_(None),
        )
        .order_by(Account.id)
    )
    return [email for email in dict.fromkeys(rows) if email] or ([organisation.email] if organisation.email else [])


def voices_of(organisation_id: int) -> Sequence[Account]:
    """The accounts that are confirmed to speak for an organisation, by name; for staff."""
    confirmed = select(Representation.account_id).where(
        Representation.organisation_id.in_(directory.ids_of(organisation_id)),
        Representation.state == RepresentationState.CONFIRMED,
    )
    voices = select(Account).where(Account.id.in_(confirmed), Account.closed_at.is_(None))
    return db.session.scalars(voices.order_by(Account.name, Account.id)).all()


def standing_of(account_id: int) -> Sequence[Representation]:
    """All that an account asked or is confirmed for."""
    return db.session.scalars(
        select(Representation).where(Representation.account_id == account_id, Representation.state.in_(STANDING))
    ).all()


def same_proposal(account_id: int, name: str) -> Representation | None:
    """What somebody asked for already with an organisation of this name that is not in the directory."""
    return db.session.scalars(
        select(Representation).where(
            Representation.account_id == account_id,
            Representation.organisation_id.is_(None),
            Representation.proposed_name == name,
            Representation.state == RepresentationState.ASKED,
        )
    ).first()


def locked(representation_id: int) -> Representation:
    """A representation as it stands now, held until the unit of work ends."""
    return db.session.scalars(
        select(Representation)
        .where(Representation.id == representation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


_STANDS: dict[Stand, ColumnElement[bool]] = {
    Stand.WAITING: and_(Representation.state == RepresentationState.ASKED, Representation.proof == ""),
    Stand.PROVING: and_(Representation.state == RepresentationState.ASKED, Representation.proof != ""),
    Stand.CONFIRMED: Representation.state == RepresentationState.CONFIRMED,
    Stand.CLOSED: or_(
        Representation.state == RepresentationState.REFUSED, Representation.state == RepresentationState.ENDED
    ),
}


def _claims(where: Sequence[ColumnElement[bool]], limit: int, *, oldest_first: bool = False) -> Sequence[Claim]:
    order = (Representation.asked_at, Representation.id)
    rows = db.session.execute(
        select(Representation, Organisation, Account)
        .outerjoin(Organisation, Organisation.id == Representation.organisation_id)
        .join(Account, Account.id == Representation.account_id)
        .where(*where)
        .order_by(*(order if oldest_first else (column.desc() for column in order)))
        .limit(limit)
    )
    return [Claim(*row) for row in rows]
