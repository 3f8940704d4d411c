"""Reads of appeals: the writer's way in, and what waits for somebody else than the decider."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from markupsafe import Markup
from sqlalchemy import Select, case, func, or_, select, tuple_

from engage.accounts.models import Account
from engage.casework.models import Appeal, AppealState
from engage.casework.rights import HEAR_APPEALS
from engage.comments.models import Comment, CommentState, Reason
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.text import render_comment
from engage.moderation.models import Decision
from engage.moderation.queries.queue import within
from engage.publishing.models import Publication
from engage.screening.models import Sanction


@dataclass(frozen=True)
class AppealLine:
    """An appeal as it is read by those who decide it."""

    appeal: Appeal
    comment: Comment | None
    sanction: Sanction | None
    title: str
    decider: str
    reason: Reason | None

    @property
    def html(self) -> Markup:
        """The words of the comment that it is about."""
        return render_comment(self.comment.body if self.comment else "")


def can_be_appealed(comment: Comment) -> bool:
    """Whether a moderator took the comment away, so that its writer may appeal."""
    return comment.state in (CommentState.REJECTED, CommentState.HIDDEN) and comment.reason_key is not None


def appeal_about(comment: Comment) -> Appeal | None:
    """The newest appeal about a comment."""
    return db.session.scalars(
        select(Appeal).where(Appeal.comment_id == comment.id).order_by(Appeal.id.desc()).limit(1)
    ).first()


def appeal_about_sanction(sanction_id: int) -> Appeal | None:
    """The newest appeal about a sanction."""
    return db.session.scalars(
        select(Appeal).where(Appeal.sanction_id == sanction_id).order_by(Appeal.id.desc()).limit(1)
    ).first()


def decision_against(comment: Comment) -> Decision | None:
    """The decision that an appeal about a comment is against: the last that was not undone."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.comment_id == comment.id, Decision.undone_at.is_(None), Decision.reason_key.is_not(None))
        .order_by(Decision.id.desc())
        .limit(1)
    ).first()


def waiting_appeals(
    viewer: Viewer, *, after: tuple[datetime, int] | None = None, limit: int = 50
) -> Sequence[AppealLine]:
    """The open appeals that the viewer may decide, longest waiting first, behind a place (asked_at, id)."""
    wanted = _lines(viewer).where(Appeal.state == AppealState.OPEN)
    if after is not None:
        wanted = wanted.where(tuple_(Appeal.asked_at, Appeal.id) > after)
    return _read(wanted.order_by(Appeal.asked_at, Appeal.id).limit(limit))


def settled_appeals(viewer: Viewer, limit: int = 30) -> Sequence[AppealLine]:
    """Those that were decided last."""
    wanted = _lines(viewer).where(Appeal.state != AppealState.OPEN)
    return _read(wanted.order_by(Appeal.decided_at.desc(), Appeal.id.desc()).limit(limit))


def access_appeal(viewer: Viewer, appeal_id: int) -> AppealLine:
    """An appeal where the viewer may decide; 404 for one elsewhere and a missing one alike."""
    found = _read(_lines(viewer).where(Appeal.id == appeal_id))
    return found[0] if found else abort(404)


def _lines(viewer: Viewer) -> Select[Appeal, Comment, Sanction, str, str, Reason]:
    areas = viewer.scope(HEAR_APPEALS)
    statement = (
        select(Appeal, Comment, Sanction, Publication.title, Account.name, Reason)
        .outerjoin(Comment, Comment.id == Appeal.comment_id)
        .outerjoin(Sanction, Sanction.id == Appeal.sanction_id)
        .outerjoin(Publication, Publication.id == Appeal.publication_id)
        .outerjoin(Account, Account.id == Appeal.decider_id)
        .outerjoin(Reason, Reason.key == Appeal.reason_key)
    )
    return statement if areas is None else statement.where(or_(*within(Appeal.publication_id, areas)))


def _read(statement: Select[Appeal, Comment, Sanction, str, str, Reason]) -> list[AppealLine]:
    rows = db.session.execute(statement)
    return [
        AppealLine(appeal, comment, sanction, title or "", name or "", reason)
        for appeal, comment, sanction, title, name, reason in rows
    ]


def appeals(ids: Collection[int]) -> Sequence[Appeal]:
    """The appeals of these ids."""
    return db.session.scalars(select(Appeal).where(Appeal.id.in_(ids))).all()


def appeals_by_id(viewer: Viewer, ids: Collection[int]) -> dict[int, AppealLine]:
    """Those of the appeals that the viewer may decide."""
    return {line.appeal.id: line for line in _read(_lines(viewer).where(Appeal.id.in_(ids)))}


def open_lines(
    area_ids: frozenset[int] | None,
    publication_id: int | None,
    *,
    after: tuple[datetime, int] | None = None,
    limit: int = 50,
    words: str = "",
    before: datetime | None = None,
) -> Select[int, datetime, str, str, str]:
    """The statement for the open appeals within areas, longest waiting first, behind a place (asked_at, id): id,
    since when, whose it is, what it says, and about which page.
    """
    by = case((Comment.id.is_(None), "Appeal against a sanction"), else_="Appeal by " + Comment.name)
    wanted = (
        select(Appeal.id, Appeal.asked_at, by, Appeal.text, func.coalesce(Publication.title, ""))
        .outerjoin(Comment, Comment.id == Appeal.comment_id)
        .outerjoin(Publication, Publication.id == Appeal.publication_id)
        .where(Appeal.state == AppealState.OPEN, *within(Appeal.publication_id, area_ids))
    )
    if publication_id is not None:
        wanted = wanted.where(Appeal.publication_id == publication_id)
    if words:
        wanted = wanted.where(or_(*(said.icontains(words, autoescape=True) for said in (Appeal.text, Comment.name))))
    if before is not None:
        wanted = wanted.where(Appeal.asked_at <= before)
    if after is not None:
        wanted = wanted.where(tuple_(Appeal.asked_at, Appeal.id) > after)
    return wanted.order_by(Appeal.asked_at, Appeal.id).limit(limit)


def counting_open_appeals(area_ids: frozenset[int] | None) -> Select[int]:
    """The statement for how many appeals are open about the areas."""
    return select(func.count(Appeal.id)).where(
        Appeal.state == AppealState.OPEN, *within(Appeal.publication_id, area_ids)
    )
