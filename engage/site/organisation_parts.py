"""What an organisation did, of four kinds: its part in plans, statements, formal responses, comments on its behalf."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engage.comments import official
from engage.core import cache, clock
from engage.core.pages import cursor_text
from engage.directory.models import Organisation
from engage.responses.queries import published
from engage.site import organisations as reads
from engage.site.teasers import next_closing, teasers

Place = tuple[datetime, int]
Listed = list[tuple[Place, Any]]
TITLES = {
    "plans": "Its part in the plans",
    "statements": "Statements",
    "responses": "Formal responses",
    "comments": "Comments on its behalf",
}


@dataclass(frozen=True)
class Part:
    """The first of one kind, and the place behind which the next ones begin, if there are more."""

    name: str
    title: str
    rows: Sequence[Any]
    after: str | None


def part_of(
    organisation: Organisation, ids: Sequence[int], name: str, *, after: Place | None = None, limit: int
) -> Part:
    """The newest of one kind, behind a place; `ids` are those under which the site knows the organisation."""
    found = _READ[name](organisation, ids, after, limit + 1)
    more = cursor_text(*found[limit - 1][0]) if len(found) > limit else None
    return Part(name, TITLES[name], [row for _, row in found[:limit]], more)


def _plans(_organisation: Organisation, ids: Sequence[int], after: Place | None, limit: int) -> Listed:
    rows = reads.plans_of(ids, clock.now(), after=after, limit=limit)
    cache.page_until(next_closing(plan for plan, _ in rows))
    cards = teasers(plan for plan, _ in rows)
    return [
        ((plan.publish_at or plan.created_at, plan.id), (card, roles))
        for (plan, roles), card in zip(rows, cards, strict=True)
    ]


def _statements(organisation: Organisation, ids: Sequence[int], after: Place | None, limit: int) -> Listed:
    posts = reads.statements_of(organisation, ids, clock.now(), after=after, limit=limit)
    keys = [(post.publish_at or post.created_at, post.id) for post in posts]
    return list(zip(keys, teasers(posts), strict=True))


def _responses(_organisation: Organisation, ids: Sequence[int], after: Place | None, limit: int) -> Listed:
    rows = published.formal_responses(ids, after=after, limit=limit)
    return [((shown.at, shown.submission_id), (shown, to)) for shown, to in rows]


def _comments(_organisation: Organisation, ids: Sequence[int], after: Place | None, limit: int) -> Listed:
    return [((each.at, each.id), each) for each in official.said_for(ids, clock.now(), after=after, limit=limit)]


_READ: dict[str, Callable[[Organisation, Sequence[int], Place | None, int], Listed]] = {
    "plans": _plans,
    "statements": _statements,
    "responses": _responses,
    "comments": _comments,
}
