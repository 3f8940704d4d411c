"""Lists of consultations: what is open, coming and closed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, select, tuple_

from engage.consultations import rights
from engage.consultations.models import (
    Consultation,
    ConsultationMoment,
    ConsultationPublication,
    ConsultationState,
)
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory import queries as directory
from engage.publishing.models import Plan, Publication, PublicationArea, PublicationTopic

Place = tuple[datetime, int]
MOST = 200


def _standing() -> ColumnElement[bool]:
    return Consultation.state == ConsultationState.LAUNCHED


def open_now(now: datetime, *about: ColumnElement[bool], limit: int = MOST) -> Sequence[Consultation]:
    """Those that take answers, the first to close first."""
    wanted = select(Consultation).where(_standing(), Consultation.opens_at <= now, Consultation.closes_at > now)
    return db.session.scalars(wanted.where(*about).order_by(Consultation.closes_at, Consultation.id).limit(limit)).all()


def coming(now: datetime, *about: ColumnElement[bool], limit: int = MOST) -> Sequence[Consultation]:
    """Those that are launched and open later, the first to open first."""
    wanted = select(Consultation).where(_standing(), Consultation.opens_at > now)
    return db.session.scalars(wanted.where(*about).order_by(Consultation.opens_at, Consultation.id).limit(limit)).all()


def closed(
    now: datetime, *about: ColumnElement[bool], after: Place | None = None, limit: int = 50
) -> Sequence[Consultation]:
    """Those that are closed, the last one first, behind a place (closes_at, id)."""
    wanted = select(Consultation).where(_standing(), Consultation.closes_at <= now).where(*about)
    if after is not None:
        wanted = wanted.where(tuple_(Consultation.closes_at, Consultation.id) < after)
    return db.session.scalars(wanted.order_by(Consultation.closes_at.desc(), Consultation.id.desc()).limit(limit)).all()


def about_publication(publication_id: int) -> ColumnElement[bool]:
    """That it is about a publication."""
    return _about(
        select(ConsultationPublication.publication_id).where(ConsultationPublication.publication_id == publication_id)
    )


def about_areas(area_ids: Collection[int]) -> ColumnElement[bool]:
    """That it is about a publication of one of the areas."""
    return _about(select(PublicationArea.publication_id).where(PublicationArea.area_id.in_(area_ids)))


def about_topic(topic_id: int) -> ColumnElement[bool]:
    """That it is about a publication of a topic."""
    return _about(select(PublicationTopic.publication_id).where(PublicationTopic.topic_id == topic_id))


def asked_by(organisation_id: int) -> ColumnElement[bool]:
    """That an organisation asks it."""
    return Consultation.organisation_id.in_(directory.ids_of(organisation_id))


def _about(publication_ids: Select[int]) -> ColumnElement[bool]:
    return Consultation.id.in_(
        select(ConsultationPublication.consultation_id).where(
            ConsultationPublication.publication_id.in_(publication_ids)
        )
    )


def next_change(now: datetime) -> datetime | None:
    """When the next consultation opens or closes by the clock."""
    moments = [
        select(func.min(moment)).where(_standing(), moment > now).scalar_subquery()
        for moment in (Consultation.opens_at, Consultation.closes_at)
    ]
    return min((moment for moment in db.session.execute(select(*moments)).one() if moment is not None), default=None)


def public_addresses() -> Sequence[tuple[str, datetime | None]]:
    """The slug and launch of every public consultation, for the sitemap."""
    rows = db.session.execute(
        select(Consultation.slug, Consultation.launched_at).where(Consultation.public()).order_by(Consultation.id)
    )
    return [(slug, launched) for slug, launched in rows]


def public_by_ids(consultation_ids: Collection[int]) -> Sequence[Consultation]:
    """Those of the ids that anybody may see."""
    return db.session.scalars(
        select(Consultation).where(Consultation.id.in_(consultation_ids), Consultation.public())
    ).all()


def newest_public(limit: int) -> Sequence[Consultation]:
    """Those that were launched, answered with results or called off last, each standing or called off."""
    moments = (Consultation.launched_at, Consultation.results_published_at, Consultation.withdrawn_at)
    last = case((moments[2].is_not(None), moments[2]), (moments[1].is_not(None), moments[1]), else_=moments[0])
    return db.session.scalars(
        select(Consultation).where(Consultation.public()).order_by(last.desc(), Consultation.id.desc()).limit(limit)
    ).all()


def newest_launched(limit: int) -> Sequence[Consultation]:
    """Those that were launched last."""
    return db.session.scalars(
        select(Consultation)
        .where(_standing())
        .order_by(Consultation.launched_at.desc(), Consultation.id.desc())
        .limit(limit)
    ).all()


def buildable(
    viewer: Viewer, *, words: str = "", state: ConsultationState | None = None, before: int | None = None, limit: int
) -> Sequence[Consultation]:
    """Those that the viewer may build, newest first, older than one of an id."""
    wanted = select(Consultation)
    scope = viewer.scope(rights.BUILD)
    if scope is not None:
        wanted = wanted.where(about_areas(scope))
    if words:
        wanted = wanted.where(Consultation.title.icontains(words, autoescape=True))
    if state is not None:
        wanted = wanted.where(Consultation.state == state)
    if before is not None:
        wanted = wanted.where(Consultation.id < before)
    return db.session.scalars(wanted.order_by(Consultation.id.desc()).limit(limit)).all()


def offered_publications(viewer: Viewer, limit: int = 200) -> Sequence[Publication]:
    """The plans that a consultation of the viewer's may be about, the newest first."""
    wanted = select(Plan).where(Plan.withdrawn_at.is_(None))
    scope = viewer.scope(rights.BUILD)
    if scope is not None:
        held = select(PublicationArea.publication_id).where(PublicationArea.area_id.in_(scope))
        wanted = wanted.where(Plan.id.in_(held))
    return db.session.scalars(wanted.order_by(Plan.id.desc()).limit(limit)).all()


def organisations_that_ask() -> Sequence[int]:
    """The ids of the organisations in whose name a consultation asks."""
    asking = select(Consultation.organisation_id).where(Consultation.organisation_id.is_not(None)).distinct()
    return [each for each in db.session.scalars(asking) if each is not None]


def with_due_moments(now: datetime) -> Sequence[Consultation]:
    """Those of which the clock may have something to tell that the ledger does not know yet."""
    told = select(ConsultationMoment.consultation_id).where(
        ConsultationMoment.moment == "closed", ConsultationMoment.due_at == Consultation.closes_at
    )
    return db.session.scalars(
        select(Consultation).where(
            _standing(), Consultation.opens_at <= now, Consultation.id.not_in(told.correlate(Consultation))
        )
    ).all()
