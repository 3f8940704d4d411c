"""What comments hold of a person."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from engage.accounts.actions import FORMER
from engage.comments.actions.erasing import erase_writer
from engage.comments.models import BlockedAddress, Comment, CommentRevision, Report
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.person import Fate, Holding, Person, Wish, addressed, erases, finds, holds, one_of
from engage.publishing.models import Publication

RECORD = (
    "what was said in public stays under “Former member” where others have answered it and it is part of the record, "
    "unless the words are to be withdrawn too"
)


@finds
def comments_of(person: Person) -> Person:
    """Comments that were written with the account, or as a guest with the address."""
    mine = or_(one_of(Comment.account_id, person.ids("account")), addressed(Comment.email, person))
    return person.adding("comment", db.session.scalars(select(Comment.id).where(mine)))


@erases
def erase_comments(actor: Viewer, person: Person, wish: Wish) -> bool:
    """Take the name out, and the words back where that is the wish."""
    return erase_writer(actor, comment_ids=person.ids("comment"), withdraws=wish.withdraws)


def _of(column: Any) -> Callable[[Person], ColumnElement[bool]]:
    return lambda person: one_of(column, person.ids("comment"))


_WHERE = select(Publication.title).where(Publication.id == Comment.publication_id).scalar_subquery()
_SAID = "the words stay unless they were to be withdrawn; then they are emptied"
holds(
    Holding(
        "Comments that you wrote",
        Comment,
        _of(Comment.id),
        Fate.EMPTIED,
        RECORD,
        also=(("About", _WHERE), "number", "state", "submitted_at", "published_at", "edited_at", "quote"),
        empties={"email": None, "name": FORMER, "role_title": "", "organisation_name": ""},
        keeps={"body": _SAID},
    ),
    Holding(
        "Wordings of your comments",
        CommentRevision,
        _of(CommentRevision.comment_id),
        Fate.EMPTIED,
        RECORD,
        also=("comment_id", "number", "at"),
        keeps={"body": _SAID},
    ),
    Holding(
        "Comments that you reported",
        Report,
        lambda person: one_of(Report.account_id, person.ids("account")),
        Fate.EMPTIED,
        "that somebody reported a comment stays; what was written with it does not",
        also=("comment_id", "reason_key", "at", "settled_at"),
        empties={"text": "", "account_id": None},
    ),
    Holding(
        "A block of your address",
        BlockedAddress,
        lambda person: and_(addressed(BlockedAddress.email, person), BlockedAddress.lifted_at.is_(None)),
        Fate.KEPT,
        "as long as it lasts, so that asking to be erased is no way round it; erase again once it is lifted",
        also=("reason_key", "at"),
    ),
    Holding(
        "A block of your address that was lifted",
        BlockedAddress,
        lambda person: and_(addressed(BlockedAddress.email, person), BlockedAddress.lifted_at.is_not(None)),
        Fate.DELETED,
        "it binds nobody any more",
        also=("reason_key", "at", "lifted_at"),
    ),
)
