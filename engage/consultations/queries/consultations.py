"""The gates of a consultation, and what belongs to it."""

import threading
from datetime import datetime

from cachetools import LRUCache
from flask import abort
from sqlalchemy import func, select

from engage.consultations import rights
from engage.consultations.definition import Definition, read_definition
from engage.consultations.models import Consultation, ConsultationPublication, DefinitionRevision, PrivacyNotice
from engage.core.database import db, wrote
from engage.core.permissions import Permission, Viewer
from engage.publishing.models import Publication, PublicationArea

_definitions: LRUCache[tuple[datetime, int, int], Definition] = LRUCache(500)
_lock = threading.Lock()


def consultation(consultation_id: int) -> Consultation | None:
    """The consultation of an id, public or not."""
    return db.session.get(Consultation, consultation_id)


def consultation_by_slug(slug: str) -> Consultation | None:
    """The consultation of a slug, public or not."""
    return db.session.scalars(select(Consultation).where(Consultation.slug == slug)).first()


def access_consultation(viewer: Viewer, slug: str) -> Consultation:
    """The consultation at an address, for one who may see it; 404 for unseen and missing alike."""
    found = consultation_by_slug(slug)
    if found is None or not (found.is_public or may_build(viewer, found)):
        abort(404)
    return found


def access_buildable(viewer: Viewer, consultation_id: int) -> Consultation:
    """The consultation of an id, for one who may build it; 404 for unseen and missing alike."""
    found = consultation(consultation_id)
    if found is None or not may_build(viewer, found):
        abort(404)
    return found


def access_submissions(viewer: Viewer, consultation_id: int, permission: Permission) -> Consultation:
    """The consultation of an id, for one whose permission over its submissions reaches it; 404 otherwise."""
    found = consultation(consultation_id)
    if found is None or not _reaches(viewer, permission, found):
        abort(404)
    return found


def may_build(viewer: Viewer, consultation: Consultation) -> bool:
    """Whether the viewer may see it before the launch and build it: by a role that reaches its publications."""
    return _reaches(viewer, rights.BUILD, consultation)


def may_launch(viewer: Viewer, consultation: Consultation) -> bool:
    """Whether the viewer may launch, extend and correct it."""
    return _reaches(viewer, rights.LAUNCH, consultation)


def _reaches(viewer: Viewer, permission: Permission, consultation: Consultation) -> bool:
    return viewer.may(permission) and viewer.may(permission, area_ids(consultation))


def area_ids(consultation: Consultation) -> frozenset[int]:
    """The areas that it is about: those of its publications."""
    return frozenset(
        db.session.scalars(
            select(PublicationArea.area_id)
            .join(ConsultationPublication, ConsultationPublication.publication_id == PublicationArea.publication_id)
            .where(ConsultationPublication.consultation_id == consultation.id)
        )
    )


def publications_of(consultation: Consultation) -> list[Publication]:
    """The publications that it is about, in their order, public or not."""
    return list(
        db.session.scalars(
            select(Publication)
            .join(ConsultationPublication, ConsultationPublication.publication_id == Publication.id)
            .where(ConsultationPublication.consultation_id == consultation.id)
            .order_by(ConsultationPublication.position, Publication.id)
        )
    )


def results_publication(consultation: Consultation) -> Publication | None:
    """The publication that tells the results, public or not."""
    found = consultation.results_publication_id
    return None if found is None else db.session.get(Publication, found)


def definition_of(consultation: Consultation, number: int | None = None) -> Definition:
    """The questions of a revision, or those that respondents see now; none before any were saved.

    A revision never changes, so it is read once; one that may still be rolled back is not kept.
    """
    number = consultation.definition if number is None else number
    key = (consultation.created_at, consultation.id, number)
    with _lock:
        found = _definitions.get(key)
    if found is None:
        row = db.session.get(DefinitionRevision, (consultation.id, number))
        found = Definition() if row is None else read_definition(row.body)
        if row is not None and not wrote(db.session()):
            with _lock:
                _definitions[key] = found
    return found


def latest_definition(consultation_id: int) -> int:
    """The number of the newest revision of the questions; 0 before any were saved."""
    found = db.session.scalar(
        select(func.max(DefinitionRevision.number)).where(DefinitionRevision.consultation_id == consultation_id)
    )
    return found or 0


def notice_of(consultation: Consultation, number: int | None = None) -> PrivacyNotice | None:
    """A version of the privacy notice, or the one that holds now."""
    return db.session.get(PrivacyNotice, (consultation.id, consultation.notice if number is None else number))
