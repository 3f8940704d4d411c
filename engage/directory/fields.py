"""What staff call the fields of a record."""

from collections.abc import Mapping

# In the order in which they are shown.
LABELS: Mapping[str, str] = {
    "name": "Name",
    "short_name": "Short name",
    "title": "Title",
    "kind_id": "Kind",
    "kind": "Kind",
    "description": "What it does",
    "former_names": "Former names",
    "website": "Website",
    "email": "Email address",
    "telephone": "Telephone",
    "address": "Address in the register",
    "addresses": "Addresses",
    "addresses_added": "Addresses that were added",
    "domains": "Domains of its email addresses",
    "codes": "Codes",
    "status": "Where it stands",
    "opened_on": "Opened on",
    "closed_on": "Closed on",
    "closed_at": "Closed",
    "parent_id": "Belongs to",
    "successors": "What took its place",
    "is_public": "Shown to everybody",
    "channel": "Wants to be reached by",
    "language": "Language",
    "format": "Format",
    "role": "Role",
    "roles": "Roles",
    "part": "As what",
    "since": "Since",
    "until": "Until",
    "ended_on": "Ended on",
    "is_named": "Named to everybody",
    "held_on": "Day",
    "place": "Place",
    "advised": "What was advised",
    "area_id": "Area",
    "areas": "Areas",
    "areas_added": "Areas that were added",
    "topics": "Interests",
    "topics_added": "Interests that were added",
    "note": "Note",
    "source": "Where it is from",
    "linked": "Linked with an account",
    "last_confirmed_at": "Last confirmed",
    "register": "The register’s own line",
}


def label_of(field: str) -> str:
    """What staff call a field."""
    return LABELS.get(field, field.replace("_", " ").capitalize())
