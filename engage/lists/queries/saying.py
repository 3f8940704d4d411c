"""All that a saved list says, by field, so that what a change found can be compared with what it left."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from engage.directory.queries.filtering import Filter
from engage.lists.models import StakeholderList


def said_of_list(found: StakeholderList) -> Mapping[str, Any]:
    """What a saved list says, with whom it means box by box."""
    meant = asdict(Filter.from_json(found.filters))
    return {"name": found.name, "purpose": found.purpose, "whom": found.whom} | {
        f"only_{box}": list(value) if isinstance(value, tuple) else value for box, value in meant.items()
    }
