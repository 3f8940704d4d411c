"""The tables of the upkeep of the directory."""

from engage.directory_upkeep.models.bulk import BulkState, DirectoryBulk, DirectoryBulkItem
from engage.directory_upkeep.models.checks import EntryAnswer, EntryCheck
from engage.directory_upkeep.models.likeness import ContactLikeness, MarkWay, OrganisationLikeness, OrganisationMark
from engage.directory_upkeep.models.suggestions import GroupSuggestion

__all__ = [
    "BulkState",
    "ContactLikeness",
    "DirectoryBulk",
    "DirectoryBulkItem",
    "EntryAnswer",
    "EntryCheck",
    "GroupSuggestion",
    "MarkWay",
    "OrganisationLikeness",
    "OrganisationMark",
]
