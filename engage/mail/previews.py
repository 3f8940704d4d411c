"""The next digest of one person as it would be if it left now; nothing is planned and nobody is told."""

from engage.core import clock
from engage.mail import audience, contents, runs, timing
from engage.mail.assembling import Written
from engage.mail.digests import MOST_SECTIONS
from engage.mail.models import Frequency, MailRun, RunKind, Subscriber
from engage.mail.news import happenings
from engage.mail.planning import News
from engage.mail.writing import Desk


def next_digest(subscriber: Subscriber, frequency: Frequency) -> Written | None:
    """The digest; nothing when there is no news for her."""
    run = _pretended(subscriber, frequency)
    news = News(run)
    follows = audience.follows_of([subscriber.id], told_until=run.after_position).get(subscriber.id, {})
    parts = [text for _, text in news.chosen_parts(follows)]
    if not parts:
        return None
    begins = min([follow.told_until for follow in follows.values()] + [run.after_position]) + 1
    desk = Desk()
    desk.lay_out(0, run.kind, begins, happenings(begins - 1, run.until_position))
    return desk.write(0, subscriber, contents.contents_text(len(parts), parts[:MOST_SECTIONS]), for_others=True)


def _pretended(subscriber: Subscriber, frequency: Frequency) -> MailRun:
    slot, now = timing.slot_of(subscriber, frequency), clock.now()
    run = MailRun(kind=RunKind(frequency.value), slot=slot.key, started_at=now, due_at=now, period="preview")
    run.after_position = runs.end_of_last(frequency, slot)
    run.until_position = runs.settled_position(run.after_position)
    return run
