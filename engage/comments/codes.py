"""The typed code of a guest's comment, and what the links in its mails carry."""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any

from flask import current_app

from engage.comments.models import Comment, CommentState, Confirmation
from engage.core import clock, tokens

DIGITS = 6
CONFIRM, CHECK, MANAGE = "comment-confirm", "comment-check", "comment-manage"


def code_of(comment: Comment, message: int) -> str:
    """The code in a comment's first, second … message: another in each."""
    number = int.from_bytes(_keyed(f"code:{_identity(comment)}:{message}")[:8], "big") % 10**DIGITS
    return f"{number:0{DIGITS}d}"


def hashed(comment: Comment, code: str) -> str:
    """What is kept of a code."""
    return _keyed(f"kept:{_identity(comment)}:{code}").hex()


def digits_of(typed: str) -> str:
    """The digits that somebody typed, without the spaces between them."""
    return "".join(character for character in typed if character.isascii() and character.isdigit())


def is_right(comment: Comment, confirmation: Confirmation, typed: str) -> bool:
    """Whether the typed code is the mailed one, in the same time whatever was typed."""
    return hmac.compare_digest(hashed(comment, digits_of(typed)), confirmation.code_hash)


def confirm_token(comment: Comment) -> str:
    """For the link in the first mail: good for this address alone."""
    return tokens.sign(CONFIRM, {"comment": comment.id, "to": _address_mark(comment)})


def check_token(comment: Comment) -> str:
    """For the page on which the sender reads that a mail is on its way.

    It notes whether the comment was unconfirmed when it was made. Whoever sends the words of a confirmed comment once
    more may be a stranger, and must not learn from the page that it is confirmed.
    """
    return tokens.sign(CHECK, {"comment": comment.id, "early": comment.state is CommentState.UNCONFIRMED})


def again_token(facts: dict[str, Any]) -> str:
    """For the same page after the message was sent again, now."""
    return tokens.sign(CHECK, facts | {"again": int(clock.now().timestamp())})


def checked_again(facts: dict[str, Any]) -> datetime | None:
    """When the message went again, as the token of the page says."""
    return datetime.fromtimestamp(facts["again"], UTC) if "again" in facts else None


def manage_token(comment: Comment) -> str:
    """For the link by which a guest comes back to a comment."""
    return tokens.sign(MANAGE, {"comment": comment.id, "to": _address_mark(comment)})


def fits(comment: Comment, facts: dict[str, Any]) -> bool:
    """Whether the facts of a token still fit the comment: its address did not change, unless it is forgotten."""
    if facts.get("comment") != comment.id:
        return False
    return comment.email is None or facts.get("to", _address_mark(comment)) == _address_mark(comment)


def source_key(account_id: int | None, source: str) -> str:
    """Who reports, as a hash that tells nobody who it was."""
    return _keyed(f"source:account:{account_id}" if account_id else f"source:{source}").hex()[:32]


def _identity(comment: Comment) -> str:
    return f"{comment.id}:{comment.email}:{comment.created_at.isoformat()}"


def _address_mark(comment: Comment) -> str:
    return hashlib.sha256(f"{comment.id}:{comment.email}".encode()).hexdigest()[:12]


def _keyed(text: str) -> bytes:
    return hmac.new(str(current_app.config["SECRET_KEY"]).encode(), text.encode(), hashlib.sha256).digest()
