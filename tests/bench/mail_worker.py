"""What the benchmark of mail measures, each in a process of its own: `python -m tests.bench.mail_worker ACT [N]`.

It reads its settings from the environment and writes one line of JSON.
"""

import json
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from engage.app import create_app
from engage.core import clock
from engage.core.database import db, reading
from engage.core.outbox import OutboxMessage
from engage.core.settings import load_settings
from engage.mail import planning, runs
from engage.mail.dispatch import RUNNER
from engage.mail.letters import letter_of
from engage.mail.mime import Letter, mime
from engage.mail.models import Frequency
from tests.support.statements import counted

WARM = timedelta(seconds=4)


def plan(_number: int) -> dict:
    """Plan the digest that is due and write it to the outbox."""
    begin = time.perf_counter()
    with counted() as statements:
        for run_id in runs.start_due(Frequency.DAILY):
            planning.work(run_id)
    return {"seconds": time.perf_counter() - begin, "statements": len(statements)}


def write(number: int) -> dict:
    """Write so many of the planned digests, from the outbox to the bytes that a mail server gets."""
    settings, begin, done = load_settings(), time.perf_counter(), 0
    for letter in letters(number):
        mime(letter, settings, clock.now())
        done += 1
    return {"seconds": time.perf_counter() - begin, "messages": done}


def letters(number: int) -> Iterator[Letter]:
    """The first so many digests as they leave."""
    after = 0
    while number > 0:
        with reading():
            wanted = select(OutboxMessage).where(OutboxMessage.name == "digest", OutboxMessage.id > after)
            rows = db.session.scalars(wanted.order_by(OutboxMessage.id).limit(min(500, number))).all()
            db.session.expunge_all()
        if not rows:
            return
        for row in rows:
            yield letter_of(row)
        after, number = rows[-1].id, number - len(rows)


def deliver(seconds: int) -> dict:
    """Hand over what is due for so many seconds, once the sections that everybody shares have been written.

    A worker writes each of five hundred sections once; of a hundred thousand messages that is the first second.
    """
    RUNNER.run(longest=WARM)
    begin = time.perf_counter()
    tally = RUNNER.run(longest=timedelta(seconds=seconds))
    return {"seconds": time.perf_counter() - begin, "messages": tally.sent}


def main() -> None:
    """Do one of them."""
    act, number = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 0
    app = create_app(load_settings())
    with app.app_context():
        figures = {"plan": plan, "write": write, "deliver": deliver}[act](number)
    sys.stdout.write(json.dumps({**figures, "peak_mb": _peak_mb()}))


def _peak_mb() -> float:
    """The most memory that this process ever held; what getrusage says would be its parent's at the fork."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
