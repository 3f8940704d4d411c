"""What a change found in a record and what it left there, by field, as plain values that can be kept."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

Held = dict[str, list[Any]]


def plain(value: Any) -> Any:
    """A value as it is kept: moments and days as ISO text, words of an enumeration as their text."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Held:
    """The fields that say something else after than before, with both, as plain values."""
    return {name: pair for name, pair in beside(before, after).items() if pair[0] != pair[1]}


def beside(one: Mapping[str, Any], other: Mapping[str, Any]) -> Held:
    """What the one and the other say of each field, as plain values."""
    return {name: [plain(one.get(name)), plain(value)] for name, value in other.items()}
