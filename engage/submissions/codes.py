"""The reference and the secret code of a submission.

A code is twelve random characters and one that checks them, 60 bits in all but name: K7QM-4TXP-9DRWH. Only a keyed
hash of it is kept, so whoever reads the database learns no code. The alphabet has no I, L, O and U; what is typed
with those, in small letters or with spaces is read as it was meant.
"""

import hashlib
import hmac
import secrets

from flask import current_app

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM = 12
_MEANT = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def new_code() -> str:
    """A code, grouped for people."""
    random = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return grouped(random + _check(random))


def code_of(once: str) -> str:
    """The code of the response that one form begins: the same however often that form is sent."""
    bits = int.from_bytes(hmac.new(_keys()[0], f"begin:{once}".encode(), hashlib.sha256).digest())
    random = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(RANDOM))
    return grouped(random + _check(random))


def new_reference() -> str:
    """A reference: fifty random bits, which open nothing."""
    random = "".join(secrets.choice(ALPHABET) for _ in range(10))
    return f"{random[:5]}-{random[5:]}"


def grouped(code: str) -> str:
    """A whole code in three groups."""
    return f"{code[:4]}-{code[4:8]}-{code[8:]}"


def read_code(typed: str) -> str | None:
    """The code that somebody typed, grouped; None when it cannot be one."""
    plain = "".join(character for character in typed.upper() if character.isalnum()).translate(_MEANT)
    if len(plain) != RANDOM + 1 or set(plain) - set(ALPHABET) or _check(plain[:-1]) != plain[-1]:
        return None
    return grouped(plain)


def hash_of(code: str) -> str:
    """What is kept of a code."""
    return _hashes(code)[0]


def hashes_of(code: str) -> list[str]:
    """What may have been kept of a code: under the present secret key, or under a retired one."""
    return _hashes(code)


def _hashes(code: str) -> list[str]:
    return [hmac.new(key, f"submission:{code}".encode(), hashlib.sha256).hexdigest() for key in _keys()]


def _keys() -> list[bytes]:
    """The present secret key, then those that were retired."""
    settings = current_app.config["ENGAGE"]
    return [key.encode() for key in (str(current_app.config["SECRET_KEY"]), *settings.retired_secret_keys)]


def _check(random: str) -> str:
    """One character by which a wrong or swapped character is found (Luhn's, for an alphabet of 32)."""
    total = 0
    for place, character in enumerate(reversed(random)):
        doubled = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += doubled // 32 + doubled % 32
    return ALPHABET[-total % 32]
