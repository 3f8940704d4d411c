"""How fast comments come in on a thread: a flood slows it down for a time, which its page says."""

import json
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm.attributes import set_committed_value

from engage.comments import codes, verbs
from engage.comments.models import Comment, Thread
from engage.core import cache, clock, ledger, limits
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.i18n import datetime_text
from engage.core.permissions import Viewer
from engage.screening import queries as screening
from engage.screening.checks import Flood

MOST_SOURCES = 200


def keep_pace(actor: Viewer, thread: Thread, comment: Comment, source: str) -> None:
    """Count one more comment of this minute within what holds the thread, and slow the thread down in a flood.

    While it is slow, refuse a person's next comment until the time is over; an official reply needs not wait, nor
    what comes from no source: it was not sent by a person just now. Where no number makes a flood, nothing is counted.
    """
    if not source:
        return
    flood = screening.in_memory().flood
    if thread.is_slow(clock.now()) and comment.official_for is None:
        _require_turn(actor, thread, source)
    if not (flood.source or flood.thread):
        return
    alone, together = _count(actor, thread, source)
    if 0 < flood.source <= alone:
        _slow_down(thread, flood, "source")
    elif 0 < flood.thread <= together:
        _slow_down(thread, flood, "thread")


def _require_turn(actor: Viewer, thread: Thread, source: str) -> None:
    pause = timedelta(minutes=thread.slow_minutes or 1)
    if actor.signed_in:
        mine = (Comment.account_id == actor.account_id, Comment.publication_id == thread.publication_id)
        last = db.session.scalar(select(func.max(Comment.submitted_at)).where(*mine))
        if last is None or last + pause <= clock.now():
            return
        when = f"Keep your text and send it after {datetime_text(last + pause)}."
    else:
        if limits.count("slow-thread", f"{thread.publication_id}:{source}", per=pause) <= 1:
            return
        when = f"Keep your text and send it in {thread.slow_minutes} minutes."
    raise Refused(
        f"Many comments are coming in, so each person can send one every {thread.slow_minutes} minutes here. {when}",
        "body",
    )


def _count(actor: Viewer, thread: Thread, source: str) -> tuple[int, int]:
    """How many came in this minute from this account or source, and in all; kept in a row that is written anyway."""
    minute = int(clock.now().timestamp()) // 60
    rate = json.loads(thread.rate) if thread.rate else {}
    if rate.get("minute") != minute:
        rate = {"minute": minute, "all": 0, "by": {}}
    rate["all"] += 1
    who = codes.source_key(actor.account_id, source)[:8]
    if who in rate["by"] or len(rate["by"]) < MOST_SOURCES:
        rate["by"][who] = rate["by"].get(who, 0) + 1
    # Written with the counters of the thread, in the same statement.
    set_committed_value(thread, "rate", json.dumps(rate))
    return rate["by"].get(who, 0), rate["all"]


def _slow_down(thread: Thread, flood: Flood, cause: str) -> None:
    now = clock.now()
    was_slow = thread.is_slow(now)
    thread.slow_minutes, thread.slow_until = flood.minutes, now + timedelta(minutes=flood.lasts)
    if was_slow:
        return
    ledger.record(
        verbs.THREAD_SLOWED,
        subject_id=thread.publication_id,
        actor_id=None,
        minutes=flood.minutes,
        until=thread.slow_until.isoformat(),
        cause=cause,
    )
    cache.bump(thread.scope)
