"""Who has not said anything: those with much interest or influence first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, tuple_

from engage.consultations.models import Consultation
from engage.core.database import db
from engage.directory.models import Organisation, OrganisationKind
from engage.reach.models import HIGH, Invitation, InvitationRefusal, Placement
from engage.reach.queries.doings import SPOKE, Doing, concerned, doings, placed
from engage.reach.queries.subjects import Subject

Place = tuple[int, str, int]


@dataclass(frozen=True)
class Silent:
    """An organisation that has neither answered nor commented."""

    id: int
    name: str
    kind: str
    email: str
    across: int | None
    up: int | None
    rank: int
    invited: bool
    drafts: bool
    refused: bool

    @property
    def is_important(self) -> bool:
        """Whether its interest or influence is high."""
        return max(self.across or 0, self.up or 0) >= HIGH

    @property
    def place(self) -> Place:
        """Where it stands in the list."""
        return self.rank, self.name, self.id

    @property
    def why_not(self) -> str:
        """Why it cannot be invited by mail; empty when it can."""
        if self.invited:
            return "Invited already."
        if self.refused:
            return "Asked not to be invited."
        return "" if self.email else "No email address is known."


def silent(
    subject: Subject, *, only: Sequence[int] | None = None, after: Place | None = None, limit: int = 50
) -> list[Silent]:
    """The silent organisations that the subject concerns: the highest placed first, then by name, behind a place."""
    on_map = _on_map(subject)
    rank = -(func.coalesce(on_map.c.across, 0) + func.coalesce(on_map.c.up, 0))
    wanted = _wanted(subject, on_map, rank)
    if only is not None:
        wanted = wanted.where(Organisation.id.in_(only))
    if after is not None:
        wanted = wanted.where(tuple_(rank, Organisation.name, Organisation.id) > after)
    rows = db.session.execute(wanted.order_by(rank, Organisation.name, Organisation.id).limit(limit))
    return [_silent(row) for row in rows]


def _on_map(subject: Subject) -> Any:
    """The highest place of each organisation on the maps of the subject's plans."""
    across, up = func.max(Placement.across).label("across"), func.max(Placement.up).label("up")
    placements = select(Placement.organisation_id, across, up).where(*placed(subject))
    return placements.group_by(Placement.organisation_id).subquery()


def _wanted(subject: Subject, on_map: Any, rank: Any) -> Any:
    scope, done = concerned(subject), doings(subject)
    spoke = select(done.c.organisation_id).where(done.c.doing.in_([doing.value for doing in SPOKE]))
    drafts = select(done.c.organisation_id).where(done.c.doing == Doing.DRAFTING.value)
    invited = select(Invitation.organisation_id).where(Invitation.consultation_id.in_(subject.consultation_ids))
    return (
        select(
            Organisation.id,
            Organisation.name,
            func.coalesce(OrganisationKind.name, "").label("kind"),
            Organisation.email,
            on_map.c.across,
            on_map.c.up,
            rank.label("rank"),
            Organisation.id.in_(invited).label("invited"),
            Organisation.id.in_(drafts).label("drafts"),
            func.lower(Organisation.email).in_(select(InvitationRefusal.email)).label("refused"),
        )
        .join(scope, scope.c.id == Organisation.id)
        .outerjoin(OrganisationKind, OrganisationKind.id == Organisation.kind_id)
        .outerjoin(on_map, on_map.c.organisation_id == Organisation.id)
        .where(Organisation.id.not_in(spoke))
    )


def _silent(row: Any) -> Silent:
    return Silent(
        id=row.id,
        name=row.name,
        kind=row.kind,
        email=row.email,
        across=row.across,
        up=row.up,
        rank=row.rank,
        invited=bool(row.invited),
        drafts=bool(row.drafts),
        refused=bool(row.refused),
    )


def invited_to(consultation: Consultation) -> Sequence[Invitation]:
    """The invitations to a consultation, which nobody else can add to until the unit of work ends."""
    db.session.execute(select(Consultation.id).where(Consultation.id == consultation.id).with_for_update())
    return db.session.scalars(select(Invitation).where(Invitation.consultation_id == consultation.id)).all()
