"""The same gunicorn for the site and for the bare view that it is measured against."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engage.core.serving import ROOT, gunicorn_line

PROCESSES = 2


@contextmanager
def served(environment: dict[str, str], application: str = "wsgi:app") -> Iterator[int]:
    """The port at which the application answers until the block ends."""
    port = free_port()
    line = [application if part == "wsgi:app" else part for part in gunicorn_line(PROCESSES, "127.0.0.1", port)]
    child = subprocess.Popen(line, env={**os.environ, **environment}, cwd=ROOT)
    try:
        _wait(port, child)
        yield port
    finally:
        child.terminate()
        child.wait(30)


def _wait(port: int, child: subprocess.Popen) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and child.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit("the server did not come up")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def bare(folder: Path, body: bytes, head: bytes) -> Iterator[int]:
    """A bare Flask view that returns the same bytes with the same content headers, from the same gunicorn."""
    (folder / "body").write_bytes(body)
    (folder / "head").write_bytes(head)
    with served({"BENCH_FOLDER": str(folder)}, "tests.bench.bare:app") as port:
        yield port
