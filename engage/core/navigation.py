"""Menus: features add their entries; a page asks for those that its viewer may use."""

import sys
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import request, url_for

from engage.core.access import viewer
from engage.core.permissions import Permission


@dataclass(frozen=True)
class Place:
    """An entry of a menu as a feature declares it."""

    menu: str
    endpoint: str
    label: str
    order: int
    permission: Permission | None = None
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Item:
    """An entry of a menu as a page shows it."""

    label: str
    url: str
    current: bool
    order: int


@dataclass(frozen=True)
class Group:
    """Entries of a long menu that belong together, under a label; the first may go without one."""

    label: str
    items: list[Item]


# The order from which each group of the staff menu begins.
STAFF_GROUPS = ((0, ""), (10, "Publishing"), (30, "Moderation"), (45, "Stakeholders"), (70, "This site"))

_places: list[Place] = []


def add(menu: str, endpoint: str, label: str, order: int, permission: Permission | None = None, **values: str) -> None:
    """Put an endpoint, with the values of its path, into the menu `main`, `staff`, `account` or `footer`."""
    place = Place(menu, endpoint, label, order, permission, tuple(sorted(values.items())))
    if place not in _places:
        _places.append(place)


def items(menu: str) -> list[Item]:
    """The entries of a menu for the present viewer, in order."""
    chosen = sorted((place for place in _places if place.menu == menu and _open(place)), key=lambda p: p.order)
    found = [(place, _path(place)) for place in chosen]
    here = max((url for _, url in found if request.path.startswith(url)), key=len, default="")
    return [Item(place.label, url, url == here, place.order) for place, url in found]


def staff_groups() -> list[Group]:
    """The staff menu for the present viewer, in groups; one in which the viewer has nothing to do is left out."""
    entries = items("staff")
    ends = [start for start, _ in STAFF_GROUPS[1:]] + [sys.maxsize]
    groups = [
        Group(label, [entry for entry in entries if start <= entry.order < end])
        for (start, label), end in zip(STAFF_GROUPS, ends, strict=True)
    ]
    return [group for group in groups if group.items]


@cache
def _path(place: Place) -> str:
    return url_for(place.endpoint, **dict[str, Any](place.values))


def _open(place: Place) -> bool:
    return place.permission is None or viewer().may(place.permission)
