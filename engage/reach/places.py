"""Where a page of a long list ends, as its address says it: pure."""

import base64
import json
from typing import Any

from flask import abort

MAP = (int, str, str, int)
SILENT = ((int, str, str, int), (str, int), (str, int))


def text(values: Any) -> str:
    """Some values as one word of an address."""
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode()


def read(said: str | None, types: tuple[type, ...]) -> Any:
    """The values of these types that an address names; nothing when it names none, 404 when it was made up."""
    if not said:
        return None
    found = _values(said)
    return tuple(found) if _are(found, types) else abort(404)


def read_part(said: str | None) -> tuple[int, Any] | None:
    """The part of the list of the silent that an address names, and the values by which that is ordered."""
    if not said:
        return None
    part, *found = _values(said) or [None]
    if not isinstance(part, int) or not 0 <= part < len(SILENT) or not _are(found, SILENT[part]):
        abort(404)
    return part, tuple(found)


def _values(said: str) -> Any:
    try:
        found = json.loads(base64.urlsafe_b64decode(said.encode()))
    except ValueError:
        return None
    return found if isinstance(found, list) else None


def _are(found: Any, types: tuple[type, ...]) -> bool:
    return (
        found is not None
        and len(found) == len(types)
        and all(type(value) is wanted for value, wanted in zip(found, types, strict=True))
    )
