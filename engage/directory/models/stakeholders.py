"""What a stakeholder is, and whom a filter asks for."""

from enum import StrEnum


class StakeholderKind(StrEnum):
    """What kind of stakeholder a record is about."""

    ORGANISATION = "organisation"
    CONTACT = "contact"


class ListWhom(StrEnum):
    """Who is on a list."""

    ORGANISATIONS = "organisations"
    CONTACTS = "contacts"
    BOTH = "both"

    @property
    def label(self) -> str:
        """Who is on it, in plain words."""
        return {"organisations": "Organisations", "contacts": "People", "both": "Organisations and people"}[self.value]
