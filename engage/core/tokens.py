"""Signed tokens for mailed links: bound to a purpose, expiring, good under retired keys, tied to an application."""

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer


class BadToken(Exception):
    """The token was made for something else, was changed, or is too old."""


def present_key() -> str:
    """The key with which everything is signed now."""
    return str(current_app.config["SECRET_KEY"])


def all_keys() -> list[str]:
    """The keys under which a signature is good: those that were retired, and the present one."""
    return [*current_app.config["ENGAGE"].retired_secret_keys, present_key()]


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return _made_signer(purpose, tuple(all_keys()))


@lru_cache(maxsize=64)
def _made_signer(purpose: str, keys: tuple[str, ...]) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(list(keys), salt=f"engage:{purpose}")


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
