"""A whole site for journeys: gunicorn, worker, SMTP server and Chromium, all real."""

import os
import queue
import re
import shutil
import socket
import subprocess
import sys
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from engage.app import create_app
from engage.core import serving
from engage.core.database import db
from engage.core.settings import Settings
from tests.journeys.walking import FLAGS

PATIENCE = 90


class Mailbox:
    """An SMTP server that keeps what it takes."""

    def __init__(self):
        self.arrived = queue.Queue()
        self.kept = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - aiosmtpd's name
        """Take one message."""
        self.arrived.put((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 Taken"

    def wait_for(self, address, subject=""):
        """The first message to an address with these words in its subject, waited for with patience."""
        while True:
            for place, (to, message) in enumerate(self.kept):
                if address in to and subject.lower() in message["Subject"].lower():
                    return self.kept.pop(place)[1]
            self.kept.append(self.arrived.get(timeout=PATIENCE))


def text_of(message):
    """The plain text of a message."""
    return message.get_body(("plain",)).get_content()


def link_in(message, containing=""):
    """The path of the first link of the text that contains some words."""
    links = re.findall(r"http://127\.0\.0\.1:\d+(/\S+)", text_of(message))
    return next(link.rstrip(".)") for link in links if containing in link)


class Town:
    """A site that runs, and its database at hand."""

    def __init__(self, folder, smtp_port, **changes):
        self.port = free_port()
        self.changes = {
            "data_dir": folder,
            "base_url": f"http://127.0.0.1:{self.port}",
            "smtp_url": f"smtp://127.0.0.1:{smtp_port}" if smtp_port else "",
            "site_name": "North Vale Listens",
            "site_owner": "North Vale Health Board",
            "site_email": "people@northvale.example",
            "argon2_memory_kib": 64,
            "moderation_undo_minutes": 0,
            **changes,
        }
        self.address = self.changes["base_url"]
        self.environment = serving.environment(self.changes)
        self.command("migrate")
        self.app = create_app(Settings(**self.changes))
        self.processes = None

    def command(self, *words):
        """Run an `engage` command and give what it said."""
        line = [sys.executable, "-m", "engage.commands", *words]
        done = subprocess.run(line, env=self.environment, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self):
        """Serve, with the worker beside it."""
        self.processes = serving.Together(self.environment, 2, self.port)
        assert self.processes.wait_until_up()
        return self

    def stop(self):
        """End what was started."""
        if self.processes:
            self.processes.stop()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def chromium_path():
    """Debian's Chromium, or whatever the machine calls it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail("Chromium is not installed: apt-get install chromium, or run tests/run --fast without journeys.")
    return found


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium_path):
    """Start that Chromium, alone with the pages."""
    return {"executable_path": chromium_path, "args": FLAGS, "headless": True}


@pytest.fixture
def mailbox():
    """A mail server on loopback."""
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()


@pytest.fixture
def town(tmp_path, mailbox):
    """An empty site that is about to be served; a journey prepares it and starts it."""
    made = Town(tmp_path / "data", mailbox.port)
    yield made
    made.stop()


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """The demonstration, built and served."""
    folder = tmp_path_factory.mktemp("demonstration")
    made = Town(folder, None)
    made.command("demo", "--no-serve", "--data", str(folder), "--port", str(made.port))
    yield made.start()
    made.stop()


def pytest_configure():
    """Playwright's own driver is found by its package; no browser of its own is downloaded."""
    os.environ.setdefault("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
