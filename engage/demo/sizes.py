"""How much the demonstration shows: a town's share of the talk, the region as it was written, or a nation of regions.

What a size holds is derived from the same content and nothing else, so that it is the same each time.
"""

import random
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import product
from typing import Any, TypeVar

from engage.demo.content_rules import check
from engage.demo.content_types import Account, Author, Comment, Content, Plan, Post

TOWN, REGION, NATION = "town", "region", "nation"
FOLLOWERS = {TOWN: 60, REGION: 200, NATION: 800}
ONE_IN = 3
SEED = 20
# What each place of the region is called in the three further ones.
PLACES = {
    "Vale and Fells": ("Marsh and Levels", "Coast and Downs", "Peaks and Forest"),
    "North Vale": ("East Marches", "South Haven", "West Ridings"),
    "South Fells": ("Long Levels", "High Downs", "Oak Forest"),
    "Skelbridge": ("Brackhaven", "Cliffbridge", "Stonebridge"),
    "Oxmere": ("Sallowmere", "Shingleham", "Alderham"),
    "Hallowby": ("Withybridge", "Chalkby", "Birchby"),
    "Pennerdale": ("Osierdale", "Larkdale", "Hazeldale"),
    "Penner": ("Osier", "Lark", "Hazel"),
    "Tarnwick": ("Fenwick Hythe", "Gullwick", "Pinewick"),
    "Marlcross": ("Reedcross", "Harbourcross", "Quarrycross"),
    "Grisemoor": ("Saltmoor", "Thriftmoor", "Heathermoor"),
}
REGIONS = 3
Item = TypeVar("Item", Plan, Post)


def sized(content: Content, size: str) -> Content:
    """The content of a size; raises ValueError when what comes out does not hold together."""
    if size == REGION:
        return content
    found = _town(content) if size == TOWN else _nation(content)
    check(found)
    return found


def _town(content: Content) -> Content:
    """Every text, and of the talk all that is unusual and a part of the rest, with what it answers."""
    by_key = {comment.key: comment for comment in content.comments if comment.key}
    kept: set[int] = set()
    for place, comment in enumerate(content.comments):
        found: Comment | None = comment
        usual = comment.state == "published" and not comment.official
        while found is not None and not (usual and place % ONE_IN):
            kept.add(id(found))
            found = by_key[found.reply_to] if found.reply_to else None
    return replace(content, comments=tuple(comment for comment in content.comments if id(comment) in kept))


def _nation(content: Content) -> Content:
    """The region, and three more that hold the same debates in other places, with other people."""
    whole = content
    for number in range(REGIONS):
        whole = _joined(whole, _retold(content, number))
    comments = sorted(whole.comments, key=lambda comment: -comment.days_ago)
    return replace(whole, comments=tuple(comments))


def _joined(whole: Content, more: Content) -> Content:
    parts = ("areas", "organisations", "officials", "members", "plans", "posts", "comments")
    return replace(whole, **{part: getattr(whole, part) + getattr(more, part) for part in parts})


@dataclass(frozen=True)
class _Retelling:
    """How one region's content becomes another's: whole strings by a table, place names wherever they stand."""

    exact: Mapping[str, str]
    within: Mapping[str, str]
    pattern: re.Pattern[str]

    def of(self, value: Any) -> Any:
        """The value with every string in it retold."""
        if isinstance(value, str):
            return self.exact.get(value) or self.pattern.sub(lambda found: self.within[found[0]], value)
        if isinstance(value, tuple):
            return tuple(map(self.of, value))
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{field.name: self.of(getattr(value, field.name)) for field in fields(value)})
        return value


def _retold(content: Content, number: int) -> Content:
    names = {old: there[number] for old, there in PLACES.items()}
    where = names["North Vale"]
    tail = _slug(where)
    tell = _retelling(content, names, tail)
    areas = tuple(tell.of(area) for area in content.areas if area.kind != "nation")
    rename = _renaming(content, number)
    officials, members = (
        tuple(_person(each, tail, rename) for each in tell.of(group)) for group in (content.officials, content.members)
    )
    staff = {account.key for account in content.staff}
    comments = tuple(_said(tell.of(each), tail, rename) for each in _without(content, staff))
    return replace(
        content,
        areas=areas,
        organisations=tell.of(content.organisations),
        officials=officials,
        members=members,
        plans=_titled(tell.of(content.plans), where),
        posts=_titled(tell.of(content.posts), where),
        comments=comments,
    )


def _retelling(content: Content, names: Mapping[str, str], tail: str) -> _Retelling:
    # Pictures and files are drawn and kept by their names, which stay.
    fixed = {*content.pictures, *(file.file for plan in content.plans for file in plan.attachments)}
    within = {name: name for name in fixed}
    for old, new in names.items():
        within |= {old: new, _slug(old): _slug(new), _slug(old).replace("-", ""): _slug(new).replace("-", "")}
    for item in content.items:
        within[f"/{item.slug}/"] = f"/{item.slug}-{tail}/"
    pattern = re.compile("|".join(re.escape(word) for word in sorted(within, key=len, reverse=True)))
    exact = {item.slug: f"{item.slug}-{tail}" for item in content.items}
    for organisation in content.organisations:
        told = pattern.sub(lambda found: within[found[0]], organisation.slug)
        exact[organisation.slug] = told if told != organisation.slug else f"{told}-{tail}"
    return _Retelling({**exact, **{name: name for name in fixed}}, within, pattern)


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _renaming(content: Content, number: int) -> Callable[[str], str]:
    """Give each person of the region a namesake's name of their own in this one."""
    pairs = [f"{first} {last}" for first, last in product(content.names.first, content.names.last)]
    random.Random(SEED + number).shuffle(pairs)  # noqa: S311 - invented people, no secret
    given: dict[str, str] = {}
    return lambda name: given.setdefault(name, pairs[len(given)])


def _person(account: Account, tail: str, rename: Callable[[str], str]) -> Account:
    return replace(account, key=f"{account.key}-{tail}", name=rename(account.name), email=_address(account.email, tail))


def _address(email: str, tail: str) -> str:
    local, _, host = email.partition("@")
    return f"{local}.{tail}@{host}"


def _titled(items: tuple[Item, ...], where: str) -> tuple[Item, ...]:
    return tuple(replace(item, title=f"{item.title} ({where})") for item in items)


def _without(content: Content, staff: Collection[str]) -> list[Comment]:
    """The talk without what the site's own staff say, and without what hangs on that."""
    gone: set[str] = set()
    kept = []
    for comment in content.comments:
        if comment.author.account in staff or comment.reply_to in gone:
            gone |= {comment.key} if comment.key else set()
        else:
            kept.append(comment)
    return kept


def _said(comment: Comment, tail: str, rename: Callable[[str], str]) -> Comment:
    author = comment.author
    other = Author(
        rename(author.name),
        author.role,
        author.organisation,
        _address(author.email, tail),
        f"{author.account}-{tail}" if author.account else None,
    )
    key = f"{comment.key}-{tail}" if comment.key else None
    above = f"{comment.reply_to}-{tail}" if comment.reply_to else None
    return replace(comment, author=other, key=key, reply_to=above)
