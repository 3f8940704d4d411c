"""What one person is told: pure, from what is new and what she follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engage.comments.verbs import COMMENT_PUBLISHED
from engage.core.i18n import number_text
from engage.mail.models import Frequency
from engage.mail.news import MOST_COMMENTS, Happening, Item, Remark
from engage.mail.targets import Key
from engage.publishing.verbs import PLAN_STATUS_CHANGED, PUBLICATION_PUBLISHED, PUBLICATION_UPDATED

MOST_SECTIONS = 20
MOST_NOTES = 3
SPEED = (Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY)


@dataclass(frozen=True)
class Follow:
    """How often one thing is followed, and since when."""

    frequency: Frequency
    since: datetime


@dataclass(frozen=True)
class Section:
    """What a mail says about one publication."""

    publication_id: int
    title: str
    url: str
    position: int
    headline: str
    standfirst: str
    lines: tuple[str, ...]
    remarks: tuple[Remark, ...]
    more_remarks: int


def sections(items: Sequence[Item], follows: Mapping[Key, Follow], frequency: Frequency) -> list[Section]:
    """What one person is told at this frequency, newest first, each publication once.

    What she follows in several ways she hears once, in the quickest of them; and nothing from before she followed.
    """
    found = []
    for item in items:
        mine = [follows[key] for key in item.keys if key in follows]
        told = [one for one in item.happenings if _quickest(mine, one.at) is frequency]
        if told:
            found.append(_section(item, told))
    return sorted(found, key=lambda section: section.position, reverse=True)


def _quickest(mine: Sequence[Follow], at: datetime) -> Frequency | None:
    return min((one.frequency for one in mine if one.since <= at), key=SPEED.index, default=None)


def _section(item: Item, told: Sequence[Happening]) -> Section:
    by_verb = {verb: [one for one in told if one.verb == verb] for verb in {one.verb for one in told}}
    comments = by_verb.get(COMMENT_PUBLISHED.name, [])
    remarks = [item.remarks[one.number] for one in reversed(comments[-MOST_COMMENTS:])]
    is_new = PUBLICATION_PUBLISHED.name in by_verb
    lines = [f"New {item.noun}"] if is_new else _changes(item, by_verb)
    if comments:
        lines.append("1 new comment" if len(comments) == 1 else f"{number_text(len(comments))} new comments")
    return Section(
        publication_id=item.publication_id,
        title=item.title,
        url=item.url,
        position=told[-1].position,
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
