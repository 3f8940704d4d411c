"""The desk at a glance: from kept counters, and from the list of what waits."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from engage.comments.models import Comment, Waiting, WaitingCount, WaitingKind
from engage.core.database import db
from engage.moderation.models import DayCount, Decision, Verdict
from engage.moderation.queries.queue import Filter, within
from engage.moderation.spans import median_of
from engage.publishing.models import Publication
from engage.taxonomy.queries import areas_below

AGES = (
    ("Less than an hour", timedelta(hours=1)),
    ("Less than a day", timedelta(days=1)),
    ("Less than three days", timedelta(days=3)),
    ("Less than a week", timedelta(days=7)),
    ("Longer", None),
)
SHOWN = 8


def _here(wanted: Filter, publication_id: Any) -> list[ColumnElement[bool]]:
    found = within(publication_id, wanted.area_ids)
    if wanted.area_id is not None:
        found += within(publication_id, areas_below({wanted.area_id}))
    if wanted.publication_id is not None:
        found.append(publication_id == wanted.publication_id)
    return found


@dataclass(frozen=True)
class Waits:
    """What waits: how much of each kind and age, since when, and on which publications most."""

    kinds: Mapping[WaitingKind, int]
    ages: Sequence[tuple[str, int]]
    oldest: datetime | None
    hot: Sequence[tuple[int, str, int]]

    @property
    def total(self) -> int:
        """Everything."""
        return sum(self.kinds.values())


def what_waits(wanted: Filter, now: datetime) -> Waits:
    """What waits where the filter says."""
    counted = db.session.execute(
        select(WaitingCount.publication_id, Publication.title, WaitingCount.kind, WaitingCount.number)
        .join(Publication, Publication.id == WaitingCount.publication_id)
        .where(WaitingCount.number > 0, *_here(wanted, WaitingCount.publication_id))
    ).all()
    kinds: Counter[WaitingKind] = Counter()
    places: Counter[tuple[int, str]] = Counter()
    for publication_id, title, kind, number in counted:
        kinds[kind] += number
        places[publication_id, title] += number
    hot = [(publication_id, title, number) for (publication_id, title), number in places.most_common(SHOWN)]
    ages, oldest = _ages(wanted, now)
    return Waits(kinds, ages, oldest, hot)


def _ages(wanted: Filter, now: datetime) -> tuple[list[tuple[str, int]], datetime | None]:
    here = _here(wanted, Waiting.publication_id)
    younger = [func.count().filter(Waiting.since > now - age) for _, age in AGES if age is not None]
    *counts, total, oldest = db.session.execute(
        select(*younger, func.count(), func.min(Waiting.since)).where(*here)
    ).one()
    steps = [*counts, total]
    before = [0, *steps[:-1]]
    return [(AGES[place][0], steps[place] - before[place]) for place in range(len(AGES))], oldest


@dataclass(frozen=True)
class Decided:
    """What was decided on the days of a time, by verdict and by reason, and how long it had waited."""

    days: Mapping[date, Mapping[str, int]]
    reasons: Mapping[str, int]
    spans: Mapping[date, Mapping[str, int]]

    def on(self, day: date) -> int:
        """How many decisions were taken on a day."""
        return sum(self.days.get(day, {}).values())

    def median(self, *days: date) -> int | None:
        """About how many seconds what was decided on these days had waited, in the middle."""
        together: Counter[str] = Counter()
        for day in days:
            together.update(self.spans.get(day, {}))
        return median_of(together)

    def verdicts(self) -> Mapping[Verdict, int]:
        """Over all days, by verdict."""
        together: Counter[str] = Counter()
        for counts in self.days.values():
            together.update(counts)
        return {Verdict(key): number for key, number in together.items() if number}


def what_was_decided(wanted: Filter, first: date) -> Decided:
    """What was decided from a day on where the filter says, from the counts of each day."""
    rows = db.session.execute(
        select(DayCount.day, DayCount.what, DayCount.key, func.sum(DayCount.number))
        .where(DayCount.day >= first, *_here(wanted, DayCount.publication_id))
        .group_by(DayCount.day, DayCount.what, DayCount.key)
    )
    days: defaultdict[date, dict[str, int]] = defaultdict(dict)
    spans: defaultdict[date, dict[str, int]] = defaultdict(dict)
    reasons: Counter[str] = Counter()
    for day, what, key, number in rows:
        if what == "verdict":
            days[day][key] = int(number)
        elif what == "waited":
            spans[day][key] = int(number)
        else:
            reasons[key] += int(number)
    return Decided(days, reasons, spans)


@dataclass(frozen=True)
class Watched:
    """Somebody of whose comments several were taken down or rejected lately; the newest of them leads there."""

    name: str
    number: int
    comment_id: int


def people_to_watch(wanted: Filter, since: datetime) -> Sequence[Watched]:
    """Those whose comments were rejected or hidden most since a moment, where it was more than once."""
    writer = func.coalesce(Comment.email, "") + func.coalesce(Comment.account_id, 0).cast(Comment.email.type)
    rows = db.session.execute(
        select(func.max(Comment.name), func.count(), func.max(Comment.id))
        .select_from(Decision)
        .join(Comment, Comment.id == Decision.comment_id)
        .where(
            Decision.settles_at >= since,
            Decision.undone_at.is_(None),
            Decision.verdict.in_([Verdict.REJECTED, Verdict.HIDDEN]),
            *_here(wanted, Comment.publication_id),
        )
        .group_by(writer)
        .having(func.count() > 1)
        .order_by(func.count().desc(), func.max(Comment.id))
        .limit(SHOWN)
    )
    return [Watched(name, number, comment_id) for name, number, comment_id in rows]
