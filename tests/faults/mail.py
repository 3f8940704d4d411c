"""`python -m tests.faults.mail [--people N] [--kills N] [--postgresql]`: kill workers while mail leaves, and count.

Real worker processes plan a digest for many people and hand it to a real mail server in this process. They are
killed (SIGKILL) at every step of a message, and at random moments, seeded; at the end everybody must have had her
digest, and twice only those whose message was in flight, under the same Message-ID.
"""

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes
from multiprocessing.process import BaseProcess
from pathlib import Path

from aiosmtpd.controller import Controller
from sqlalchemy import insert, select

from engage.core import clock, jobs
from engage.core.database import db, reading, unit_of_work
from engage.core.outbox import OutboxMessage, OutboxState
from engage.core.settings import Settings
from engage.mail.models import Frequency, MailRun, Subscriber, Subscription, TargetKind
from tests.bench.servers import free_port
from tests.faults.mail_worker import STEPS, work
from tests.support.databases import PostgreSQLHome, SQLiteHome
from tests.support.publishing import make_plan
from tests.support.site import make_site

WORKERS = 2
PATIENCE = 900
LATER = timedelta(minutes=11)


class Server:
    """A mail server's handler that notes who got which message."""

    def __init__(self) -> None:
        self.got: dict[str, list[str]] = defaultdict(list)
        self.count = 0

    async def handle_DATA(self, server, session, envelope):  # noqa: ARG002, N802 - the library's name and arguments
        """Take a mail."""
        found = message_from_bytes(envelope.content.partition(b"\r\n\r\n")[0])
        self.got[envelope.rcpt_tos[0]].append(str(found["Message-ID"]))
        self.count += 1
        return "250 taken"


@dataclass
class Report:
    """What came of it."""

    people: int
    kills: Counter = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    other_ids: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    unsettled: int = 0
    runs: int = 0
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether everything that is promised held."""
        return self.runs == 1 and not (self.missed or self.other_ids or self.unnamed or self.unsettled)

    def __str__(self) -> str:
        kills = ", ".join(f"{number} {step}" for step, number in sorted(self.kills.items()))
        return (
            f"{'holds' if self.holds else 'FAILED'}: {self.people} people, {self.kills.total()} kills ({kills}); "
            f"{len(self.missed)} missed, {len(self.doubled)} got it twice, of whom {len(self.other_ids)} under another "
            f"Message-ID and {len(self.unnamed)} not named by the run; {len(self.repeated)} named in all; "
            f"{self.runs} run, {self.unsettled} unsettled; {self.seconds:.0f} s"
        )


@contextmanager
def ground(folder: Path, people: int, *, postgresql: bool = False):
    """A site with so many followers of one new plan, and the settings with which workers start."""
    server, port = Server(), free_port()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    home = PostgreSQLHome(folder) if postgresql else SQLiteHome(folder)
    changes = {"smtp_url": f"smtp://127.0.0.1:{port}", "sqlite_synchronous": "FULL"}
    pace = {"mail_per_minute": 10**9, "mail_per_domain_per_minute": 10**9}
    app = make_site(home, folder / "data", **changes, **pace)
    try:
        with app.app_context():
            _followers(people)
            make_plan("One stroke unit")
            jobs.run("ledger.seal")
            db.session.remove()
            yield app, server
    finally:
        controller.stop()
        home.close()


def _followers(people: int) -> None:
    now = clock.now() - timedelta(days=1)
    with unit_of_work():
        rows = [
            {"id": number, "email": address(number), "key": str(number), "created_at": now, "confirmed_at": now}
            for number in range(1, people + 1)
        ]
        db.session.execute(insert(Subscriber), rows)
        follows = [
            {
                "subscriber_id": number,
                "target_kind": TargetKind.EVERYTHING,
                "target_id": 0,
                "frequency": Frequency.DAILY,
                "created_at": now,
                "confirmed_at": now,
            }
            for number in range(1, people + 1)
        ]
        db.session.execute(insert(Subscription), follows)


def address(number: int) -> str:
    """The address of one of the people."""
    return f"person{number}@example.org"


class Killer:
    """Starts workers and kills them."""

    def __init__(self, settings: Settings, server: Server, report: Report, seed: int) -> None:
        self.settings, self.server, self.report = settings, server, report
        self.random = random.Random(seed)
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload(["tests.faults.mail_worker"])

    def start(self, *how) -> BaseProcess:
        """Start a worker."""
        child = self.context.Process(target=work, args=(self.settings, *how), daemon=True)
        child.start()
        return child

    def at_every_step(self) -> None:
        """Let a worker die at each step, at the first and at a later message; while planning, too."""
        for nth in (1, 2, 3):
            self._dies("before the commit", nth)
        for step in STEPS:
            for nth in (1, self.random.randrange(2, 12)):
                self._dies(step, nth)

    def _dies(self, step: str, nth: int) -> None:
        child = self.start(step, nth)
        child.join(60)
        assert child.exitcode == -9, (step, nth, child.exitcode)
        self.report.kills[step] += 1

    def at_random(self, kills: int) -> None:
        """Kill a worker at so many moments, spread over all that is left to send, while another goes on."""
        left = self.report.people - self.server.count
        moments = sorted(self.server.count + self.random.randrange(left) for _ in range(kills))
        workers = [self.start() for _ in range(WORKERS)]
        for moment in moments:
            self._wait_for(moment, workers)
            time.sleep(self.random.random() * 0.02)
            victim = self.random.choice(workers)
            victim.kill()
            victim.join(30)
            self.report.kills["at random"] += victim.exitcode == -9
            workers[workers.index(victim)] = self.start()
        for child in workers:
            child.join(PATIENCE)

    def _wait_for(self, moment: int, workers: list[BaseProcess]) -> None:
        end = time.monotonic() + PATIENCE
        while self.server.count < moment and time.monotonic() < end and any(child.is_alive() for child in workers):
            time.sleep(0.001)

    def finish(self) -> None:
        """Let one more worker look after the leases of the dead have run out."""
        child = self.start("", 0, LATER)
        child.join(PATIENCE)
        assert child.exitcode == 0, child.exitcode


def run(folder: Path, *, people: int, kills: int, seed: int = 1, postgresql: bool = False, seen=None) -> Report:
    """Do it all and say what came of it; `seen` looks at the site at the end."""
    report, began = Report(people), time.monotonic()
    with ground(folder, people, postgresql=postgresql) as (app, server):
        killer = Killer(app.config["ENGAGE"], server, report, seed)
        killer.at_every_step()
        killer.at_random(kills)
        killer.finish()
        _judge(report, server)
        if seen is not None:
            seen(app, report)
    report.seconds = time.monotonic() - began
    return report


def _judge(report: Report, server: Server) -> None:
    with reading():
        rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.name == "digest")).all()
        report.runs = len(db.session.scalars(select(MailRun.id)).all())
    by_address = {row.to: row for row in rows}
    people = [address(number) for number in range(1, report.people + 1)]
    report.missed = [one for one in people if not server.got[one]]
    report.doubled = [one for one in people if len(server.got[one]) > 1]
    report.other_ids = [one for one in people if set(server.got[one]) - {by_address[one].message_id}]
    report.repeated = [row.to for row in rows if row.repeated_at is not None]
    report.unnamed = sorted(set(report.doubled) - set(report.repeated))
    report.unsettled = sum(row.state is not OutboxState.SENT for row in rows)


def main() -> int:
    """Run it at full size unless told otherwise."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--people", type=int, default=20_000)
    ask.add_argument("--kills", type=int, default=200)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--postgresql", action="store_true")
    want = ask.parse_args()
    with tempfile.TemporaryDirectory(prefix="engage-faults-") as folder:
        report = run(Path(folder), people=want.people, kills=want.kills, seed=want.seed, postgresql=want.postgresql)
    sys.stdout.write(f"{report}\n")
    return 0 if report.holds else 1


if __name__ == "__main__":
    sys.exit(main())
