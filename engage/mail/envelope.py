"""The envelope's sender: an address of ours, signed for one message, so that a bounce proves what it came back for."""

import base64
import hashlib
import hmac
import re

from flask import current_app

from engage.core import tokens
from engage.core.settings import Settings

SIGNED = re.compile(r"^(?P<number>[0-9a-z]{1,13})-(?P<proof>[a-z2-7]{16})$")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def sender(number: int, settings: Settings) -> str:
    """The envelope's sender of a message of the outbox: `listens+5k-abcdefghijklmnop@northvale.example`."""
    local, _, domain = _home(settings).rpartition("@")
    return f"{local}+{_text(number)}-{_proof(number, tokens.present_key())}@{domain}"


def message_of(address: str) -> int | None:
    """The message of the outbox for which an envelope's sender was made; nothing when we did not make it.

    Mail servers may change the case of an address, and a key may have been retired since.
    """
    home_local, _, home_domain = _home(current_app.config["ENGAGE"]).lower().rpartition("@")
    local, _, domain = address.strip().strip("<>").lower().rpartition("@")
    name, _, token = local.rpartition("+")
    found = SIGNED.match(token)
    if found is None or (name, domain) != (home_local, home_domain):
        return None
    number = int(found["number"], 36)
    proofs = [_proof(number, key) for key in tokens.all_keys()]
    return number if any(hmac.compare_digest(proof, found["proof"]) for proof in proofs) else None


def _home(settings: Settings) -> str:
    return settings.mail_bounce_address or settings.sender


def _text(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = DIGITS[digit] + text
    return text or "0"


def _proof(number: int, key: str) -> str:
    digest = hmac.new(key.encode(), f"envelope:{number}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:10]).decode().lower()
