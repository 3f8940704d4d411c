"""Reads of publications: the gate, what one holds, and the lists that the public pages show."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NoReturn, cast

from flask import abort, current_app, redirect
from sqlalchemy import ColumnElement, bindparam, func, inspect, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from engage.core import clock
from engage.core.database import db
from engage.core.files import StoredFile
from engage.core.permissions import Permission, Viewer
from engage.core.prepared import PreparedSelect, held
from engage.directory.models import OrganisationMember
from engage.publishing import rights
from engage.publishing.models import (
    Attachment,
    Autosave,
    Block,
    OldSlug,
    Plan,
    PlanOrganisation,
    PlanStatus,
    Post,
    PostSection,
    Publication,
    PublicationArea,
    PublicationKind,
    PublicationTopic,
    Revision,
    SitePage,
)

Place = tuple[datetime, int]
MOST_DUE = 50
# Built once: every public page asks them, and building a statement takes longer than asking it.
AT_ADDRESS = select(Publication).where(Publication.kind == bindparam("kind"), Publication.slug == bindparam("slug"))
BLOCKS = (
    select(Block)
    .where(Block.publication_id == bindparam("publication"), Block.revision == bindparam("revision"))
    .order_by(Block.position)
)
OF_ID = select(Publication).where(Publication.id == bindparam("publication"))
KINDS: dict[PublicationKind, type[Publication]] = {PublicationKind.PLAN: Plan, PublicationKind.POST: Post}
_bare = Publication.__table__.c
_AT_A_GLANCE = PreparedSelect(
    select(*(each.columns[0].label(each.key) for each in inspect(Publication).column_attrs)).where(
        _bare.id == bindparam("publication")
    )
)
_first = select(func.min(_bare.publish_at)).where(
    _bare.kind.in_(list(PublicationKind)), _bare.live_revision.is_not(None), _bare.publish_at > bindparam("now")
)
_update = select(func.min(_bare.next_at)).where(_bare.next_at > bindparam("now"))
NEXT_CHANGES = select(_first.scalar_subquery(), _update.scalar_subquery())


def publication(publication_id: int) -> Publication | None:
    """The plan or post of an id, public or not."""
    return db.session.scalars(OF_ID, {"publication": publication_id}).first()


def publication_at_a_glance(publication_id: int) -> Publication | None:
    """The plan or post of an id with what both have in common; what else it holds is read when it is asked for."""
    row = _AT_A_GLANCE.first({"publication": publication_id})
    return None if row is None else held(KINDS[row.kind], publication_id, row._asdict())


def publication_by_slug(kind: PublicationKind, slug: str) -> Publication | None:
    """The plan or post of a slug, public or not."""
    return db.session.scalars(AT_ADDRESS, {"kind": kind, "slug": slug}).first()


def publication_by_old_slug(kind: PublicationKind, slug: str) -> Publication | None:
    """The publication that once had a slug."""
    return db.session.scalars(
        select(Publication)
        .join(OldSlug, OldSlug.publication_id == Publication.id)
        .where(OldSlug.kind == kind, OldSlug.slug == slug)
    ).first()


def access_publication(viewer: Viewer, kind: PublicationKind, slug: str) -> Publication:
    """The publication at an address, for one who may see it; 404 for unseen and missing alike.

    An address that it once had redirects (301) to the present one.
    """
    found = publication_by_slug(kind, slug)
    if found is None:
        _redirect_moved(viewer, kind, slug)
    if not visible(viewer, found):
        abort(404)
    return found


def _redirect_moved(viewer: Viewer, kind: PublicationKind, slug: str) -> NoReturn:
    moved = publication_by_old_slug(kind, slug)
    if moved is None or not visible(viewer, moved):
        abort(404)
    abort(redirect(path_of(moved), 301))


def access_editable(viewer: Viewer, publication_id: int) -> Publication:
    """The publication of an id, for one who may edit it; 404 for unseen and missing alike."""
    found = publication(publication_id)
    if found is None or not may_edit(viewer, found):
        abort(404)
    return found


def visible(viewer: Viewer, publication: Publication) -> bool:
    """Whether the viewer may see it: it is public, or the viewer may edit it."""
    return publication.is_public(clock.now()) or may_edit(viewer, publication)


def may_edit(viewer: Viewer, publication: Publication) -> bool:
    """Whether the viewer may edit it: by a role that reaches its areas, or for an organisation of the plan."""
    if not viewer.is_staff:
        return False
    return (
        _reaches(viewer, rights.WRITE, publication)
        or _empowered(viewer, publication.id, PlanOrganisation.may_edit)
        or _empowered(viewer, publication.id, PlanOrganisation.may_approve)
    )


def may_approve(viewer: Viewer, publication: Publication) -> bool:
    """Whether the viewer may publish and withdraw it: by a role, or for an organisation of the plan."""
    if not viewer.is_staff:
        return False
    return _reaches(viewer, rights.PUBLISH, publication) or _empowered(
        viewer, publication.id, PlanOrganisation.may_approve
    )


def may_change(viewer: Viewer, publication: Publication) -> bool:
    """Whether the viewer may change what stands around its texts, which readers see at once.

    Of a draft whoever may edit it; of what is public or will be by the clock whoever may approve it.
    """
    is_draft = publication.live_revision is None
    return may_edit(viewer, publication) if is_draft else may_approve(viewer, publication)


def may_empower(viewer: Viewer, publication: Publication) -> bool:
    """Whether the viewer may say what organisations may do with it: by a role alone.

    A right that was given to an organisation does not give the right to give more.
    """
    return viewer.is_staff and _reaches(viewer, rights.PUBLISH, publication)


def _reaches(viewer: Viewer, permission: Permission, publication: Publication) -> bool:
    return viewer.may(permission) and viewer.may(permission, area_ids(publication.id))


def _empowered(viewer: Viewer, publication_id: int, right: InstrumentedAttribute[bool]) -> bool:
    member = select(PlanOrganisation.plan_id).join(
        OrganisationMember, OrganisationMember.organisation_id == PlanOrganisation.organisation_id
    )
    mine = member.where(
        PlanOrganisation.plan_id == publication_id, right, OrganisationMember.account_id == viewer.account_id
    )
    return db.session.scalar(mine.limit(1)) is not None


def path_of(publication: Publication) -> str:
    """The path at which it stands, also outside a request."""
    addresses = current_app.url_map.bind("localhost")
    if isinstance(publication, Plan):
        return addresses.build("site.plan", {"slug": publication.slug})
    section = db.session.get(PostSection, cast(Post, publication).section_id)
    assert section is not None  # noqa: S101 - a foreign key
    return addresses.build("site.post", {"section": section.slug, "slug": publication.slug})


def revision(publication_id: int, number: int) -> Revision | None:
    """One revision."""
    return db.session.get(Revision, (publication_id, number))


def latest_revision(publication: Publication) -> Revision:
    """The newest saved texts, public or not."""
    found = revision(publication.id, publication.latest_revision)
    assert found is not None  # noqa: S101 - every publication begins with one
    return found


def blocks_of(publication_id: int, number: int) -> list[Block]:
    """The blocks of a revision in order."""
    return list(db.session.scalars(BLOCKS, {"publication": publication_id, "revision": number}))


def live_blocks(publication: Publication) -> list[Block]:
    """The blocks of the live revision in order; none before the first publication is planned."""
    return [] if publication.live_revision is None else blocks_of(publication.id, publication.live_revision)


def revisions(publication_id: int, *, before: int | None = None, limit: int = 50) -> list[Revision]:
    """The revisions, newest first, older than one of a number."""
    wanted = select(Revision).where(Revision.publication_id == publication_id)
    if before is not None:
        wanted = wanted.where(Revision.number < before)
    return list(db.session.scalars(wanted.order_by(Revision.number.desc()).limit(limit)))


def area_ids(publication_id: int) -> frozenset[int]:
    """The ids of the areas that it is about."""
    return frozenset(
        db.session.scalars(select(PublicationArea.area_id).where(PublicationArea.publication_id == publication_id))
    )


def topic_ids(publication_id: int) -> frozenset[int]:
    """The ids of its topics."""
    return frozenset(
        db.session.scalars(select(PublicationTopic.topic_id).where(PublicationTopic.publication_id == publication_id))
    )


def organisations_with_parts() -> Sequence[int]:
    """The ids of the organisations that have a part in any plan."""
    return db.session.scalars(select(PlanOrganisation.organisation_id).distinct()).all()


def same_file(publication_id: int, data: bytes) -> StoredFile | None:
    """The file of the same content that the publication holds or held, or that is its picture."""
    held = select(Attachment.file_id).where(Attachment.publication_id == publication_id)
    pictured = select(Post.picture_id).where(Post.id == publication_id)
    return db.session.scalars(
        select(StoredFile).where(
            StoredFile.sha256 == hashlib.sha256(data).hexdigest(),
            or_(StoredFile.id.in_(held), StoredFile.id.in_(pictured)),
        )
    ).first()


def autosaves(publication_id: int, account_id: int | None) -> Sequence[Autosave]:
    """What somebody was typing and has not saved, newest first: one for each page on which they typed."""
    theirs = (Autosave.publication_id == publication_id, Autosave.account_id == account_id)
    return db.session.scalars(select(Autosave).where(*theirs).order_by(Autosave.at.desc(), Autosave.draft)).all()


def _about(area_ids: Collection[int] | None, topic_id: int | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if area_ids is not None:
        held = select(PublicationArea.publication_id).where(PublicationArea.area_id.in_(area_ids))
        conditions.append(Publication.id.in_(held))
    if topic_id is not None:
        held = select(PublicationTopic.publication_id).where(PublicationTopic.topic_id == topic_id)
        conditions.append(Publication.id.in_(held))
    return conditions


def listed_plans(
    now: datetime,
    *,
    statuses: Collection[PlanStatus] | None = None,
    area_ids: Collection[int] | None = None,
    topic_id: int | None = None,
    after: Place | None = None,
    limit: int = 20,
) -> list[Plan]:
    """The plans that stand in lists, newest first, behind a place (publish_at, id).

    Withdrawn plans are public but stand in no list, except for one who asks for just them.
    """
    asks_for_withdrawn = statuses is not None and set(statuses) == {PlanStatus.WITHDRAWN}
    wanted = select(Plan).where(Plan.public(now) if asks_for_withdrawn else Plan.listed(now))
    wanted = wanted.where(*_about(area_ids, topic_id))
    if statuses is not None:
        wanted = wanted.where(Plan.status.in_(statuses))
    if after is not None:
        wanted = wanted.where(tuple_(Publication.publish_at, Publication.id) < after)
    return list(db.session.scalars(wanted.order_by(Publication.publish_at.desc(), Publication.id.desc()).limit(limit)))


def listed_posts(
    now: datetime,
    *,
    section: PostSection | str | None = None,
    area_ids: Collection[int] | None = None,
    topic_id: int | None = None,
    after: Place | None = None,
    limit: int = 20,
) -> list[Post]:
    """The posts that stand in lists, with their sections, newest first, behind a place (publish_at, id)."""
    wanted = select(Post).options(joinedload(Post.section)).where(Post.listed(now))
    wanted = wanted.where(*_about(area_ids, topic_id))
    if isinstance(section, PostSection):
        wanted = wanted.where(Post.section_id == section.id)
    elif section is not None:
        wanted = wanted.where(
            Post.section_id == select(PostSection.id).where(PostSection.slug == section).scalar_subquery()
        )
    if after is not None:
        wanted = wanted.where(tuple_(Publication.publish_at, Publication.id) < after)
    return list(db.session.scalars(wanted.order_by(Publication.publish_at.desc(), Publication.id.desc()).limit(limit)))


def next_change(now: datetime) -> datetime | None:
    """When the next scheduled publication or update becomes public."""
    known = [moment for moment in db.session.execute(NEXT_CHANGES, {"now": now}).one() if moment is not None]
    return min(known, default=None)


def due_for_announcement(now: datetime) -> list[Publication]:
    """Publications that became public by the clock and of which the ledger does not know yet, locked."""
    return _due(Publication.publish_at, Publication.public(now), Publication.announced_at.is_(None))


def due_for_update(now: datetime) -> list[Publication]:
    """Publications of which an update became public by the clock and the ledger does not know yet, locked."""
    return _due(Publication.next_at, Publication.next_at <= now)


def _due(by: InstrumentedAttribute[datetime | None], *which: ColumnElement[bool]) -> list[Publication]:
    wanted = select(Publication).where(*which).order_by(by, Publication.id).limit(MOST_DUE)
    return list(db.session.scalars(wanted.with_for_update(of=Publication.__table__, skip_locked=True)))


def site_page(slug: str) -> SitePage | None:
    """A page about the site."""
    return db.session.get(SitePage, slug)


def site_pages() -> list[SitePage]:
    """The pages about the site in their order."""
    return list(db.session.scalars(select(SitePage).order_by(SitePage.position, SitePage.title)))


def post_sections() -> Sequence[PostSection]:
    """The sections of posts in their order."""
    return db.session.scalars(select(PostSection).order_by(PostSection.position, PostSection.name)).all()


def post_section(slug: str) -> PostSection | None:
    """The section of a slug."""
    return db.session.scalars(select(PostSection).where(PostSection.slug == slug)).first()
