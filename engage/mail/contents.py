"""What a digest is made of, as the outbox keeps it: publications and stretches of the ledger, never their words.

`[12,[7,101,350],[9,120,131,140,140]]`: news about twelve publications; of the newest it tells, of publication 7
what happened between positions 101 and 350, and so on.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from engage.mail.digests import Stretch


@dataclass(frozen=True)
class Part:
    """What one digest tells of one publication."""

    publication_id: int
    told: tuple[Stretch, ...]


@dataclass(frozen=True)
class Contents:
    """What one digest tells: the newest parts, and of how many publications there was news."""

    total: int
    parts: tuple[Part, ...]


def part_text(publication_id: int, told: Sequence[Stretch]) -> str:
    """One part as the outbox keeps it."""
    return f"[{publication_id},{','.join(f'{first},{last}' for first, last in told)}]"


def contents_text(total: int, parts: Sequence[str]) -> str:
    """The contents of a message as the outbox keeps them."""
    return f"[{total},{','.join(parts)}]"


def read(text: str) -> Contents:
    """The contents that the outbox kept."""
    total, *parts = json.loads(text)
    return Contents(total, tuple(_part(*numbers) for numbers in parts))


def tells_of(text: str, publication_id: int) -> bool:
    """Whether a message told of a publication."""
    return bool(text) and any(part.publication_id == publication_id for part in read(text).parts)


def _part(publication_id: int, *positions: int) -> Part:
    return Part(publication_id, tuple(zip(positions[::2], positions[1::2], strict=True)))
