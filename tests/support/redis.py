"""A Redis server of the tests' own."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """The address of a fresh server on loopback, stopped at the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    line = [
        shutil.which("redis-server"),
        "--port",
        str(port),
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--dir",
        str(folder),
    ]
    child = subprocess.Popen(line, stdout=subprocess.PIPE, text=True)
    try:
        for said in child.stdout:
            if "Ready to accept connections" in said:
                break
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        with redis.Redis(port=port) as server:
            server.shutdown(nosave=True)
        child.wait(10)
        child.stdout.close()
