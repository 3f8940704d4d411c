"""Organisations as rows of a file: what an officer needs of them, and what is taken in again as it stands."""

from collections.abc import Mapping
from typing import Any

from engage.directory_data.outgoing_cells import day, joined, yes
from engage.directory_data.queries.leaving import Leaving

COLUMNS = {
    "number": "Directory number",
    "slug": "Address on the site",
    "name": "Name",
    "short_name": "Short name",
    "former_names": "Former names",
    "kind": "Kind",
    "codes": "Codes",
    "areas": "Areas served",
    "addresses": "Addresses",
    "telephone": "Telephone",
    "email": "Email address",
    "website": "Website",
    "domains": "Domains",
    "parent": "Parent",
    "predecessors": "Took the place of",
    "successors": "Replaced by",
    "networks": "Networks",
    "topics": "Topics",
    "description": "Description",
    "status": "Status",
    "opened_on": "Opened",
    "closed_on": "Closed",
    "confirmed": "Last confirmed",
    "is_public": "Agreed to a public page",
}


def rows_of(found: Leaving) -> list[tuple[int, Mapping[str, Any]]]:
    """The cells of organisations by column, each with its id."""
    return [(row.id, _cells(found, row)) for row in found.rows]


def _cells(found: Leaving, row: Any) -> Mapping[str, Any]:
    said = ("slug", "name", "short_name", "telephone", "email", "website", "description")
    several = ("former", "codes", "areas", "domains", "predecessors", "successors", "networks", "topics")
    lists = {name: joined(getattr(found, name).get(row.id, ())) for name in several}
    return {
        **{name: getattr(row, name) for name in said},
        **lists,
        "number": row.id,
        "former_names": lists["former"],
        "kind": found.kinds.get(row.kind_id, ""),
        "addresses": "\n\n".join(found.addresses.get(row.id, ())),
        "parent": found.names.get(row.parent_id, ""),
        "status": row.status.value,
        "opened_on": day(row.opened_on),
        "closed_on": day(row.closed_on),
        "confirmed": day(row.last_confirmed_at),
        "is_public": yes(row.is_public),
    }
