"""A stakeholder by kind and id, as forms and addresses name it: pure."""

import re
from dataclasses import dataclass

from engage.directory.models import StakeholderKind

_KEY = re.compile(r"([oc])([0-9]{1,9})")
_LETTERS = {"o": StakeholderKind.ORGANISATION, "c": StakeholderKind.CONTACT}


@dataclass(frozen=True, order=True)
class Stakeholder:
    """An organisation or a contact of the directory."""

    kind: StakeholderKind
    id: int

    @classmethod
    def of(cls, organisation_id: int | None, contact_id: int | None) -> "Stakeholder":
        """The one of the two that is named."""
        if organisation_id is not None:
            return cls(StakeholderKind.ORGANISATION, organisation_id)
        return cls(StakeholderKind.CONTACT, contact_id or 0)

    @classmethod
    def read(cls, key: str) -> "Stakeholder | None":
        """The stakeholder of a key; nothing when it is none."""
        found = _KEY.fullmatch(key)
        return cls(_LETTERS[found[1]], int(found[2])) if found else None

    @property
    def key(self) -> str:
        """What a form names it by: `o5`, `c7`."""
        return f"{self.kind.value[0]}{self.id}"

    @property
    def is_person(self) -> bool:
        """Whether it is a contact."""
        return self.kind is StakeholderKind.CONTACT

    @property
    def organisation_id(self) -> int | None:
        """The organisation, if it is one."""
        return None if self.is_person else self.id

    @property
    def contact_id(self) -> int | None:
        """The contact, if it is one."""
        return self.id if self.is_person else None
