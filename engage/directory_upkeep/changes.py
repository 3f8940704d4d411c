"""What is changed on many records at once."""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from engage.directory.models import OrganisationStatus


@dataclass(frozen=True)
class Change:
    """What each record gets: nothing named stays as it is. Kinds, areas and topics by id."""

    kind_id: int | None = None
    status: OrganisationStatus | None = None
    add_areas: tuple[int, ...] = ()
    remove_areas: tuple[int, ...] = ()
    add_topics: tuple[int, ...] = ()
    remove_topics: tuple[int, ...] = ()
    source: str = ""
    confirm: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return self == Change()

    def as_json(self) -> str:
        """The change as it is kept."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, kept: str) -> "Change":
        """The change that was kept."""
        known = {field.name for field in fields(cls)}
        said: dict[str, Any] = {name: value for name, value in json.loads(kept).items() if name in known}
        said = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
        status = said.get("status")
        return cls(**{**said, "status": OrganisationStatus(status) if status else None})
