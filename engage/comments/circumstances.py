"""Reads of the circumstances in which a comment is sent or read, each by one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal, or_, select
from sqlalchemy.orm.attributes import set_committed_value

from engage.comments.models import BlockedAddress, Comment, CommentState, CommentStop, Thread
from engage.core import clock
from engage.core.cache import PageVersion
from engage.core.database import UtcDateTime, db
from engage.core.prepared import PreparedSelect
from engage.publishing.models import Publication
from engage.screening import queries as screening
from engage.screening.models import Absence, DeskTerms, Sanction

Found = Any
_page, _sent, _blocked, _stop, _version = (
    table.__table__.c for table in (Publication, Comment, BlockedAddress, CommentStop, PageVersion)
)
_one = select(literal(1).label("one")).subquery()
# What decides whether a comment is taken, read by one statement while its thread is held.
STANDING = PreparedSelect(
    select(
        _page.publish_at,
        _page.withdrawn_at,
        _page.live_revision.label("standing_revision"),
        _page.next_at,
        _page.next_revision,
        select(_stop.id).where(_stop.lifted_at.is_(None)).limit(1).scalar_subquery().label("stop"),
        select(_blocked.id)
        .where(_blocked.email == bindparam("email"), _blocked.lifted_at.is_(None))
        .scalar_subquery()
        .label("block"),
        select(func.min(_sent.id))
        .where(
            _sent.content_key == bindparam("content_key"),
            _sent.created_at >= bindparam("since"),
            _sent.state != CommentState.WITHDRAWN,
            _sent.state != CommentState.EXPIRED,
        )
        .scalar_subquery()
        .label("same"),
        select(_version.number).where(_version.scope == screening.SCOPE).scalar_subquery().label("rules"),
        select(func.max(Sanction.id))
        .where(or_(Sanction.account_id == bindparam("account"), Sanction.email == bindparam("email")))
        .where(screening.binding(bindparam("now", type_=UtcDateTime)))
        .scalar_subquery()
        .label("sanction"),
        select(func.max(Absence.id)).where(Absence.ended_at.is_(None)).scalar_subquery().label("absence"),
    ).where(_page.id == bindparam("publication"))
)
SITUATION = (
    select(
        Thread,
        CommentStop,
        select(func.max(Absence.id)).where(Absence.ended_at.is_(None)).scalar_subquery(),
        select(DeskTerms.decide_hours).where(DeskTerms.id == 1).scalar_subquery(),
    )
    .select_from(_one)
    .outerjoin(Thread, Thread.publication_id == bindparam("publication"))
    .outerjoin(CommentStop, CommentStop.lifted_at.is_(None))
    .limit(1)
)


@dataclass(frozen=True)
class Situation:
    """A thread, if it is stored, and what is so on the whole site."""

    thread: Thread | None
    stop: CommentStop | None
    absence: int | None
    decide_hours: int


def standing(
    publication: Publication, *, account_id: int | None, email: str, content_key: str, since: datetime
) -> Found:
    """How things stand for a comment that is to be sent: stop, block, sanction and absence that are in force, if any.

    `same` is an earlier comment with the same place, writer and words, sent since a moment and not taken back, and
    `rules` the version of the rules for what is said, if there are any. The publication, which may have been read
    before this unit of work began, is brought up to date.
    """
    asked = {
        "publication": publication.id,
        "account": account_id,
        "email": email,
        "content_key": content_key,
        "since": since,
        "now": clock.now(),
    }
    row = STANDING.first(asked)
    for name in Publication.WHEN:
        set_committed_value(publication, name, getattr(row, name))
    return row


def situation(publication_id: int) -> Situation:
    """The thread of a publication, the stop in force, whether nobody is on duty, working hours until a decision."""
    row = db.session.execute(SITUATION, {"publication": publication_id}).one()
    return Situation(row[0], row[1], row[2], row[3] or DeskTerms.usual().decide_hours)
