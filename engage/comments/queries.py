"""Reads of comments: the gates, the threads, what waits for a moderator, and the rules that they apply."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from flask import abort
from sqlalchemy import bindparam, func, select

from engage.accounts import queries as accounts
from engage.comments.listing import page_of_comments
from engage.comments.models import (
    BlockedAddress,
    Comment,
    CommentRevision,
    CommentStop,
    Confirmation,
    ModerationMode,
    Reason,
    Redaction,
    Report,
    Thread,
)
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.text import plain_comment
from engage.publishing import queries as publishing
from engage.publishing.models import Block, Publication

Place = tuple[datetime, int]
IN_FORCE = select(CommentStop).where(CommentStop.lifted_at.is_(None)).limit(1)
BLOCK_OF = select(BlockedAddress).where(BlockedAddress.email == bindparam("email"))
__all__ = ["page_of_comments"]


def thread_of(publication_id: int) -> Thread:
    """The thread of a publication; one that was never set has comments off and is not stored."""
    return db.session.get(Thread, publication_id) or new_thread(publication_id)


def new_thread(publication_id: int) -> Thread:
    """A thread with comments off, not stored."""
    return Thread(
        publication_id=publication_id,
        mode=ModerationMode.BEFORE,
        is_open=False,
        closed_reason="",
        question="",
        last_number=0,
        published_count=0,
        waiting_count=0,
    )


def comment(comment_id: int) -> Comment | None:
    """The comment of an id, whatever its state."""
    return db.session.get(Comment, comment_id)


def access_comment(viewer: Viewer, comment_id: int) -> Comment:
    """A public comment on a publication that the viewer may see; 404 for all else."""
    found = access_listed(viewer, comment_id)
    if not found.is_public:
        abort(404)
    return found


def access_listed(viewer: Viewer, comment_id: int) -> Comment:
    """A comment that has a place in a thread that the viewer may see, if only as a stub; 404 for all else."""
    found = comment(comment_id)
    if found is None or not found.is_listed:
        abort(404)
    access_publication(viewer, found.publication_id)
    return found


def access_publication(viewer: Viewer, publication_id: int) -> Publication:
    """The publication of an id, for one who may see it; 404 for unseen and missing alike."""
    return _seen(viewer, publishing.publication(publication_id))


def access_publication_at_a_glance(viewer: Viewer, publication_id: int) -> Publication:
    """As `access_publication`, for one who is about to write: only what all publications have is read at first."""
    return _seen(viewer, publishing.publication_at_a_glance(publication_id))


def _seen(viewer: Viewer, found: Publication | None) -> Publication:
    if found is None or not publishing.visible(viewer, found):
        abort(404)
    return found


def publication_id_of(comment_id: int) -> int | None:
    """On which publication a comment stands; read alone, before anything that a kept page is made from."""
    return db.session.scalar(select(Comment.publication_id).where(Comment.id == comment_id))


def publication_of(comment: Comment) -> Publication:
    """The publication that a comment stands on."""
    found = publishing.publication(comment.publication_id)
    assert found is not None  # noqa: S101 - a foreign key
    return found


def live_block(publication: Publication, anchor: str) -> Block | None:
    """The block of an anchor in the texts that are live."""
    return db.session.scalars(
        select(Block).where(
            Block.publication_id == publication.id,
            Block.revision == publication.live_revision,
            Block.anchor == anchor,
        )
    ).first()


def live_anchors(publication: Publication) -> frozenset[str]:
    """The anchors that the live texts have."""
    return frozenset(
        db.session.scalars(
            select(Block.anchor).where(
                Block.publication_id == publication.id, Block.revision == publication.live_revision
            )
        )
    )


class OnBlock(NamedTuple):
    """The public comments on one block: how many, and which was the first."""

    number: int
    first_id: int


BY_ANCHOR = (
    select(Comment.anchor, func.count(), func.min(Comment.id))
    .where(Comment.publication_id == bindparam("publication"), Comment.anchor.is_not(None), Comment.public())
    .group_by(Comment.anchor)
)


def comments_by_anchor(publication_id: int) -> dict[str, OnBlock]:
    """The public comments on each block that has any."""
    rows = db.session.execute(BY_ANCHOR, {"publication": publication_id})
    return {anchor: OnBlock(number, first) for anchor, number, first in rows if anchor is not None}


def newest_public(publication_id: int, limit: int = 30) -> Sequence[Comment]:
    """The public comments of a publication, replies too, newest first: for feeds."""
    return db.session.scalars(
        select(Comment)
        .where(Comment.publication_id == publication_id, Comment.public())
        .order_by(Comment.number.desc())
        .limit(limit)
    ).all()


def public_texts(comments: Collection[Comment]) -> dict[int, str]:
    """The words of comments without what is blacked out, by id: for search, feeds and mail."""
    removed: dict[int, list[tuple[int, int]]] = {}
    rows = db.session.execute(
        select(Redaction.comment_id, Redaction.start, Redaction.end)
        .join(Comment, (Comment.id == Redaction.comment_id) & (Comment.body_revision == Redaction.revision))
        .where(Redaction.comment_id.in_([found.id for found in comments]))
    )
    for comment_id, start, end in rows:
        removed.setdefault(comment_id, []).append((start, end))
    return {found.id: plain_comment(found.body, removed.get(found.id, ())) for found in comments}


def passages_removed(comment_id: int, revision: int) -> list[tuple[int, int]]:
    """The passages of one wording that are blacked out."""
    rows = db.session.execute(
        select(Redaction.start, Redaction.end)
        .where(Redaction.comment_id == comment_id, Redaction.revision == revision)
        .order_by(Redaction.start)
    )
    return [(start, end) for start, end in rows]


def redactions(comment_id: int) -> Sequence[Redaction]:
    """Every passage that is blacked out in any wording of a comment, oldest first."""
    return db.session.scalars(select(Redaction).where(Redaction.comment_id == comment_id).order_by(Redaction.id)).all()


def wording(comment_id: int, revision: int) -> str:
    """One wording of a comment, with nothing blacked out: for its writer and for moderators."""
    return db.session.scalars(
        select(CommentRevision.body).where(CommentRevision.comment_id == comment_id, CommentRevision.number == revision)
    ).one()


def wordings(comment_id: int) -> Sequence[CommentRevision]:
    """All wordings of a comment, oldest first."""
    return db.session.scalars(
        select(CommentRevision).where(CommentRevision.comment_id == comment_id).order_by(CommentRevision.number)
    ).all()


def last_revision(comment_id: int) -> int:
    """The number of the newest wording."""
    return (
        db.session.scalar(select(func.max(CommentRevision.number)).where(CommentRevision.comment_id == comment_id)) or 0
    )


def is_stopped() -> CommentStop | None:
    """The emergency stop that is in force."""
    return db.session.scalars(IN_FORCE).first()


def has_policy() -> bool:
    """Whether people can read by which rules comments are moderated."""
    page = publishing.site_page("moderation-policy")
    return page is not None and bool(page.body.strip())


def reasons(*, active: bool = True) -> Sequence[Reason]:
    """The reasons for which a moderator may reject, in their order; all of them with `active=False`."""
    wanted = select(Reason).order_by(Reason.position, Reason.key)
    return db.session.scalars(wanted.where(Reason.active) if active else wanted).all()


def reason(key: str) -> Reason | None:
    """The reason of a key."""
    return db.session.get(Reason, key)


def block_of(email: str) -> BlockedAddress | None:
    """The block of an address, in force or lifted."""
    return db.session.scalars(BLOCK_OF, {"email": email}).first()


def is_blocked(email: str) -> bool:
    """Whether no comment is taken from an address, whatever tag it bears."""
    found = block_of(untagged(email))
    return found is not None and found.lifted_at is None


def untagged(email: str) -> str:
    """The mailbox of an address: in lower case, without the tag behind a plus sign."""
    name, _, host = email.strip().lower().rpartition("@")
    return f"{name.partition('+')[0] or name}@{host}"


def confirmation(comment_id: int) -> Confirmation | None:
    """What a guest's comment waits for."""
    return db.session.get(Confirmation, comment_id)


def unconfirmed_before(moment: datetime, limit: int) -> Sequence[Comment]:
    """Comments whose time to be confirmed ended before a moment."""
    return db.session.scalars(
        select(Comment)
        .join(Confirmation, Confirmation.comment_id == Comment.id)
        .where(Confirmation.expires_at <= moment)
        .order_by(Confirmation.expires_at)
        .limit(limit)
    ).all()


def open_reports(comment_id: int) -> Sequence[Report]:
    """The reports of a comment that no moderator has settled, oldest first."""
    return db.session.scalars(
        select(Report).where(Report.comment_id == comment_id, Report.settled_at.is_(None)).order_by(Report.id)
    ).all()


def report_of(comment: Comment, source_key: str) -> Report | None:
    """Somebody's earlier report of the present wording of a comment."""
    wanted = select(Report).where(Report.comment_id == comment.id, Report.source_key == source_key)
    if comment.edited_at is not None:
        wanted = wanted.where(Report.at > comment.edited_at)
    return db.session.scalars(wanted.limit(1)).first()


def address_of(comment: Comment) -> str | None:
    """Where the writer of a comment can be written to: the account's address, or the guest's."""
    if comment.account_id is None:
        return comment.email
    found = accounts.account(comment.account_id)
    return found.email if found else None


def title_of(comment: Comment) -> str:
    """The title of the publication that a comment stands on."""
    return publication_of(comment).title
