"""Asking clamd whether bytes hold a virus, by its INSTREAM command over a socket."""

import socket
import struct
from pathlib import Path
from urllib.parse import urlsplit

CHUNK, PATIENCE = 64 * 1024, 60


class Unreachable(Exception):
    """The scanner did not answer, or not in words that say yes or no; ask again later."""


def scan(address: str, path: Path) -> str | None:
    """The name of the virus in a file, None when there is none; raises Unreachable."""
    try:
        with _connected(address) as wire, path.open("rb") as source:
            wire.sendall(b"zINSTREAM\0")
            while chunk := source.read(CHUNK):
                wire.sendall(struct.pack("!L", len(chunk)) + chunk)
            wire.sendall(struct.pack("!L", 0))
            said = _answer(wire)
    except OSError as error:
        raise Unreachable(str(error)) from error
    said = said.removeprefix("stream: ").strip()
    if said == "OK":
        return None
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise Unreachable(said or "it closed the connection")


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        wire = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        wire.settimeout(PATIENCE)
        wire.connect(parts.path)
        return wire
    return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), timeout=PATIENCE)


def _answer(wire: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0"):
        more = wire.recv(4096)
        if not more:
            break
        said += more
    return said.rstrip(b"\0").decode("utf-8", "replace")
