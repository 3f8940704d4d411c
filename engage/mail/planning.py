"""Planning a digest run: who is told what, batch by batch, each batch committed with how far the run came.

Only ids are kept for each message; the words are written when it leaves. Two workers on one run hinder each other
but write nothing twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app

from engage.core import clock, outbox
from engage.core.database import db, reading, unit_of_work
from engage.core.messages import Message, MessageClass
from engage.core.outbox import Planned
from engage.mail import audience, queries
from engage.mail.audience import Moved
from engage.mail.contents import contents_text, part_text
from engage.mail.digests import MOST_SECTIONS, Follow, stretches
from engage.mail.kinds import ASKED_FOR
from engage.mail.models import Frequency, MailRun
from engage.mail.news import Thing, happenings, things
from engage.mail.periods import Slot
from engage.mail.targets import Key

BATCH = 1000
WINDOW = 50_000
SAMPLE = Message(
    "digest",
    to="",
    subject="",
    text="",
    html="",
    message_class=MessageClass.PUBLIC_TASK,
    basis=ASKED_FOR,
)


class News:
    """What a run has to tell, the newest first, and who may be told plainly."""

    def __init__(self, run: MailRun) -> None:
        """Read it with a number of statements that does not depend on how much it is."""
        self.frequency, self.slot, self.after = Frequency(run.kind.value), Slot.named(run.slot), run.after_position
        changed = audience.moved(self.frequency, self.slot, after=0).values()
        begin = min([one.told_until for one in changed if one.is_mine] + [self.after])
        self.things = sorted(things(happenings(begin, run.until_position)), key=_newest, reverse=True)
        self.by_key: dict[Key, list[int]] = defaultdict(list)
        for place, thing in enumerate(self.things):
            for key in thing.keys:
                self.by_key[key].append(place)
        self.whole = [self._whole(thing) for thing in self.things]
        self.begins = min((one.happenings[0].at for one in self.things), default=run.started_at)

    def _whole(self, thing: Thing) -> str:
        places = [one.position for one in thing.happenings if one.position > self.after]
        return part_text(thing.publication_id, [(places[0], places[-1])]) if places else ""

    def parts(self, keys: Iterable[Key]) -> list[tuple[int, str]]:
        """What somebody is told who follows these keys plainly: whole things, the newest first."""
        found: set[int] = set()
        for key in keys:
            found.update(self.by_key.get(key, ()))
        return [(place, self.whole[place]) for place in sorted(found) if self.whole[place]]

    def chosen_parts(self, follows: Mapping[Key, Follow]) -> list[tuple[int, str]]:
        """The same for somebody whose follows differ in how often, since when or up to where she was told."""
        found = []
        for place in sorted({place for key in follows for place in self.by_key.get(key, ())}):
            told = stretches(self.things[place], follows, self.frequency)
            if told:
                found.append((place, part_text(self.things[place].publication_id, told)))
        return found


def _newest(thing: Thing) -> int:
    return thing.happenings[-1].position


@dataclass(frozen=True)
class Batch:
    """The next subscribers of a run and what they are sent."""

    after: int
    last: int | None
    people: list[Planned]
    moved: dict[int, Moved]


class Planner:
    """Works off one run; what it read stays good as long as it runs, for the words are looked at again later."""

    def __init__(self, run: MailRun) -> None:
        """Read what there is to tell."""
        self.news = News(run)
        self._name = f"{run.kind.value}:{run.period}"
        self._ids: list[int] = []
        self._moved: dict[int, Moved] = {}
        self._pace = Pace(run.id)

    def batch(self, run: MailRun) -> Batch:
        """What comes next; without a last subscriber when nothing does."""
        ids = self._next(run.last_person_id)
        if not ids:
            return Batch(run.last_person_id, None, [], self._moved)
        told = self._told(ids)
        people = [self._planned(*one, told[one[0]]) for one in audience.addresses(ids) if told.get(one[0])]
        return Batch(run.last_person_id, ids[-1], people, self._moved)

    def _next(self, after: int) -> list[int]:
        news = self.news
        self._ids = [number for number in self._ids if number > after]
        if not self._ids:
            self._moved = audience.moved(news.frequency, news.slot, after=after)
            found = audience.with_news(news.frequency, news.slot, news.by_key, after=after, limit=WINDOW)
            self._ids = list(found)
        return self._ids[:BATCH]

    def _told(self, ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
        news = self.news
        plain: dict[int, list[Key]] = defaultdict(list)
        others: set[int] = set()
        for number, key, plainly in audience.keys_of(ids, news.frequency, news.begins):
            if plainly:
                plain[number].append(key)
            elif key in news.by_key:
                others.add(number)
        told = {number: news.parts(keys) for number, keys in plain.items() if number not in others}
        if others:
            follows = audience.follows_of(others, told_until=news.after)
            told |= {number: news.chosen_parts(follows[number]) for number in others}
        return told

    def _planned(self, number: int, email: str, parts: Sequence[tuple[int, str]]) -> Planned:
        newest = self.news.things[parts[0][0]].title
        return Planned(
            key=f"digest:{self._name}:{number}",
            to=email,
            person_id=number,
            subject=newest if len(parts) == 1 else f"{newest} and {len(parts) - 1} more",
            contents=contents_text(len(parts), [text for _, text in parts[:MOST_SECTIONS]]),
            due_at=self._pace.due_at(email),
        )


class Pace:
    """Spreads the messages of a run over the minutes, so that no domain is sent more at once than it likes."""

    def __init__(self, run_id: int) -> None:
        """Go on where the run stands."""
        self._begin = clock.now()
        self._planned = Counter(queries.planned_by_domain(run_id))
        self._most = current_app.config["ENGAGE"].mail_per_domain_per_minute

    def due_at(self, email: str) -> datetime:
        """When a message to an address leaves at the earliest."""
        domain = outbox.domain_of(email)
        self._planned[domain] += 1
        return self._begin + timedelta(minutes=(self._planned[domain] - 1) // self._most)


def work(run_id: int, *, most_batches: int | None = None) -> None:
    """Plan what is missing of a run, batch by batch; safe to repeat, also at the same time."""
    planner: Planner | None = None
    done = 0
    while most_batches is None or done < most_batches:
        with reading():
            db.session.expire_all()
            run = db.session.get(MailRun, run_id)
            if run is None or run.finished_at is not None:
                return
            planner = planner or Planner(run)
            batch = planner.batch(run)
        _keep(run_id, batch)
        done += 1


def _keep(run_id: int, batch: Batch) -> None:
    """Commit a batch, without those whose frequency or time was changed since it was read."""
    with unit_of_work():
        run = db.session.get_one(MailRun, run_id, with_for_update=True, populate_existing=True)
        if run.finished_at is not None or run.last_person_id != batch.after:
            return
        frequency, slot = Frequency(run.kind.value), Slot.named(run.slot)
        now = audience.moved(frequency, slot, after=batch.after, last=batch.last)
        gone = {one.subscriber_id for number, one in now.items() if batch.moved.get(number) != one}
        stay = {number for number, one in now.items() if one.is_mine and batch.moved.get(number) == one}
        people = [one for one in batch.people if one.person_id not in gone]
        outbox.put_planned(SAMPLE, people, run_id=run_id)
        audience.arrived(stay)
        run.message_count += len(people)
        if batch.last is None:
            run.finished_at = clock.now()
        else:
            run.last_person_id = batch.last
