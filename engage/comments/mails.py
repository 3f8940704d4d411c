"""The mails to guests. None holds a word that was typed on the site, so that nobody can speak through them."""

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


def received(comment: Comment, title: str) -> Message:
    """To a guest whose address is confirmed: where the comment stands, and the way back to it."""
    return compose(
        "comment_received",
        to=comment.email or "",
        title=title,
        is_public=comment.state is CommentState.PUBLISHED,
        url=link(url_for("comments.manage", token=codes.manage_token(comment))),
    )
