"""The mails to writers. None holds a word that a visitor typed, so that nobody can speak through them."""

from collections.abc import Sequence
from datetime import datetime

from flask import url_for

from engage.comments import codes
from engage.comments.models import Comment, CommentState
from engage.core.messages import Message, compose, link


def confirmation(comment: Comment, title: str, code: str, expires_at: datetime) -> Message:
    """To the address that was typed: the link and the code that confirm it."""
    return compose(
        "comment_confirm",
        to=comment.email or "",
        title=title,
        code=code,
        expires_at=expires_at,
        url=link(url_for("comments.confirm", token=codes.confirm_token(comment))),
    )


def received(comment: Comment, title: str, held: Sequence[str] = ()) -> Message:
    """To a guest whose address is confirmed: where the comment stands and why, and the way back to it."""
    return compose(
        "comment_received",
        to=comment.email or "",
        title=title,
        is_public=comment.state is CommentState.PUBLISHED,
        held=held,
        url=link(url_for("comments.manage", token=codes.manage_token(comment))),
    )


def held(comment: Comment, title: str, to: str, says: str) -> Message:
    """To a writer whose public comment was taken off the page until a moderator has read it, with the reason."""
    if comment.account_id is None:
        url = link(url_for("comments.manage", token=codes.manage_token(comment)))
    else:
        url = link(url_for("comments.own"))
    return compose("comment_held", to=to, title=title, says=says, url=url)
