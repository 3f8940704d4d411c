"""The typed code of a guest's comment, and what the links in its mails carry."""

import hashlib
import hmac
from typing import Any

from flask import current_app

from engage.comments.models import Comment, Confirmation
from engage.core import tokens

DIGITS = 6
CONFIRM, CHECK, MANAGE = "comment-confirm", "comment-check", "comment-manage"


def code_of(comment: Comment) -> str:
    """The code that is mailed: the same in each message to the same address, so that the first to arrive is good."""
    number = int.from_bytes(_keyed(f"code:{_identity(comment)}")[:8], "big") % 10**DIGITS
    return f"{number:0{DIGITS}d}"


def hashed(comment: Comment) -> str:
    """What is kept of the code."""
    return _keyed(f"kept:{_identity(comment)}:{code_of(comment)}").hex()


def is_right(comment: Comment, confirmation: Confirmation, typed: str) -> bool:
    """Whether the typed code is the mailed one, in the same time whatever was typed."""
    digits = "".join(character for character in typed if character.isascii() and character.isdigit())
    mine = _keyed(f"kept:{_identity(comment)}:{digits}").hex()
    return hmac.compare_digest(mine, confirmation.code_hash)


def confirm_token(comment: Comment) -> str:
    """For the link in the first mail: good for this address alone."""
    return tokens.sign(CONFIRM, {"comment": comment.id, "to": _address_mark(comment)})


def check_token(comment: Comment) -> str:
    """For the page on which the sender reads that a mail is on its way."""
    return tokens.sign(CHECK, {"comment": comment.id})


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
