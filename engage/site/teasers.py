"""Teasers: what lists say of a publication, worked out for a whole list by a fixed number of statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import select

from engage.comments.models import Thread
from engage.core import clock
from engage.core.database import db
from engage.core.files import StoredFile
from engage.core.i18n import date_text, datetime_text
from engage.publishing.models import Plan, PlanStatus, Post, PostSection, Publication

TONES = {
    PlanStatus.IN_PREPARATION: "neutral",
    PlanStatus.OPEN_FOR_COMMENT: "accent",
    PlanStatus.BEING_DECIDED: "warn",
    PlanStatus.DECIDED: "good",
    PlanStatus.IN_PROGRESS: "good",
    PlanStatus.DONE: "neutral",
    PlanStatus.WITHDRAWN: "bad",
}


@dataclass(frozen=True)
class Teaser:
    """One card of a list."""

    title: str
    url: str
    text: str
    kicker: str
    meta: str
    deadline: str
    takes_comments: bool
    tag_text: str
    tag_tone: str
    picture: StoredFile | None


def teasers(publications: Iterable[Publication]) -> list[Teaser]:
    """The cards of the publications, in their order."""
    listed = list(publications)
    posts = [each for each in listed if isinstance(each, Post)]
    pictures = _pictures(posts)
    sections = sections_by_id() if posts else {}
    closings = _closings([each for each in listed if isinstance(each, Plan)])
    return [
        _of_post(each, sections[each.section_id], pictures) if isinstance(each, Post) else _of_plan(each, closings)
        for each in listed
        if isinstance(each, Post | Plan)
    ]


def sections_by_id() -> dict[int, PostSection]:
    """Every section of posts under its id."""
    return {section.id: section for section in db.session.scalars(select(PostSection))}


def next_closing(plans: Iterable[Plan]) -> datetime | None:
    """When the first of the plans closes for comments, after which a list that says so is out of date."""
    return min((at for at in _closings(list(plans)).values() if at and at > clock.now()), default=None)


def _pictures(posts: Sequence[Post]) -> dict[int, StoredFile]:
    wanted = {post.picture_id for post in posts if post.picture_id is not None}
    if not wanted:
        return {}
    return {each.id: each for each in db.session.scalars(select(StoredFile).where(StoredFile.id.in_(wanted)))}


def _closings(plans: Sequence[Plan]) -> dict[int, datetime | None]:
    """Until when those of the plans that are open for comment and have open comments take them, by id."""
    wanted = [plan.id for plan in plans if plan.status is PlanStatus.OPEN_FOR_COMMENT]
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Thread.publication_id, Thread.closes_at).where(Thread.publication_id.in_(wanted), Thread.is_open)
    )
    return dict(rows.all())


def _of_plan(plan: Plan, closings: Mapping[int, datetime | None]) -> Teaser:
    closes_at = closings.get(plan.id)
    return Teaser(
        title=plan.title,
        url=url_for("site.plan", slug=plan.slug),
        text=plan.standfirst,
        kicker="Plan",
        meta=years(plan),
        deadline=_closing(closes_at),
        takes_comments=plan.id in closings and (closes_at is None or closes_at > clock.now()),
        tag_text=plan.status.label,
        tag_tone=TONES[plan.status],
        picture=None,
    )


def _of_post(post: Post, section: PostSection, pictures: dict[int, StoredFile]) -> Teaser:
    picture = pictures.get(post.picture_id) if post.picture_id is not None else None
    return Teaser(
        title=post.title,
        url=url_for("site.post", section=section.slug, slug=post.slug),
        text=post.standfirst,
        kicker=section.singular,
        meta=" · ".join(filter(None, [date_text(post.dated), post.byline_name])),
        deadline="",
        takes_comments=False,
        tag_text="",
        tag_tone="neutral",
        picture=picture,
    )


def years(plan: Plan) -> str:
    """The period of a plan: `2026 to 2029`."""
    known = [str(year) for year in (plan.first_year, plan.last_year) if year]
    return " to ".join(dict.fromkeys(known))


def _closing(closes_at: datetime | None) -> str:
    if closes_at is None:
        return ""
    if closes_at <= clock.now():
        return f"Comments closed on {date_text(closes_at)}"
    return f"Comment until {datetime_text(closes_at)}"
