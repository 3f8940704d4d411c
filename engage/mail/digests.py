"""What one person is told: pure, from what is new and what she follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engage.comments.verbs import COMMENT_PUBLISHED
from engage.core.i18n import number_text
from engage.mail.models import Frequency
from engage.mail.news import MOST_COMMENTS, Happening, Item, Remark, Thing
from engage.mail.targets import Key
from engage.publishing.verbs import PLAN_STATUS_CHANGED, PUBLICATION_PUBLISHED, PUBLICATION_UPDATED

MOST_SECTIONS = 20
MOST_NOTES = 3
SPEED = (Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY)
Stretch = tuple[int, int]


@dataclass(frozen=True)
class Follow:
    """How often one thing is followed, since when, and up to which position of the ledger its news was told."""

    frequency: Frequency
    since: datetime
    told_until: int


@dataclass(frozen=True)
class Section:
    """What a mail says about one publication."""

    publication_id: int
    title: str
    url: str
    headline: str
    standfirst: str
    lines: tuple[str, ...]
    remarks: tuple[Remark, ...]
    more_remarks: int


def stretches(thing: Thing, follows: Mapping[Key, Follow], frequency: Frequency) -> tuple[Stretch, ...]:
    """What one person is told of a thing at this frequency: the first and last positions of each unbroken stretch.

    What she follows in several ways she hears once, in the quickest of them; and nothing from before she followed.
    """
    mine = [follows[key] for key in thing.keys if key in follows]
    found: list[list[int]] = []
    broken = True
    for one in thing.happenings:
        told = _is_told(one, mine, frequency)
        if told and broken:
            found.append([one.position, one.position])
        elif told:
            found[-1][1] = one.position
        broken = not told
    return tuple((first, last) for first, last in found)


def _is_told(one: Happening, mine: Sequence[Follow], frequency: Frequency) -> bool:
    ways = [follow for follow in mine if follow.since <= one.at]
    if min((way.frequency for way in ways), key=SPEED.index, default=None) is not frequency:
        return False
    return all(one.position > way.told_until for way in ways if way.frequency is frequency)


def within(happened: Sequence[Happening], told: Sequence[Stretch]) -> list[Happening]:
    """Those of the happenings that lie in one of the stretches."""
    return [one for one in happened if any(first <= one.position <= last for first, last in told)]


def section(item: Item) -> Section:
    """What a mail says about a publication to which something happened."""
    verbs = {one.verb for one in item.happenings}
    by_verb = {verb: [one for one in item.happenings if one.verb == verb] for verb in verbs}
    comments = list({one.number: one for one in by_verb.get(COMMENT_PUBLISHED.name, ())}.values())
    remarks = [item.remarks[one.number] for one in reversed(comments[-MOST_COMMENTS:])]
    is_new = PUBLICATION_PUBLISHED.name in by_verb
    lines = [f"New {item.noun}"] if is_new else _changes(item, by_verb)
    if comments:
        lines.append("1 new comment" if len(comments) == 1 else f"{number_text(len(comments))} new comments")
    return Section(
        publication_id=item.publication_id,
        title=item.title,
        url=item.url,
        headline=f"{lines[0]}: {item.title}" if is_new else f"{item.title}: {_lowered(lines[0])}",
        standfirst=item.standfirst if is_new else "",
        lines=tuple(lines),
        remarks=tuple(remarks),
        more_remarks=len(comments) - len(remarks),
    )


def _lowered(line: str) -> str:
    return line[0].lower() + line[1:]


def _changes(item: Item, by_verb: Mapping[str, Sequence[Happening]]) -> list[str]:
    lines = []
    if PLAN_STATUS_CHANGED.name in by_verb:
        lines.append(f"Status is now “{item.status}”")
    updates = by_verb.get(PUBLICATION_UPDATED.name, ())
    notes = [item.notes[one.number] for one in reversed(updates) if one.number in item.notes]
    lines += [f"Updated: {note}" for note in notes[:MOST_NOTES]]
    if updates and not notes:
        lines.append("Updated")
    return lines
