"""How long a message that could not leave waits for its next try: longer each time, and by what the server said."""

import re
from datetime import datetime, timedelta
from enum import StrEnum

FULL = re.compile(r"^(452|552)\b|\b[45]\.2\.2\b|\b(mailbox|quota)\b.{0,30}\b(full|exceeded)\b", re.IGNORECASE)
BUSY = re.compile(r"^421\b|\b4\.7\.\d+\b|\b(rate|too many|throttl)", re.IGNORECASE)


class Cause(StrEnum):
    """Why a message waits."""

    FULL = "full"
    BUSY = "busy"
    LATER = "later"


def _minutes(*numbers: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=number) for number in numbers)


DELAYS = {
    Cause.LATER: _minutes(1, 5, 15, 60, 240, 720, 1440, 1440),
    Cause.BUSY: _minutes(15, 30, 60, 120, 240, 480, 1440, 1440),
    Cause.FULL: _minutes(240, 720, 1440, 1440, 2880),
}


def cause(said: str) -> Cause:
    """What kind of refusal it was, by the server's own words: its code, its enhanced code, or known phrases."""
    if FULL.search(said):
        return Cause.FULL
    return Cause.BUSY if BUSY.search(said) else Cause.LATER


def next_try(attempts: int, said: str, now: datetime) -> datetime | None:
    """When to try again after so many attempts; nothing when it has been tried for long enough."""
    delays = DELAYS[cause(said)]
    return now + delays[attempts - 1] if attempts <= len(delays) else None
