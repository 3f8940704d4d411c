"""Who would be written to, and who not and why, as rows of a file."""

from collections.abc import Mapping, Sequence
from typing import Any

from engage.lists.queries.lists import ListMember

COLUMNS = {
    "kind": "Kind",
    "number": "Directory number",
    "name": "Name",
    "email": "Email address",
    "written": "Would be written to",
    "why_not": "Why not",
    "language": "Language",
    "format": "Format",
}
# Without these an address that must not be written to would stand there unmarked.
NEEDED = frozenset({"written", "why_not"})


def rows_of(members: Sequence[ListMember]) -> list[Mapping[str, Any]]:
    """The cells of members of a list by column."""
    return [
        {
            "kind": member.kind,
            "number": member.id,
            "name": member.name,
            "email": member.email or "",
            "written": "no" if member.why_not else "yes",
            "why_not": member.why_not or "",
            "language": member.language,
            "format": member.format,
        }
        for member in members
    ]
