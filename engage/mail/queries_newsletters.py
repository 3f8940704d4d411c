"""Reads of newsletters: the staff's list, the archive, and what one is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from markupsafe import Markup
from sqlalchemy import ColumnElement, and_, exists, func, select, tuple_
from sqlalchemy.orm import selectin_polymorphic

from engage.core import clock
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.text import RENDERER_VERSION, excerpt, render_comment, stored
from engage.lists.models import StakeholderList
from engage.mail.audience import live
from engage.mail.models import MailRun, Newsletter, NewsletterItem, Subscription, TargetKind
from engage.mail.rights import SEND_NEWSLETTERS
from engage.mail.runs import CATCH_UP
from engage.mail.targets import EVERYTHING, Key, Target, targets
from engage.publishing.models import Block, Plan, Post, Publication
from engage.publishing.queries import path_of

LONGEST_PART = 1200
MOST_OFFERED = 100


def newsletter(newsletter_id: int, *, lock: bool = False) -> Newsletter | None:
    """One newsletter; locked, nobody else changes it before the running unit of work ends."""
    return db.session.get(Newsletter, newsletter_id, with_for_update=lock, populate_existing=lock)


def newsletter_of(run: MailRun) -> Newsletter:
    """The newsletter that a run sends."""
    return db.session.get_one(Newsletter, int(run.period))


def page_of_newsletters(*, before: int | None, limit: int) -> Sequence[Newsletter]:
    """All newsletters, the one begun last first."""
    wanted = select(Newsletter).order_by(Newsletter.id.desc()).limit(limit)
    return db.session.scalars(wanted if before is None else wanted.where(Newsletter.id < before)).all()


def in_archive() -> ColumnElement[bool]:
    """Whether a newsletter stands in the public archive: it was sent, nobody took it off, nobody stopped its run."""
    stopped = exists().where(MailRun.id == Newsletter.run_id, MailRun.cancelled_at.is_not(None))
    return and_(Newsletter.sent_at.is_not(None), Newsletter.withdrawn_at.is_(None), ~stopped)


def is_in_archive(row: Newsletter) -> bool:
    """Whether one stands in the public archive now."""
    return db.session.scalar(select(Newsletter.id).where(Newsletter.id == row.id, in_archive())) is not None


def archive(*, after: tuple[datetime, int] | None, limit: int) -> Sequence[Newsletter]:
    """What stands in the archive, the newest first."""
    wanted = select(Newsletter).where(in_archive()).order_by(Newsletter.sent_at.desc(), Newsletter.id.desc())
    if after is not None:
        wanted = wanted.where(tuple_(Newsletter.sent_at, Newsletter.id) < after)
    return db.session.scalars(wanted.limit(limit)).all()


def access_archived(newsletter_id: int) -> Newsletter:
    """A newsletter of the archive; 404 for unseen and missing alike."""
    return db.session.scalars(select(Newsletter).where(Newsletter.id == newsletter_id, in_archive())).first() or abort(
        404
    )


def state_of(row: Newsletter) -> str:
    """Where a newsletter stands: `draft`, `scheduled` or `sent`."""
    if row.run_id is not None:
        return "sent"
    return "draft" if row.send_at is None else "scheduled"


def body_html(row: Newsletter) -> Markup:
    """The author's words as HTML, drawn again where the renderer is newer."""
    return stored(row.html) if row.renderer == RENDERER_VERSION else render_comment(row.body)


def target_of(row: Newsletter) -> Target | None:
    """The thing whose followers get it; nothing when it goes to a list, or the thing is no longer there for all."""
    return None if row.target_kind is None else targets([key_of(row)]).get(key_of(row))


def list_names(ids: set[int]) -> dict[int, str]:
    """The names of some lists of the directory."""
    rows = db.session.execute(select(StakeholderList.id, StakeholderList.name).where(StakeholderList.id.in_(ids)))
    return dict(rows.all())


def key_of(row: Newsletter) -> Key:
    """The thing whose followers get it; only of one that goes to followers."""
    return (row.target_kind or TargetKind.EVERYTHING, row.target_id)


def may_send(viewer: Viewer, row: Newsletter) -> bool:
    """Whether the viewer may send it: with a role that holds everywhere, or in the area whose followers get it."""
    areas = [row.target_id] if row.target_kind is TargetKind.AREA else []
    return viewer.may(SEND_NEWSLETTERS) and viewer.may(SEND_NEWSLETTERS, areas)


@dataclass(frozen=True)
class Drawn:
    """What a newsletter shows of a plan or a post: its head, or the words of one of its blocks."""

    item_id: int
    publication_id: int
    kind: str
    title: str
    path: str
    text: str
    is_part: bool


def items(newsletter_id: int) -> Sequence[NewsletterItem]:
    """What a newsletter draws from plans and posts, in its order."""
    mine = select(NewsletterItem).where(NewsletterItem.newsletter_id == newsletter_id)
    return db.session.scalars(mine.order_by(NewsletterItem.place, NewsletterItem.id)).all()


def drawn(rows: Sequence[NewsletterItem]) -> list[Drawn]:
    """Those of them that everybody may see at this moment, as they are now; two statements for any number."""
    shown = _listed({row.publication_id for row in rows})
    parts = _parts(rows, shown)
    return [
        made
        for row in rows
        if row.publication_id in shown and (made := _drawn(row, shown[row.publication_id], parts)) is not None
    ]


def _listed(ids: set[int]) -> dict[int, Publication]:
    rows = db.session.scalars(
        select(Publication)
        .where(Publication.id.in_(ids), Publication.listed(clock.now()))
        .options(selectin_polymorphic(Publication, [Plan, Post]))
    )
    return {row.id: row for row in rows}


def _parts(rows: Sequence[NewsletterItem], shown: dict[int, Publication]) -> dict[tuple[int, str], str]:
    wanted = {
        (row.publication_id, shown[row.publication_id].live_revision, row.anchor)
        for row in rows
        if row.anchor and row.publication_id in shown
    }
    found = db.session.execute(
        select(Block.publication_id, Block.anchor, Block.text).where(
            tuple_(Block.publication_id, Block.revision, Block.anchor).in_(wanted)
        )
    )
    return {(number, anchor): words for number, anchor, words in found}


def _drawn(row: NewsletterItem, publication: Publication, parts: dict[tuple[int, str], str]) -> Drawn | None:
    path, kind = path_of(publication), "Plan" if isinstance(publication, Plan) else "Post"
    if not row.anchor:
        return Drawn(row.id, publication.id, kind, publication.title, path, publication.standfirst, is_part=False)
    words = parts.get((publication.id, row.anchor), "")
    if not words:
        return None
    words, path = excerpt(words, LONGEST_PART), f"{path}#{row.anchor}"
    return Drawn(row.id, publication.id, kind, publication.title, path, words, is_part=True)


def offered(words: str = "") -> Sequence[Publication]:
    """Plans and posts that a newsletter may draw from, the newest first, whose title holds the words."""
    wanted = select(Publication).where(Publication.listed(clock.now()))
    if words:
        wanted = wanted.where(Publication.title.icontains(words, autoescape=True))
    newest = wanted.order_by(Publication.publish_at.desc(), Publication.id.desc()).limit(MOST_OFFERED)
    return db.session.scalars(newest.options(selectin_polymorphic(Publication, [Plan, Post]))).all()


def offered_one(publication_id: int) -> Publication | None:
    """The plan or post of an id, if a newsletter may draw from it."""
    return _listed({publication_id}).get(publication_id) if publication_id < 2**31 else None


def was_missed(row: Newsletter) -> bool:
    """Whether its time passed so long ago that it is not sent without being asked for."""
    return row.run_id is None and row.send_at is not None and row.send_at <= clock.now() - CATCH_UP


def followed_targets() -> list[tuple[Target, int]]:
    """What people follow, with how many they are: everything first, then what most follow."""
    number = func.count(Subscription.subscriber_id.distinct())
    kind, target_id = Subscription.target_kind, Subscription.target_id
    counted = select(kind, target_id, number).where(live(), kind != TargetKind.EVERYTHING).group_by(kind, target_id)
    rows = db.session.execute(counted.order_by(number.desc(), kind, target_id).limit(MOST_OFFERED)).all()
    everybody = db.session.scalar(select(number).where(live())) or 0
    sizes: dict[Key, int] = {EVERYTHING: everybody, **{(kind, target_id): size for kind, target_id, size in rows}}
    known = targets(sizes)
    return [(known[key], size) for key, size in sizes.items() if key in known]
