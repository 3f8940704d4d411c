"""People answer over HTTP while web processes are killed; all that was acknowledged must be found.

`python -m tests.faults.web_deaths` does it at full size: 200 kills during 2,000 submissions.
"""

import argparse
import http.client
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from engage.app import create_app
from engage.consultations.definition import Definition, Page, fingerprint_of
from engage.core import jobs, ledger
from engage.core.database import db, reading
from engage.core.migration import upgrade
from engage.core.serving import ROOT, gunicorn_line
from engage.core.settings import Settings
from engage.submissions.models import Submission, SubmissionState, SubmissionVersion
from engage.submissions.queries import answers_of, questions_of
from tests.bench.servers import free_port
from tests.support.consultations import make_consultation, question

PEOPLE, PROCESSES, PATIENCE = 6, 2, 120
SECRET = "a-fault-secret-of-forty-characters-01234"


@dataclass
class Told:
    """What one person was told: the code, the pages that were acknowledged, the reference and the fingerprint."""

    code: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    reference: str = ""
    fingerprint: str = ""


class Site:
    """A site on SQLite FULL, whose web processes can be killed by their ids."""

    def __init__(self, folder: Path) -> None:
        values = {"data_dir": folder, "secret_key": SECRET, "trusted_proxies": 1, "argon2_memory_kib": 64}
        self.app = create_app(Settings(**values))
        with self.app.app_context():
            upgrade()
            self.slug = make_consultation("Evening buses", definition=_four_questions()).slug
            db.session.remove()
            db.engine.dispose()
        self.port = free_port()
        environment = {f"ENGAGE_{name.upper()}": str(value) for name, value in values.items()}
        line = gunicorn_line(PROCESSES, "127.0.0.1", self.port)
        self.master = subprocess.Popen(
            line, env={**os.environ, **environment}, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def kill_one(self, chance: random.Random) -> bool:
        """Kill one web process with SIGKILL; whether there was one."""
        path = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children")
        workers = sorted(int(pid) for pid in path.read_text().split())
        if not workers:
            return False
        try:
            os.kill(chance.choice(workers), signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def stop(self) -> None:
        """End it in order."""
        self.master.terminate()
        self.master.wait(60)


def _four_questions() -> Definition:
    views = Page(key="views", title="Views", questions=(question("what"), question("whyx", required=True)))
    more = Page(key="more", title="More", questions=(question("name", "short_text"), question("else")))
    return Definition(pages=(views, more))


class Killer:
    """Kills a web process whenever the requests reach one of its numbers, while other requests are under way."""

    def __init__(self, site: Site, kills: int, requests: int, seed: int) -> None:
        self._site, self._chance = site, random.Random(seed)
        self._due = deque(sorted(self._chance.sample(range(requests // 50, requests), kills)))
        self._lock, self._asked = threading.Lock(), 0
        self.done = 0

    def asked(self) -> None:
        """One more request is on its way."""
        with self._lock:
            self._asked += 1
            while self._due and self._due[0] <= self._asked and self._site.kill_one(self._chance):
                self._due.popleft()
                self.done += 1


class Person:
    """Somebody who answers, and tries again until an answer comes, as people do."""

    def __init__(self, site: Site, killer: Killer, number: int) -> None:
        self._site, self._killer, self.number = site, killer, number
        self._base = f"/consultations/{site.slug}/respond/"
        self._wire: http.client.HTTPConnection | None = None
        self.told = Told()

    def answer(self) -> Told:
        """From the first page to the receipt."""
        headers, _ = self._ask("POST", "", {"respondent": "self"})
        self.told.code = re.search(r"engage_response=([0-9A-Z-]+)", headers["Set-Cookie"])[1]
        for key, boxes in (("views", ("what", "whyx")), ("more", ("name", "else"))):
            self._page(key, boxes)
        _, form = self._ask("GET", "check-answers/")
        self._ask("POST", "check-answers/", {**_hidden(form), "consent": "none", "notice": "y"})
        _, receipt = self._ask("GET", "your-receipt/")
        self.told.reference = re.search(r"reference is <strong[^>]*>([0-9A-Z-]+)<", receipt)[1]
        self.told.fingerprint = re.search(r'class="fingerprint">([0-9a-f ]+)<', receipt)[1].replace(" ", "")
        self._hang_up()
        return self.told

    def _hang_up(self) -> None:
        """Close the connection, so that the next request opens one of its own."""
        if self._wire is not None:
            self._wire.close()
        self._wire = None

    def _page(self, key: str, boxes: tuple[str, ...]) -> None:
        _, form = self._ask("GET", f"{key}/")
        typed = {box: f"{box} of {self.number}" for box in boxes}
        self._ask("POST", f"{key}/", {**_hidden(form), **{f"q-{box}": text for box, text in typed.items()}})
        self.told.pages.update(typed)

    def _ask(self, method: str, place: str, fields: dict | None = None) -> tuple[http.client.HTTPMessage, str]:
        self._killer.asked()
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self._once(method, place, fields)
            except (OSError, http.client.HTTPException):
                self._hang_up()
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)

    def _once(self, method: str, place: str, fields: dict | None) -> tuple[http.client.HTTPMessage, str]:
        self._wire = self._wire or http.client.HTTPConnection("127.0.0.1", self._site.port, timeout=60)
        headers = {"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": f"10.0.{self.number // 250}.{self.number % 250}"}
        if self.told.code:
            headers["Cookie"] = f"engage_response={self.told.code}"
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._wire.request(method, self._base + place, urlencode(fields) if fields is not None else None, headers)
        with self._wire.getresponse() as answer:
            body = answer.read().decode()
        expected = 303 if method == "POST" else 200
        if answer.status != expected:
            raise AssertionError(f"{method} {place}: {answer.status}\n{body[:2000]}")
        return answer.headers, body


def _hidden(form: str) -> dict[str, str]:
    """The hidden fields of the page's form, whatever the order of their attributes."""
    found = (dict(re.findall(r'(\w+)="([^"]*)"', tag)) for tag in re.findall(r"<input[^>]*>", form))
    return {tag["name"]: tag["value"] for tag in found if tag.get("type") == "hidden"}


def survive(submissions: int, kills: int, seed: int = 1) -> tuple[int, int]:
    """Kill so many web processes during so many submissions; how many pages and receipts were told and found."""
    folder = Path(tempfile.mkdtemp(prefix="engage-faults-"))
    site = Site(folder)
    try:
        killer = Killer(site, kills, requests=submissions * 8, seed=seed)
        with ThreadPoolExecutor(PEOPLE) as pool:
            told = list(pool.map(lambda number: Person(site, killer, number).answer(), range(submissions)))
        site.stop()
        if killer.done != kills:
            raise AssertionError(f"{killer.done} of {kills} processes were killed")
        with sqlite3.connect(folder / "engage.sqlite") as raw:
            if raw.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise AssertionError("the database is damaged")
        raw.close()
        with site.app.app_context():
            return _found(told)
    finally:
        if site.master.poll() is None:
            os.killpg(site.master.pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


def _found(told: list[Told]) -> tuple[int, int]:
    jobs.run("ledger.seal")
    with reading():
        verdict = ledger.verify()
        if verdict.fault or verdict.unsealed:
            raise AssertionError(f"the ledger: {verdict}")
        rows = db.session.scalars(db.select(Submission).where(Submission.state == SubmissionState.SENT))
        sent = {row.reference: row for row in rows}
        if len(sent) != len(told):
            raise AssertionError(f"{len(told)} receipts were told and {len(sent)} submissions were sent")
        for one in told:
            _check(sent[one.reference], one)
        versions = db.session.scalar(db.select(db.func.count()).select_from(SubmissionVersion))
        entries = db.session.scalar(
            db.select(db.func.count()).select_from(ledger.Entry).where(ledger.Entry.verb == "submission.sent")
        )
        if (versions, entries) != (len(told), len(told)):
            raise AssertionError(f"{versions} versions and {entries} entries for {len(told)} receipts")
    return sum(len(one.pages) // 2 for one in told), len(told)


def _check(row: Submission, one: Told) -> None:
    answers = answers_of(row)
    if answers != one.pages:
        raise AssertionError(f"{one.reference}: told {one.pages}, found {answers}")
    if not one.fingerprint == row.fingerprint == fingerprint_of(row.reference, questions_of(row), answers):
        raise AssertionError(f"{one.reference}: another fingerprint")


def main() -> None:
    """Do it at full size, and say what was found."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--submissions", type=int, default=2000)
    ask.add_argument("--kills", type=int, default=200)
    ask.add_argument("--seed", type=int, default=1)
    want = ask.parse_args()
    began = time.monotonic()
    pages, receipts = survive(want.submissions, want.kills, want.seed)
    sys.stdout.write(
        f"{want.kills} web processes were killed; all {pages} acknowledged pages and all {receipts} receipts were "
        f"found ({time.monotonic() - began:.0f} s).\n"
    )


if __name__ == "__main__":
    main()
