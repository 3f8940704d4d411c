"""What a page of results shows of each publication."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload, with_polymorphic

from engage.core.database import db
from engage.core.i18n import date_text
from engage.publishing.models import Plan, Post, Publication
from engage.search.queries import Passage, passages


@dataclass(frozen=True)
class Result:
    """One thing that was found."""

    title: str
    url: str
    kind: str
    meta: str
    standfirst: str
    passage: Passage | None


def results_of(ids: Sequence[int], terms: Sequence[str]) -> list[Result]:
    """The publications of these ids, in this order."""
    if not ids:
        return []
    around = passages(ids, terms)
    either = with_polymorphic(Publication, [Plan, Post])
    rows = db.session.scalars(select(either).where(either.id.in_(ids)).options(joinedload(either.Post.section)))
    found = {row.id: row for row in rows}
    return [_result(found[each], around.get(each)) for each in ids if each in found]


def _result(publication: Publication, passage: Passage | None) -> Result:
    if isinstance(publication, Post):
        section = publication.section
        url = url_for("site.post", section=section.slug, slug=publication.slug)
        return Result(
            publication.title, url, section.singular, date_text(publication.dated), publication.standfirst, passage
        )
    assert isinstance(publication, Plan)  # noqa: S101 - plans and posts are all there is
    url = url_for("site.plan", slug=publication.slug)
    return Result(publication.title, url, "Plan", publication.status.label, publication.standfirst, passage)
