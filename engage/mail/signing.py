"""DKIM: the site signs its own mail when it was given a key."""

from functools import lru_cache
from pathlib import Path

from engage.core.settings import Settings

SIGNED = (b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"mime-version", b"content-type")
LISTED = (b"list-id", b"list-unsubscribe", b"list-unsubscribe-post")


def sign(mail: bytes, settings: Settings) -> bytes:
    """The message with its signature before it; unchanged when there is no key.

    Receivers offer one-click unsubscribing only when its headers are signed (RFC 8058), so they are.
    """
    if settings.dkim_key is None:
        return mail
    import dkim

    signature: bytes = dkim.sign(
        mail,
        selector=settings.dkim_selector.encode(),
        domain=settings.sender.rpartition("@")[2].encode(),
        privkey=_key(settings.dkim_key, settings.dkim_key.stat().st_mtime_ns),
        include_headers=[*SIGNED, *LISTED],
    )
    return signature + mail


@lru_cache(maxsize=4)
def _key(path: Path, _changed: int) -> bytes:
    return path.read_bytes()
