"""The processes of a site: gunicorn for the web, one worker for the jobs, and both together in the foreground."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[2]


def gunicorn_line(processes: int, host: str, port: int) -> list[str]:
    """The command line that serves the site, in the folder in which it is typed: paths in settings start there."""
    return [
        *(sys.executable, "-m", "gunicorn", "wsgi:app", "--pythonpath", str(ROOT), "--bind", f"{host}:{port}"),
        *("--workers", str(processes), "--worker-class", "gthread", "--threads", "8", "--keep-alive", "5"),
        *("--graceful-timeout", "20", "--timeout", "60", "--log-level", "warning", "--no-control-socket"),
        *("--limit-request-line", "8190"),
    ]


def worker_line() -> list[str]:
    """The command line that runs the jobs."""
    return [sys.executable, "-m", "engage.commands", "worker"]


def environment(changes: Mapping[str, object]) -> dict[str, str]:
    """This process's environment with settings changed, for a child."""
    changed = {f"ENGAGE_{name.upper()}": str(value) for name, value in changes.items()}
    return {**os.environ, **changed}


def port_is_taken(port: int) -> bool:
    """Whether something listens on the port of this machine already."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Stopped(Exception):
    """Somebody asked the processes to stop."""


class Together:
    """Web and worker as children of this process; when one ends or a signal comes, both are stopped."""

    def __init__(self, environment: Mapping[str, str], processes: int, port: int) -> None:
        """Start both."""
        self.address = f"http://127.0.0.1:{port}"
        lines = (gunicorn_line(processes, "127.0.0.1", port), worker_line())
        found = os.pathsep.join(part for part in (str(ROOT), environment.get("PYTHONPATH")) if part)
        surroundings = {**environment, "PYTHONPATH": found}
        self._children = [
            subprocess.Popen(line, env=surroundings, start_new_session=True)  # noqa: S603 - our own
            for line in lines
        ]

    def wait_until_up(self, seconds: float = 120) -> bool:
        """Whether the site answered in time, which a busy machine may need a while for."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.has_ended():
            try:
                with urllib.request.urlopen(f"{self.address}/health/live", timeout=2):  # noqa: S310 - loopback
                    return True
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        return False

    def has_ended(self) -> bool:
        """Whether one of the two is no longer there."""
        return any(child.poll() is not None for child in self._children)

    def run(self) -> None:
        """Stay until a child ends or a signal comes, then stop both."""
        for kind in (signal.SIGINT, signal.SIGTERM):
            signal.signal(kind, _stop)
        try:
            while not self.has_ended():
                time.sleep(0.3)
        except Stopped:
            pass
        finally:
            self.stop()

    def stop(self) -> None:
        """Ask both to end, and wait."""
        for child in self._children:
            if child.poll() is None:
                child.terminate()
        for child in self._children:
            try:
                child.wait(25)
            except subprocess.TimeoutExpired:
                child.kill()


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped
