"""Whom a newsletter is meant for, page by page, and why somebody does not get it."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from sqlalchemy import Select, select

from engage.core import clock
from engage.core.database import db
from engage.directory.models import Purpose
from engage.mail import list_people
from engage.mail.audience import live
from engage.mail.kinds import NEWSLETTERS
from engage.mail.list_people import BATCH, Addressee, Page
from engage.mail.models import Newsletter, Subscriber, Subscription, Suppression, TargetKind
from engage.mail.queries import objecting
from engage.mail.queries_newsletters import key_of

MOST_NAMED = 20
OBJECTED = "They do not want newsletters."
PAUSED = "They paused all updates."
SUPPRESSED = "Mail to the address came back, or its reader called it spam."
TWICE = "The list has this address twice."


def page(newsletter: Newsletter, cursor: str = "") -> Page:
    """The next thousand behind a cursor, with what speaks against writing to each."""
    if newsletter.list_id is not None:
        found = list_people.page(newsletter.list_id, cursor, Purpose.NEWS)
    else:
        found = _followers(newsletter, int(cursor or 0))
    unwilling = reasons({one.email for one in found.people if one.email})
    return Page([_looked_at(one, unwilling) for one in found.people], found.cursor)


def _looked_at(one: Addressee, unwilling: dict[str, str]) -> Addressee:
    return Addressee(one.email, one.name, one.why_not or unwilling.get(one.email, ""))


def _followers(newsletter: Newsletter, after: int) -> Page:
    mine = Subscriber.id.in_(_following(newsletter))
    wanted = select(Subscriber.id, Subscriber.email).where(Subscriber.id > after, mine)
    rows = db.session.execute(wanted.order_by(Subscriber.id).limit(BATCH)).all()
    cursor = str(rows[-1][0]) if len(rows) == BATCH else None
    return Page([Addressee(email) for _, email in rows], cursor)


def _following(newsletter: Newsletter) -> Select[int]:
    kind, target_id = key_of(newsletter)
    wanted = select(Subscription.subscriber_id).where(live())
    if kind is TargetKind.EVERYTHING:
        return wanted
    return wanted.where(Subscription.target_kind == kind, Subscription.target_id == target_id)


def reasons(emails: Collection[str]) -> dict[str, str]:
    """By address why no newsletter goes there, of those to which none goes; three statements."""
    paused = select(Subscriber.email).where(Subscriber.email.in_(emails), Subscriber.paused_until > clock.now())
    suppressed = select(Suppression.email).where(Suppression.email.in_(emails))
    found = dict.fromkeys(db.session.scalars(paused), PAUSED)
    found |= dict.fromkeys(objecting(emails, NEWSLETTERS.key), OBJECTED)
    return found | dict.fromkeys(db.session.scalars(suppressed), SUPPRESSED)


@dataclass
class Reach:
    """How many get a newsletter, how many do not and why, and the names that the list gives to those."""

    willing: int = 0
    unwilling: Counter[str] = field(default_factory=Counter)
    named: dict[str, list[str]] = field(default_factory=dict)

    @property
    def left_out(self) -> int:
        """How many do not get it."""
        return self.unwilling.total()


def reach_of(newsletter: Newsletter) -> Reach:
    """Count them, a thousand at a time."""
    found, seen = Reach(), set[str]()
    for one in _everybody(newsletter):
        why = one.why_not or (TWICE if one.email in seen else "")
        seen.add(one.email)
        if not why:
            found.willing += 1
            continue
        found.unwilling[why] += 1
        names = found.named.setdefault(why, [])
        if one.name and len(names) < MOST_NAMED:
            names.append(one.name)
    return found


def _everybody(newsletter: Newsletter) -> Iterator[Addressee]:
    cursor: str | None = ""
    while cursor is not None:
        found = page(newsletter, cursor)
        yield from found.people
        cursor = found.cursor


def still_wanted(newsletter: Newsletter, subscriber: Subscriber) -> bool:
    """Whether somebody is one of those to whom it goes still."""
    if newsletter.list_id is not None:
        return not list_people.refuses(subscriber.email, Purpose.NEWS)
    mine = _following(newsletter).where(Subscription.subscriber_id == subscriber.id).limit(1)
    return db.session.scalar(mine) is not None
