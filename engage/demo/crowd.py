"""The people who follow something, combined from lists of names: the same crowd for the same seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from engage.demo.content_types import Content

MAIN_PLAN = "care-closer-to-home"
FREQUENCIES = ("at_once", "daily", "weekly")


@dataclass(frozen=True)
class Follow:
    """One thing followed: `kind` is everything, publication, topic, area or organisation; `slug` names it."""

    kind: str
    slug: str
    frequency: str


@dataclass(frozen=True)
class Follower:
    """A subscriber and what they follow; one in twenty never confirmed."""

    name: str
    email: str
    follows: tuple[Follow, ...]
    confirmed: bool
    days_ago: float


def followers(content: Content, count: int, seed: int) -> tuple[Follower, ...]:
    """`count` subscribers with addresses of their own. ValueError: the lists of names give fewer than that."""
    chance = random.Random(seed)  # noqa: S311 - an invented crowd, no secret
    pairs = list(product(content.names.first, content.names.last))
    chance.shuffle(pairs)
    taken = {account.email for account in content.accounts} | {c.author.email for c in content.comments}
    found = tuple(islice(_followers(content, pairs, taken, chance), count))
    if len(found) < count:
        raise ValueError(f"The lists of names give {len(found)} subscribers, not {count}.")
    return found


def _followers(
    content: Content, pairs: list[tuple[str, str]], taken: set[str], chance: random.Random
) -> Iterator[Follower]:
    for first, last in pairs:
        email = f"{first}.{last}@example.org".lower()
        if email not in taken:
            confirmed, days_ago = chance.random() > 0.05, round(chance.uniform(0.5, 45), 2)
            yield Follower(f"{first} {last}", email, _follows(content, chance), confirmed, days_ago)


def _follows(content: Content, chance: random.Random) -> tuple[Follow, ...]:
    """One thing mostly, and the contested plan more than any other."""
    frequency = chance.choices(FREQUENCIES, (2, 3, 5))[0]
    if chance.random() < 0.15:
        return (Follow("everything", "", frequency),)
    choices = {_choice(content, chance) for _ in range(chance.choice((1, 1, 1, 2, 3)))}
    return tuple(Follow(kind, slug, frequency) for kind, slug in sorted(choices))


def _choice(content: Content, chance: random.Random) -> tuple[str, str]:
    kind = chance.choices(("main", "publication", "topic", "area", "organisation"), (8, 4, 4, 4, 1))[0]
    if kind == "main":
        return "publication", MAIN_PLAN
    slugs = {
        "publication": [plan.slug for plan in content.plans],
        "topic": [topic.slug for topic in content.topics],
        "area": [area.code for area in content.areas if area.kind == "place"],
        "organisation": [organisation.slug for organisation in content.organisations],
    }
    return kind, chance.choice(slugs[kind])
