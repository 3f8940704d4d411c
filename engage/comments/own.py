"""One's own comments: those of one's account, and those that a guest with its address wrote before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from markupsafe import Markup
from sqlalchemy import ColumnElement, and_, or_, select, tuple_

from engage.accounts.models import Account
from engage.accounts.queries import account
from engage.comments.models import Comment, CommentState, Reason
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.text import stored
from engage.publishing.models import Publication


@dataclass(frozen=True)
class Own:
    """A comment as its writer sees it in a list."""

    comment: Comment
    title: str
    reason: Reason | None
    html: Markup


def access_own(viewer: Viewer, comment_id: int) -> Comment:
    """The viewer's own comment, whatever its state; 404 for all else."""
    wanted = select(Comment).where(Comment.id == comment_id, _of(viewer))
    return db.session.scalars(wanted).first() or abort(404)


def own_comments(viewer: Viewer, after: tuple[datetime, int] | None = None, limit: int = 50) -> Sequence[Own]:
    """The viewer's comments with where they stand, newest first, behind a place (submitted_at, id)."""
    wanted = (
        select(Comment, Publication.title, Reason)
        .join(Publication, Publication.id == Comment.publication_id)
        .outerjoin(Reason, Reason.key == Comment.reason_key)
        .where(_of(viewer))
    )
    if after is not None:
        wanted = wanted.where(tuple_(Comment.submitted_at, Comment.id) < after)
    rows = db.session.execute(wanted.order_by(Comment.submitted_at.desc(), Comment.id.desc()).limit(limit))
    return [Own(found, title, why, stored(found.html)) for found, title, why in rows]


def to_adopt(owner: Account) -> Sequence[Comment]:
    """The confirmed comments that guests with the confirmed address of an account wrote."""
    return db.session.scalars(select(Comment).where(_as_guest(owner))).all() if _has_address(owner) else []


def _of(viewer: Viewer) -> ColumnElement[bool]:
    """Whether a comment is the viewer's; what a guest wrote is so before it is adopted."""
    owner = account(viewer.account_id) if viewer.account_id is not None else None
    if owner is None:
        abort(404)
    mine = Comment.account_id == owner.id
    return or_(mine, _as_guest(owner)) if _has_address(owner) else mine


def _has_address(owner: Account) -> bool:
    return bool(owner.email) and owner.confirmed_at is not None and owner.closed_at is None


def _as_guest(owner: Account) -> ColumnElement[bool]:
    never_confirmed = (CommentState.UNCONFIRMED, CommentState.EXPIRED)
    return and_(
        Comment.email == (owner.email or "").lower(),
        Comment.account_id.is_(None),
        Comment.state.not_in(never_confirmed),
    )
