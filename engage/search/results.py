"""What a page of results shows of each thing that was found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, with_polymorphic

from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.consultations.standing import standing
from engage.core.database import db
from engage.core.i18n import date_text, datetime_text
from engage.engagements.queries import events
from engage.engagements.queries.events import Happening
from engage.publishing.models import Plan, Post, Publication
from engage.responses.queries import published
from engage.responses.queries.published import Published
from engage.search.queries import CONSULTATIONS, EVENTS, PUBLICATIONS, RESPONSES, Found, Index, Passage, passages


@dataclass(frozen=True)
class Result:
    """One thing that was found."""

    title: str
    url: str
    kind: str
    meta: str
    standfirst: str
    passage: Passage | None


Around = dict[int, Passage]


def results_of(found: Sequence[Found], terms: Sequence[str]) -> list[Result]:
    """What was found, in this order."""
    shown: dict[Found, Result] = {}
    for index, make in _MAKERS:
        ids = [each.id for each in found if each.index is index]
        if ids:
            made = make(ids, passages(index, ids, terms))
            shown |= {Found(index, row_id): result for row_id, result in made.items()}
    return [shown[each] for each in found if each in shown]


def _publications(ids: Sequence[int], around: Around) -> dict[int, Result]:
    either = with_polymorphic(Publication, [Plan, Post])
    rows = db.session.scalars(select(either).where(either.id.in_(ids)).options(joinedload(either.Post.section)))
    return {row.id: _publication(row, around.get(row.id)) for row in rows}


def _publication(publication: Publication, passage: Passage | None) -> Result:
    if isinstance(publication, Post):
        section = publication.section
        url = url_for("site.post", section=section.slug, slug=publication.slug)
        return Result(
            publication.title, url, section.singular, date_text(publication.dated), publication.standfirst, passage
        )
    assert isinstance(publication, Plan)  # noqa: S101 - plans and posts are all there is
    url = url_for("site.plan", slug=publication.slug)
    return Result(publication.title, url, "Plan", publication.status.label, publication.standfirst, passage)


def _consultations(ids: Sequence[int], around: Around) -> dict[int, Result]:
    return {row.id: _consultation(row, around.get(row.id)) for row in consultations.public_by_ids(ids)}


def _consultation(row: Consultation, passage: Passage | None) -> Result:
    now = standing(row)
    url = url_for("consultations.one", slug=row.slug)
    return Result(row.title, url, "Consultation", f"{now.word}. {now.dates}", row.summary, passage)


def _responses(ids: Sequence[int], around: Around) -> dict[int, Result]:
    rows = published.responses_by_ids(ids)
    return {each.submission_id: _response(each, to, around.get(each.submission_id)) for each, to in rows}


def _response(row: Published, to: Consultation, passage: Passage | None) -> Result:
    url = url_for("responses.response", slug=to.slug, number=row.number)
    return Result(row.who, url, "Response", f"To “{to.title}”, {date_text(row.at)}", "", passage)


def _events(ids: Sequence[int], around: Around) -> dict[int, Result]:
    return {found.engagement.id: _event(found, around.get(found.engagement.id)) for found in events.events_by_ids(ids)}


def _event(found: Happening, passage: Passage | None) -> Result:
    url = url_for("engagements.event", slug=found.event.slug)
    called_off = ", called off" if found.event.called_off_at else ""
    meta = f"{datetime_text(found.engagement.at)}{called_off}"
    return Result(found.engagement.title, url, "Event", meta, found.event.summary, passage)


_MAKERS: tuple[tuple[Index, Callable[[Sequence[int], Around], dict[int, Result]]], ...] = (
    (PUBLICATIONS, _publications),
    (CONSULTATIONS, _consultations),
    (EVENTS, _events),
    (RESPONSES, _responses),
)
