"""What stands around the texts of a publication, in words, as its history shows it."""

from typing import cast

from sqlalchemy import select

from engage.core.database import db
from engage.core.files import StoredFile
from engage.core.i18n import date_text
from engage.directory.models import Organisation
from engage.publishing.models import (
    Attachment,
    Milestone,
    Plan,
    PlanOrganisation,
    Post,
    PostSection,
    Publication,
    PublicationArea,
    PublicationTopic,
    Related,
    Workstream,
    WorkstreamArea,
)
from engage.taxonomy.models import Area, Topic

Lines = dict[str, list[str]]


def snapshot(publication: Publication) -> Lines:
    """What stands around the texts: a label, and the lines that were under it; empty ones are left out."""
    own = _plan(publication) if isinstance(publication, Plan) else _post(cast(Post, publication))
    lines = own | {
        "Address": [publication.slug],
        "Areas": _names(Area.name, PublicationArea, PublicationArea.area_id == Area.id, publication.id),
        "Topics": _names(Topic.name, PublicationTopic, PublicationTopic.topic_id == Topic.id, publication.id),
        "Read more": _related(publication.id),
        "Files": _files(publication.id),
    }
    return {label: kept for label, values in lines.items() if (kept := [value for value in values if value])}


def _names(name: object, table: type[PublicationArea] | type[PublicationTopic], on: object, key: int) -> list[str]:
    return list(db.session.scalars(select(name).join(table, on).where(table.publication_id == key).order_by(name)))  # type: ignore[call-overload]  # columns of several types


def _post(post: Post) -> Lines:
    section = db.session.get(PostSection, post.section_id)
    picture = db.session.get(StoredFile, post.picture_id) if post.picture_id else None
    answers = db.session.get(Plan, post.answers_id) if post.answers_id else None
    byline = ", ".join(filter(None, [post.byline_name, post.byline_role, post.byline_organisation]))
    return {
        "Section": [section.name if section else ""],
        "Date": [date_text(post.dated)],
        "Byline": [byline],
        "Picture": [picture.name, post.picture_alt, post.picture_caption] if picture else [],
        "Answers": [answers.title if answers else ""],
    }


def _plan(plan: Plan) -> Lines:
    years = "–".join(str(year) for year in (plan.first_year, plan.last_year) if year)
    return {
        "Status": [plan.status.label],
        "Years": [years],
        "Contact": [plan.contact_name, plan.contact_role, plan.contact_email, plan.contact_phone],
        "Organisations": _organisations(plan.id),
        "Timetable": _milestones(plan.id),
        "Workstreams": _workstreams(plan.id),
    }


def _organisations(plan_id: int) -> list[str]:
    rows = db.session.execute(
        select(PlanOrganisation, Organisation.name)
        .join(Organisation, Organisation.id == PlanOrganisation.organisation_id)
        .where(PlanOrganisation.plan_id == plan_id)
        .order_by(Organisation.name, PlanOrganisation.role)
    )
    return [", ".join([f"{name}: {part.role.value}", *_rights(part)]) for part, name in rows]


def _rights(part: PlanOrganisation) -> list[str]:
    held = (("may edit", part.may_edit), ("may approve", part.may_approve), ("may reply", part.may_reply))
    return [words for words, is_held in held if is_held]


def _milestones(plan_id: int) -> list[str]:
    rows = db.session.scalars(
        select(Milestone).where(Milestone.plan_id == plan_id).order_by(Milestone.on, Milestone.id)
    )
    return [f"{date_text(row.on)}: {row.title} ({row.state.value})" for row in rows]


def _workstreams(plan_id: int) -> list[str]:
    rows = db.session.scalars(
        select(Workstream).where(Workstream.plan_id == plan_id).order_by(Workstream.position, Workstream.id)
    ).all()
    areas = db.session.execute(
        select(WorkstreamArea.workstream_id, Area.name)
        .join(Area, Area.id == WorkstreamArea.area_id)
        .where(WorkstreamArea.workstream_id.in_([row.id for row in rows]))
        .order_by(Area.name)
    ).all()
    return [_workstream(row, [name for key, name in areas if key == row.id]) for row in rows]


def _workstream(row: Workstream, areas: list[str]) -> str:
    dates = " to ".join(date_text(day) for day in (row.starts, row.ends) if day)
    return "; ".join(filter(None, [row.title, row.description, row.lead, dates, ", ".join(areas), row.status]))


def _related(publication_id: int) -> list[str]:
    rows = db.session.execute(
        select(Related.label, Publication.title)
        .join(Publication, Publication.id == Related.other_id)
        .where(Related.publication_id == publication_id)
        .order_by(Related.position)
    )
    return [label or title for label, title in rows]


def _files(publication_id: int) -> list[str]:
    rows = db.session.execute(
        select(Attachment.title, StoredFile.name)
        .join(StoredFile, StoredFile.id == Attachment.file_id)
        .where(Attachment.publication_id == publication_id, Attachment.removed_at.is_(None))
        .order_by(Attachment.position, Attachment.id)
    )
    return [f"{title} ({name})" for title, name in rows]
