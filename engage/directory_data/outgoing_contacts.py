"""People as rows of a file: what an officer needs of them, and what is taken in again as it stands."""

from collections.abc import Mapping, Sequence
from typing import Any

from engage.directory.models import Channel, Purpose
from engage.directory_data.outgoing_cells import day, joined, yes
from engage.directory_data.queries.incoming import Terms
from engage.directory_data.queries.leaving_contacts import LeavingPeople

# What is taken in again has the headings by which tables of people are known.
COLUMNS = {
    "number": "Directory number",
    "name": "Name",
    "email": "Email address",
    "phone": "Telephone",
    "post": "Postal address",
    "other_post": "Other postal addresses",
    "channel": "Preferred channel",
    "language": "Language",
    "format": "Format",
    "organisation": "Organisation",
    "role": "Role",
    "since": "In this role since",
    "other_roles": "Other and earlier roles",
    "topics": "Topics",
    "areas": "Areas",
    "invitations": "Being asked to take part",
    "news": "News of plans and decisions",
    "research": "Research and interviews",
    "note": "Note",
    "source": "Came from",
    "added": "Added",
    "confirmed": "Last confirmed",
    "closed": "Closed",
    "linked": "Linked with an account",
}
_SEVERAL = frozenset(";|\n")
# Telephone numbers are compared by their digits; a mark inside one would part it in two.
_NO_MARKS = str.maketrans(",;|", "   ")


def rows_of(found: LeavingPeople, terms: Terms) -> list[tuple[int, Mapping[str, Any]]]:
    """The cells of people by column, each with the person's id."""
    return [(row.id, _cells(found, row, terms)) for row in found.rows]


def _cells(found: LeavingPeople, row: Any, terms: Terms) -> Mapping[str, Any]:
    return {
        "number": row.id,
        "name": row.name,
        "channel": row.channel.value,
        "language": row.language,
        "format": row.format.label,
        "note": row.note,
        "source": row.source,
        "added": day(row.added_at),
        "confirmed": day(row.last_confirmed_at),
        "closed": day(row.closed_at),
        "linked": yes(row.account_id),
        "topics": joined(_told(each, terms.topics) for each in found.topics.get(row.id, ())),
        "areas": joined(_told(each, terms.areas) for each in found.areas.get(row.id, ())),
        **_reached(found.addresses.get(row.id, ())),
        **_roles(found.roles.get(row.id, ()), found.called),
        **_permissions(found.permissions.get(row.id, ())),
    }


def _told(term: Any, known: Mapping[str, int]) -> str:
    """A topic or area by its name where that means it alone, else by its slug or code."""
    is_plain = known.get(term.name.casefold()) == term.id and _SEVERAL.isdisjoint(term.name)
    return str(term.name if is_plain else term.code)


def _reached(addresses: Sequence[Any]) -> dict[str, str]:
    at: dict[Channel, list[str]] = {channel: [] for channel in Channel}
    for each in addresses:
        at[each.channel].append(each.value)
    return {
        "email": joined(at[Channel.EMAIL]),
        "phone": joined(each.translate(_NO_MARKS) for each in at[Channel.PHONE]),
        "post": at[Channel.POST][0] if at[Channel.POST] else "",
        "other_post": "\n\n".join(at[Channel.POST][1:]),
    }


def _roles(roles: Sequence[Any], called: Mapping[int, str]) -> dict[str, str]:
    """The newest role that somebody has, and all others in words."""
    first = next((role for role in roles if role.until is None), None)
    return {
        "organisation": called[first.organisation_id] if first else "",
        "role": first.title if first else "",
        "since": day(first.since) if first else "",
        "other_roles": joined(_in_words(role) for role in roles if role is not first),
    }


def _in_words(role: Any) -> str:
    told = f"{role.title} at {role.name}" if role.title else role.name
    since, until = day(role.since), day(role.until)
    when = " ".join([*(["from", since] if since else []), *(["until", until] if until else [])])
    return f"{told} ({when})" if when else told


def _permissions(lines: Sequence[Any]) -> dict[str, str]:
    """What somebody said last about each purpose, when, on which basis and how."""
    last = {line.purpose: line for line in lines}
    return {purpose.value: _said(last[purpose]) if purpose in last else "" for purpose in Purpose}


def _said(line: Any) -> str:
    told = f"{'agreed' if line.agreed else 'objected'} {day(line.at)}, {line.basis.label.lower()}"
    return f"{told}: {line.said}" if line.said else told
