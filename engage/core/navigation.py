"""Menus: features add their entries; a page asks for those that its viewer may use."""

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


_places: list[Place] = []


def add(menu: str, endpoint: str, label: str, order: int, permission: Permission | None = None, **values: str) -> None:
    """Put an endpoint, with the values of its path, into the menu `main`, `staff`, `account` or `footer`."""
    place = Place(menu, endpoint, label, order, permission, tuple(sorted(values.items())))
    if place not in _places:
        _places.append(place)


def places() -> list[Place]:
    """All declared entries."""
    return list(_places)


def items(menu: str) -> list[Item]:
    """The entries of a menu for the present viewer, in order."""
    chosen = sorted((place for place in _places if place.menu == menu and _open(place)), key=lambda p: p.order)
    found = [(place, _path(place)) for place in chosen]
    here = max((url for _, url in found if request.path.startswith(url)), key=len, default="")
    return [Item(place.label, url, url == here) for place, url in found]


@cache
def _path(place: Place) -> str:
    return url_for(place.endpoint, **dict[str, Any](place.values))


def _open(place: Place) -> bool:
    return place.permission is None or viewer().may(place.permission)
