"""How a plan or a post begins: as a draft with its first revision."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engage.core import clock, i18n, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.files import StoredFile
from engage.core.permissions import Viewer
from engage.publishing import rights, verbs
from engage.publishing.actions.addresses import free_slug, untaken
from engage.publishing.actions.describing import plan_fields, post_fields, write_labels
from engage.publishing.actions.revisions import add_text
from engage.publishing.actions.texts import body_text, standfirst_text, title_text
from engage.publishing.models import (
    Plan,
    PlanStatus,
    Post,
    PostSection,
    Publication,
    PublicationKind,
    Revision,
)
from engage.taxonomy.models import Area, Topic

Kind = TypeVar("Kind", Plan, Post)
SENT_TWICE = timedelta(minutes=10)


def create_post(
    actor: Viewer,
    *,
    section: PostSection,
    title: str,
    slug: str | None = None,
    standfirst: str = "",
    body: str = "",
    dated: date | None = None,
    byline_name: str = "",
    byline_role: str = "",
    byline_organisation: str = "",
    picture: StoredFile | None = None,
    picture_alt: str = "",
    picture_caption: str = "",
    areas: Iterable[Area] = (),
    topics: Iterable[Topic] = (),
    answers: Plan | None = None,
) -> Post:
    """Begin a post as a draft; what the same person sent just before gives the post that it made then."""
    fields = post_fields(
        byline_name=byline_name,
        byline_role=byline_role,
        byline_organisation=byline_organisation,
        picture_alt=picture_alt,
        picture_caption=picture_caption,
    )
    post = Post(
        section_id=section.id,
        dated=dated or i18n.today(),
        picture_id=picture.id if picture else None,
        answers_id=answers.id if answers else None,
        **fields,
    )
    return _begin(actor, post, slug, (title, standfirst, body), areas=list(areas), topics=list(topics))


def create_plan(
    actor: Viewer,
    *,
    title: str,
    slug: str | None = None,
    standfirst: str = "",
    body: str = "",
    status: PlanStatus = PlanStatus.IN_PREPARATION,
    first_year: int | None = None,
    last_year: int | None = None,
    contact_name: str = "",
    contact_role: str = "",
    contact_email: str = "",
    contact_phone: str = "",
    areas: Iterable[Area] = (),
    topics: Iterable[Topic] = (),
) -> Plan:
    """Begin a plan as a draft; what the same person sent just before gives the plan that it made then."""
    fields = plan_fields(
        first_year=first_year,
        last_year=last_year,
        contact_name=contact_name,
        contact_role=contact_role,
        contact_email=contact_email,
        contact_phone=contact_phone,
    )
    plan = Plan(status=PlanStatus(status), **fields)
    return _begin(actor, plan, slug, (title, standfirst, body), areas=list(areas), topics=list(topics))


def _begin(
    actor: Viewer,
    row: Kind,
    slug: str | None,
    texts: tuple[str, str, str],
    *,
    areas: list[Area],
    topics: list[Topic],
) -> Kind:
    title, standfirst, body = title_text(texts[0]), standfirst_text(texts[1]), body_text(texts[2])
    kind = PublicationKind.PLAN if isinstance(row, Plan) else PublicationKind.POST
    made = _just_made(actor, type(row), title, body)
    if made is not None:
        return made
    _check_reach(actor, areas)
    row.kind, row.slug = kind, free_slug(kind, title) if slug is None else untaken(kind, slug)
    row.title, row.standfirst = title, standfirst
    row.created_at, row.created_by = clock.now(), actor.account_id
    row.latest_revision = 0
    _insert(row)
    write_labels(row, areas, topics)
    ledger.record(
        verbs.PUBLICATION_CREATED, subject_id=row.id, actor_id=actor.account_id, kind=kind.value, slug=row.slug
    )
    add_text(actor, row, title=title, standfirst=standfirst, body=body)
    return row


def _insert(row: Plan | Post) -> None:
    given = ledger.never_given(verbs.PUBLICATION_DELETED.subject, Publication.id)
    if given is not None:
        row.id = given
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise Refused("Somebody began one with the same address at this very moment. Send it again.") from error


def _just_made(actor: Viewer, kind: type[Kind], title: str, body: str) -> Kind | None:
    """A double click or a page sent again must not make a second draft."""
    if actor.account_id is None:
        return None
    return db.session.scalars(
        select(kind)
        .join(Revision, (Revision.publication_id == kind.id) & (Revision.number == 1))
        .where(
            kind.created_by == actor.account_id,
            kind.created_at > clock.now() - SENT_TWICE,
            kind.live_revision.is_(None),
            Revision.title == title,
            Revision.body == body,
        )
    ).first()


def _check_reach(actor: Viewer, areas: list[Area]) -> None:
    held = actor.may(rights.WRITE)
    if held and not actor.may(rights.WRITE, [area.id for area in areas]):
        raise Refused("Choose at least one of the areas that you look after.", "areas")
