"""What the page of one publication shows beside its text: each read by a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import current_app, url_for
from sqlalchemy import Row, Text, and_, bindparam, cast, func, literal, select
from sqlalchemy.orm import aliased, selectinload, with_polymorphic

from engage.core import cache, i18n
from engage.core.database import db
from engage.core.files import StoredFile
from engage.directory.models import Organisation
from engage.publishing import queries
from engage.publishing.models import (
    Attachment,
    Block,
    Milestone,
    MilestoneState,
    OrganisationRole,
    Plan,
    PlanOrganisation,
    Post,
    Publication,
    PublicationArea,
    PublicationKind,
    PublicationTopic,
    Related,
    Revision,
    Workstream,
)
from engage.site.teasers import Teaser, teasers
from engage.taxonomy.models import Area, Topic

ROLE_WORDS = {
    OrganisationRole.LEAD: "Led by",
    OrganisationRole.PARTNER: "With",
    OrganisationRole.FUNDER: "Paid for by",
    OrganisationRole.RESPONSIBLE: "Answerable for it",
}
_bare = Publication.__table__.c
ID_AT = select(_bare.id).where(_bare.kind == bindparam("kind"), _bare.slug == bindparam("slug"))
TEXTS = (Revision.title, Revision.standfirst, Revision.body)


_opened = Publication.__table__.alias("opened")
_first_change, _next_update = queries.NEXT_CHANGES.selected_columns
# All that the page of a publication begins with, in one statement: it is asked at every opening, so it must be cheap.
OPENING = select(
    _opened.c.id,
    _first_change.label("first_change"),
    _next_update.label("next_update"),
    cache.version_of(cache.SITE).label("site"),
    cache.version_of(literal("publication:") + cast(_opened.c.id, Text)).label("publication"),
    cache.version_of(literal("thread:") + cast(_opened.c.id, Text)).label("thread"),
).where(_opened.c.kind == bindparam("kind"), _opened.c.slug == bindparam("slug"))


@dataclass(frozen=True)
class Opening:
    """What the page of a publication depends on: the versions of its scopes, and the next change by the clock."""

    made_from: tuple[int, ...] = ()
    next_change: datetime | None = None


def open_page(kind: PublicationKind, slug: str, now: datetime) -> Opening:
    """Say, before anything else is read, what the page at an address depends on; nothing if nothing is there."""
    row = db.session.execute(OPENING, {"kind": kind, "slug": slug, "now": now}).first()
    if row is None:
        return Opening()
    versions = (row.site, row.publication, row.thread)
    made_from = cache.page(f"publication:{row.id}", f"thread:{row.id}", known=versions)
    changes = [moment for moment in (row.first_change, row.next_update) if moment is not None]
    return Opening(made_from, min(changes, default=None))


def find(kind: PublicationKind, slug: str) -> int | None:
    """The id of the publication at an address, whether or not anybody may see it."""
    return db.session.scalar(ID_AT, {"kind": kind, "slug": slug})


@dataclass(frozen=True)
class Heading:
    """An entry of a contents list."""

    label: str
    url: str
    children: "list[Heading]" = field(default_factory=list)


def contents(blocks: Sequence[Block]) -> list[Heading]:
    """The two highest levels of headings."""
    found: list[Heading] = []
    for block in blocks:
        if block.level == 2:
            found.append(Heading(block.text, f"#{block.anchor}"))
        elif block.level == 3 and found:
            found[-1].children.append(Heading(block.text, f"#{block.anchor}"))
    return found


# What the page of a plan is made of is asked in words that are put together once: that costs more than the answers.
_publication_id: Any = bindparam("publication")
_plan_id: Any = bindparam("plan")
PARTIES = (
    select(PlanOrganisation.role, Organisation)
    .join(Organisation, Organisation.id == PlanOrganisation.organisation_id)
    .where(PlanOrganisation.plan_id == _plan_id)
    .order_by(Organisation.name)
)
AREAS = (
    select(Area)
    .join(PublicationArea, PublicationArea.area_id == Area.id)
    .where(PublicationArea.publication_id == _publication_id)
    .order_by(Area.path)
)
TOPICS = (
    select(Topic)
    .join(PublicationTopic, PublicationTopic.topic_id == Topic.id)
    .where(PublicationTopic.publication_id == _publication_id)
    .order_by(Topic.name)
)
MILESTONES = select(Milestone).where(Milestone.plan_id == _plan_id).order_by(Milestone.on)
WORKSTREAMS = (
    select(Workstream)
    .where(Workstream.plan_id == _plan_id)
    .order_by(Workstream.position)
    .options(selectinload(Workstream.areas))
)
ATTACHED = (
    select(Attachment.title, Attachment.inline, StoredFile)
    .join(StoredFile, StoredFile.id == Attachment.file_id)
    .where(Attachment.publication_id == _publication_id, Attachment.removed_at.is_(None))
    .order_by(Attachment.position, Attachment.id)
)


def parties(plan: Plan) -> list[tuple[str, list[Organisation]]]:
    """The organisations of a plan by what they are to it, the leading ones first."""
    rows = db.session.execute(PARTIES, {"plan": plan.id}).all()
    found = [(words, [each for held, each in rows if held is role]) for role, words in ROLE_WORDS.items()]
    return [(words, holders) for words, holders in found if holders]


def areas_of(publication_id: int) -> Sequence[Area]:
    """The areas that a publication is about."""
    return db.session.scalars(AREAS, {"publication": publication_id}).all()


def topics_of(publication_id: int) -> Sequence[Topic]:
    """The topics of a publication."""
    return db.session.scalars(TOPICS, {"publication": publication_id}).all()


@dataclass(frozen=True)
class Step:
    """A line of a timetable as the page shows it."""

    date: date
    title: str
    state: str


def timetable(plan_id: int, today: date) -> list[Step]:
    """The milestones of a plan, each done, late, next or planned."""
    rows = db.session.scalars(MILESTONES, {"plan": plan_id}).all()
    ahead = next((row for row in rows if row.state is MilestoneState.PLANNED and not row.is_late(today)), None)
    return [Step(row.on, row.title, _state(row, today, row is ahead)) for row in rows]


def _state(milestone: Milestone, today: date, is_next: bool) -> str:
    if milestone.state is MilestoneState.DONE:
        return "done"
    if milestone.is_late(today):
        return "late"
    return "next" if is_next else "planned"


def workstreams(plan_id: int) -> list[tuple[Workstream, list[str]]]:
    """The workstreams of a plan, each with the names of its areas."""
    rows = db.session.scalars(WORKSTREAMS, {"plan": plan_id}).all()
    wanted = {each.area_id for row in rows for each in row.areas}
    names: dict[int, str] = {}
    if wanted:
        names = dict(db.session.execute(select(Area.id, Area.name).where(Area.id.in_(wanted))).all())
    return [(row, sorted(names[each.area_id] for each in row.areas)) for row in rows]


@dataclass(frozen=True)
class Download:
    """An attachment as the page shows it."""

    title: str
    url: str
    kind: str
    size: str


Attached = Sequence[Row[str, bool, StoredFile]]


def attached(publication_id: int) -> Attached:
    """All files of a publication, in their order: those below it and the pictures in its text."""
    return db.session.execute(ATTACHED, {"publication": publication_id}).all()


def downloads(files: Attached) -> list[Download]:
    """The files that are offered below a publication."""
    return [
        Download(title or stored.name, stored.path, stored.kind, size_text(stored.size))
        for title, inline, stored in files
        if not inline
    ]


def renditions(files: Attached) -> dict[str, dict[str, str | int]]:
    """What a browser is told of the pictures in a text, by their address: their size and their renditions."""
    pictures = [stored for _, inline, stored in files if inline and stored.width and stored.height]
    return {stored.path: _rendition(stored) for stored in pictures}


def _rendition(row: StoredFile) -> dict[str, str | int]:
    size: dict[str, str | int] = {"width": row.width or 0, "height": row.height or 0}
    return {**size, "srcset": row.srcset, "sizes": "(max-width: 40em) 20rem, 40rem"} if row.srcset else size


def size_text(size: int) -> str:
    """`1.2 MB`, to two figures."""
    if size < 1_000:
        return f"{size} bytes"
    if size < 1_000_000:
        return f"{i18n.number_text(round(size / 1_000))} kB"
    return f"{i18n.number_text(round(size / 1_000_000, 1))} MB"


_now: Any = bindparam("now")
_other = with_polymorphic(Publication, [Plan, Post])
ANSWERS = (
    select(Post)
    .where(Post.answers_id == bindparam("plan"), Post.listed(_now))
    .order_by(Post.publish_at.desc())
    .limit(50)
)
RELATED = (
    select(Related.label, _other)
    .join(_other, _other.id == Related.other_id)
    .where(Related.publication_id == bindparam("publication"), _other.listed(_now))
    .order_by(Related.position)
    .limit(12)
)


def statements_on(plan_id: int, now: datetime) -> list[Teaser]:
    """The posts that answer a plan."""
    return teasers(db.session.scalars(ANSWERS, {"plan": plan_id, "now": now}))


def related_to(publication_id: int, now: datetime) -> list[tuple[str, list[Teaser]]]:
    """The teasers below a publication, in groups: `Related`, then those with a label of their own."""
    rows = db.session.execute(RELATED, {"publication": publication_id, "now": now}).all()
    cards = teasers(publication for _, publication in rows)
    labels = dict.fromkeys(label or "Related" for label, _ in rows)
    return [
        (wanted, [card for (label, _), card in zip(rows, cards, strict=True) if (label or "Related") == wanted])
        for wanted in sorted(labels, key=lambda label: label != "Related")
    ]


@dataclass(frozen=True)
class Version:
    """A revision that anybody could read, counted from 1; it stood until the next one was made live."""

    number: int
    revision: int
    at: datetime
    until: datetime | None
    note: str


_same = and_(*(column == func.lag(column).over(order_by=Revision.number) for column in TEXTS))
# The revisions that were made live, each with whether it says the same as the one before it.
MADE_LIVE = (
    select(Revision.number, Revision.made_live_at, Revision.change_note, _same.label("is_same"))
    .where(Revision.publication_id == _publication_id, Revision.made_live_at <= _now)
    .order_by(Revision.number)
)


def versions_of(publication: Publication, now: datetime) -> list[Version]:
    """The versions of a publication's text that anybody could read, oldest first."""
    begins = publication.publish_at or now
    read = list(db.session.execute(MADE_LIVE, {"publication": publication.id, "now": now}))
    # What was made ready before an embargo ended was never read, but for the last of it.
    before = [place for place, row in enumerate(read) if row.made_live_at <= begins]
    read = read[before[-1] :] if before else read
    shown = [*read[:1], *(row for row in read[1:] if row.change_note or not row.is_same)]
    if not shown:
        return []
    starts = [begins, *(row.made_live_at for row in shown[1:])]
    return [
        Version(place, row.number, at, until, row.change_note)
        for place, (row, at, until) in enumerate(zip(shown, starts, [*starts[1:], None], strict=True), 1)
    ]


@dataclass(frozen=True)
class Change:
    """A public change note, with the address at which the change can be read."""

    at: datetime
    note: str
    url: str | None


def changes(plan: Plan, versions: Sequence[Version]) -> list[Change]:
    """What readers were told of changes since a plan was first published, newest first."""
    return [
        Change(
            version.at,
            version.note,
            url_for("site.plan_changes", slug=plan.slug, old=version.number - 1, new=version.number),
        )
        for version in reversed(versions[1:])
        if version.note
    ]


def is_old(published: datetime | date, today: date) -> bool:
    """Whether so many years have passed that the page must say so."""
    then = i18n.local(published).date() if isinstance(published, datetime) else published
    years = int(current_app.config["ENGAGE"].old_content_years)
    return (today.year - years, today.month, today.day) >= (then.year, then.month, then.day)


def answered_plan(post: Post, now: datetime) -> Plan | None:
    """The plan that a statement answers, if anybody may see it."""
    if post.answers_id is None:
        return None
    return db.session.scalars(select(Plan).where(Plan.id == post.answers_id, Plan.public(now))).first()


def read_more(post: Post, now: datetime) -> list[Teaser]:
    """The newest other posts of the same section."""
    other = aliased(Post)
    return teasers(
        db.session.scalars(
            select(other)
            .where(other.section_id == post.section_id, other.id != post.id, other.listed(now))
            .order_by(other.publish_at.desc(), other.id.desc())
            .limit(2)
        )
    )


def picture_of(post: Post) -> StoredFile | None:
    """The lead picture of a post."""
    return db.session.get(StoredFile, post.picture_id) if post.picture_id is not None else None
