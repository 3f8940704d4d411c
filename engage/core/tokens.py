"""Signed tokens for mailed links: bound to a purpose, expiring, good under retired keys, tied to an application."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer


class BadToken(Exception):
    """The token was made for something else, was changed, or is too old."""


def _signer(purpose: str) -> URLSafeTimedSerializer:
    keys = [*current_app.config["ENGAGE"].retired_secret_keys, current_app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer(keys, salt=f"engage:{purpose}")


def sign(purpose: str, facts: Mapping[str, Any]) -> str:
    """A token that carries the facts, in the clear, for one purpose."""
    return str(_signer(purpose).dumps(dict(facts)))


def read(purpose: str, token: str, *, within: timedelta | None = None) -> dict[str, Any]:
    """The facts of a token made for the purpose, at most `within` old; raises BadToken."""
    try:
        facts = _signer(purpose).loads(token, max_age=int(within.total_seconds()) if within else None)
    except BadSignature as error:
        raise BadToken from error
    if not isinstance(facts, dict):
        raise BadToken
    return facts
