"""The people who follow something in the demonstration, and what the machinery would have done by now."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from sqlalchemy import update

from engage.core import clock, sealing
from engage.core.database import db, unit_of_work
from engage.core.outbox import OutboxMessage, OutboxState
from engage.core.permissions import VISITOR
from engage.demo.crowd import Follower, followers
from engage.demo.texts import Texts
from engage.mail import actions
from engage.mail.models import Frequency, Subscriber, TargetKind
from engage.mail.targets import Target, target

SEED = 20


class Watchers:
    """Lets invented people follow things, each on a day of its own."""

    def __init__(self, texts: Texts, count: int) -> None:
        """Let so many follow what these texts published."""
        self.texts = texts
        self.count = count

    def steps(self) -> Iterator[tuple[float, Callable[[], None]]]:
        """What to do and on which day."""
        for follower in followers(self.texts.content, self.count, SEED):
            yield -follower.days_ago, partial(self._follow, follower)

    def _follow(self, follower: Follower) -> None:
        with clock.pretending(self.texts.moment(-follower.days_ago)), unit_of_work():
            asked = [
                actions.ask_to_follow(VISITOR, email=follower.email, target=found, frequency=Frequency(wish.frequency))
                for wish in follower.follows
                if (found := self._target(wish.kind, wish.slug)) is not None
            ]
            subscriber = db.session.get(Subscriber, asked[0].subscriber_id) if asked else None
            if follower.confirmed and subscriber is not None:
                actions.confirm(VISITOR, subscriber=subscriber, subscription_ids=[row.id for row in asked])

    def _target(self, kind: str, slug: str) -> Target | None:
        ground = self.texts.ground
        named: dict[str, Mapping[str, Any]] = {
            "topic": ground.topics,
            "area": ground.areas,
            "organisation": ground.organisations,
        }
        found = named[kind][slug].id if kind in named else self.texts.ids.get(slug, 0)
        return target(TargetKind(kind), found)

    def catch_up(self) -> None:
        """Seal what happened, and count the mail of the past as sent."""
        sealing.seal_all()
        with unit_of_work():
            db.session.execute(
                update(OutboxMessage).values(
                    state=OutboxState.SENT,
                    sent_at=OutboxMessage.created_at,
                    settled_at=OutboxMessage.created_at,
                    text="",
                    html="",
                )
            )
