"""The log of engagements: who may see one, and its list."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import ColumnElement, or_, select, tuple_

from engage.core import clock
from engage.core.database import db
from engage.core.files import StoredFile
from engage.core.permissions import Permission, Viewer
from engage.directory import queries as directory
from engage.directory.models import OrganisationArea
from engage.engagements import rights
from engage.engagements.models import (
    Engagement,
    EngagementFile,
    EngagementKind,
    EngagementParty,
    EngagementPublication,
    EngagementRevision,
)
from engage.publishing.models import Plan, Publication, PublicationArea

Place = tuple[datetime, int]


@dataclass(frozen=True)
class EngagementFilter:
    """What the list is narrowed to; nothing named is every engagement that the viewer may see."""

    kind: EngagementKind | None = None
    publication_id: int | None = None
    organisation_id: int | None = None
    words: str = ""
    mine: bool = False


def engagement(engagement_id: int) -> Engagement | None:
    """The engagement of an id."""
    return db.session.get(Engagement, engagement_id)


def logged_by_form(form_key: str) -> Engagement | None:
    """The engagement that a form has logged already."""
    return db.session.scalars(select(Engagement).where(Engagement.form_key == form_key)).first()


def access_engagement(viewer: Viewer, engagement_id: int, permission: Permission = rights.READ) -> Engagement:
    """The engagement of an id, for one whose permission reaches it; 404 for unseen and missing alike."""
    wanted = select(Engagement).where(Engagement.id == engagement_id, *reached(viewer, permission))
    found = db.session.scalars(wanted).first() if viewer.may(permission) else None
    return found or abort(404)


def may_write(viewer: Viewer, found: Engagement) -> bool:
    """Whether the viewer may change an engagement."""
    if not viewer.may(rights.WRITE):
        return False
    wanted = select(Engagement.id).where(Engagement.id == found.id, *reached(viewer, rights.WRITE))
    return db.session.scalar(wanted) is not None


def reached(viewer: Viewer, permission: Permission) -> list[ColumnElement[bool]]:
    """That an engagement is within the viewer's reach.

    A role that is limited to areas reaches what is about their publications, what organisations that serve them took
    part in, and what the viewer logged or took part in.
    """
    scope = viewer.scope(permission)
    if scope is None:
        return []
    about = select(EngagementPublication.engagement_id).join(
        PublicationArea, PublicationArea.publication_id == EngagementPublication.publication_id
    )
    with_them = select(EngagementParty.engagement_id).join(
        OrganisationArea, OrganisationArea.organisation_id == EngagementParty.organisation_id
    )
    with_me = select(EngagementParty.engagement_id).where(EngagementParty.account_id == viewer.account_id)
    return [
        or_(
            Engagement.account_id == viewer.account_id,
            Engagement.id.in_(with_me),
            Engagement.id.in_(about.where(PublicationArea.area_id.in_(scope))),
            Engagement.id.in_(with_them.where(OrganisationArea.area_id.in_(scope))),
        )
    ]


def listed(
    viewer: Viewer, narrowed: EngagementFilter, *, after: Place | None = None, limit: int = 50
) -> Sequence[Engagement]:
    """The engagements that the viewer may see, the latest first, behind a place (at, id)."""
    wanted = select(Engagement).where(*reached(viewer, rights.READ), *_narrowed(viewer, narrowed))
    if after is not None:
        wanted = wanted.where(tuple_(Engagement.at, Engagement.id) < after)
    return db.session.scalars(wanted.order_by(Engagement.at.desc(), Engagement.id.desc()).limit(limit)).all()


def _narrowed(viewer: Viewer, narrowed: EngagementFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    party = select(EngagementParty.engagement_id)
    if narrowed.kind is not None:
        found.append(Engagement.kind == narrowed.kind)
    if narrowed.publication_id is not None:
        about = select(EngagementPublication.engagement_id)
        about = about.where(EngagementPublication.publication_id == narrowed.publication_id)
        found.append(Engagement.id.in_(about))
    if narrowed.organisation_id is not None:
        ids = directory.ids_of(narrowed.organisation_id)
        found.append(Engagement.id.in_(party.where(EngagementParty.organisation_id.in_(ids))))
    if narrowed.mine:
        found.append(Engagement.id.in_(party.where(EngagementParty.account_id == viewer.account_id)))
    if narrowed.words:
        texts = (Engagement.title, Engagement.place, Engagement.said, Engagement.others)
        found.append(or_(*(text.icontains(narrowed.words, autoescape=True) for text in texts)))
    return found


def offered_publications(viewer: Viewer, permission: Permission, limit: int = 200) -> Sequence[Publication]:
    """The plans within reach of the viewer's permission, the newest first."""
    wanted = select(Plan).where(Plan.withdrawn_at.is_(None))
    scope = viewer.scope(permission)
    if scope is not None:
        held = select(PublicationArea.publication_id).where(PublicationArea.area_id.in_(scope))
        wanted = wanted.where(Plan.id.in_(held))
    return db.session.scalars(wanted.order_by(Plan.id.desc()).limit(limit)).all()


def publications_of(engagement_id: int) -> Sequence[Publication]:
    """The publications that were spoken about, the newest first."""
    return db.session.scalars(
        select(Publication)
        .join(EngagementPublication, EngagementPublication.publication_id == Publication.id)
        .where(EngagementPublication.engagement_id == engagement_id)
        .order_by(Publication.id.desc())
    ).all()


def publications_by(engagement_ids: Collection[int]) -> dict[int, list[str]]:
    """The titles of the publications that engagements were about, by engagement."""
    rows = db.session.execute(
        select(EngagementPublication.engagement_id, Publication.title)
        .join(Publication, Publication.id == EngagementPublication.publication_id)
        .where(EngagementPublication.engagement_id.in_(engagement_ids))
        .order_by(Publication.title, Publication.id)
    )
    found: dict[int, list[str]] = {}
    for engagement_id, title in rows:
        found.setdefault(engagement_id, []).append(title)
    return found


def public_publications_of(engagement_id: int) -> Sequence[Publication]:
    """Those that everybody may see, the newest first."""
    return [each for each in publications_of(engagement_id) if each.is_public(clock.now())]


def revisions_of(engagement_id: int) -> Sequence[EngagementRevision]:
    """What was changed and how it had been, the latest change first."""
    return db.session.scalars(
        select(EngagementRevision)
        .where(EngagementRevision.engagement_id == engagement_id)
        .order_by(EngagementRevision.number.desc())
    ).all()


def files_of(engagement_id: int) -> list[tuple[EngagementFile, StoredFile]]:
    """The files of an engagement, without those that were removed."""
    rows = db.session.execute(
        select(EngagementFile, StoredFile)
        .join(StoredFile, StoredFile.id == EngagementFile.file_id)
        .where(EngagementFile.engagement_id == engagement_id, EngagementFile.removed_at.is_(None))
        .order_by(EngagementFile.id)
    )
    return [(file, stored) for file, stored in rows]


def file_of(engagement_id: int, file_id: int) -> tuple[EngagementFile, StoredFile]:
    """One file of an engagement; 404 for one that was removed."""
    found = next((row for row in files_of(engagement_id) if row[0].id == file_id), None)
    return found or abort(404)
