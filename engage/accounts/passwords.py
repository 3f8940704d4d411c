"""Passwords: rules, hashing and checking, always with the same work."""

import secrets
import unicodedata
from collections.abc import Collection

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from engage.accounts.common_passwords import is_common
from engage.core import database
from engage.core.errors import Refused

SHORTEST = 10
LONGEST = 200
EXTENSION = "engage.passwords"
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


class Keeper:
    """The hasher of one application, and the hash that is checked when there is none to check."""

    def __init__(self, hasher: PasswordHasher) -> None:
        """Hash with this hasher."""
        self.hasher = hasher
        self.decoy = hasher.hash(secrets.token_hex(16))


def _keeper() -> Keeper:
    found = current_app.extensions.get(EXTENSION)
    if found is None:
        memory = current_app.config["ENGAGE"].argon2_memory_kib
        found = Keeper(PasswordHasher(time_cost=2, memory_cost=memory, parallelism=1))
        current_app.extensions[EXTENSION] = found
    assert isinstance(found, Keeper)  # noqa: S101 - narrows
    return found


def hash_password(password: str) -> str:
    """The hash to keep of a password.

    Ends the running transaction first if nothing was written in it, for hashing is slow and must not hold the lock.
    """
    _step_aside()
    return _keeper().hasher.hash(_spelled(password))


def verify(password_hash: str, password: str) -> bool:
    """Whether the password is the one of the hash; an empty hash is never right and costs the same.

    One that is longer than a password can be is never right either, and is not read to its end.
    Ends the running transaction first, as `hash_password` does.
    """
    _step_aside()
    keeper = _keeper()
    try:
        keeper.hasher.verify(password_hash or keeper.decoy, _spelled(password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash) and len(password) <= LONGEST


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other costs than are set now."""
    return _keeper().hasher.check_needs_rehash(password_hash)


def generate() -> str:
    """A password that can be read out and typed: 79 bits in four groups."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def check(password: str, *, near: Collection[str] = ()) -> None:
    """Refuse a password that is short, very common, or holds the person's name or address."""
    if len(password) < SHORTEST:
        raise Refused(
            f"Enter a password of at least {SHORTEST} characters. Three words together make a good one.", "password"
        )
    if len(password) > LONGEST:
        raise Refused(f"Enter a password of at most {LONGEST} characters.", "password")
    if is_common(password):
        raise Refused("This password is one of those that are guessed first. Choose another one.", "password")
    if _holds_any(password.casefold(), near):
        raise Refused("Choose a password that does not contain your name or your email address.", "password")


def _holds_any(password: str, near: Collection[str]) -> bool:
    whole = {text.casefold() for text in near}
    parts = {part for text in whole for part in text.partition("@")[0].replace(".", " ").split()}
    return any(len(part) >= 4 and part in password for part in whole | parts)


def _spelled(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _step_aside() -> None:
    if not database.wrote(database.db.session()):
        database.release()
