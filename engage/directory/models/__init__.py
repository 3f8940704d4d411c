"""The tables of the directory."""

from engage.directory.models.bulk import BulkState, DirectoryBulk, DirectoryBulkItem
from engage.directory.models.checks import EntryAnswer, EntryCheck
from engage.directory.models.contacts import (
    Basis,
    Channel,
    Contact,
    ContactAddress,
    ContactArea,
    ContactPermission,
    ContactRole,
    ContactTopic,
    ContactWord,
    Format,
    Purpose,
)
from engage.directory.models.erasing import ErasedObjection
from engage.directory.models.exports import DirectoryExport, ExportAbout, ExportPurpose
from engage.directory.models.imports import DirectoryImport, ImportKind, ImportSource
from engage.directory.models.likeness import ContactLikeness, MarkWay, OrganisationLikeness, OrganisationMark
from engage.directory.models.links import ContactLink, LinkState
from engage.directory.models.lists import (
    Difference,
    ListWhom,
    Merge,
    OrganisationImport,
    StakeholderKind,
    StakeholderList,
)
from engage.directory.models.networks import Network, NetworkKind, NetworkMeeting, NetworkMember, NetworkPaper
from engage.directory.models.organisations import (
    FormerName,
    Organisation,
    OrganisationAddress,
    OrganisationArea,
    OrganisationCode,
    OrganisationDomain,
    OrganisationKind,
    OrganisationMember,
    OrganisationStatus,
    OrganisationSuccession,
    OrganisationTopic,
    OrganisationWord,
)
from engage.directory.models.revisions import RecordKind, RecordRevision
from engage.directory.models.suggestions import GroupSuggestion

__all__ = [
    "Basis",
    "BulkState",
    "Channel",
    "Contact",
    "ContactAddress",
    "ContactArea",
    "ContactLikeness",
    "ContactLink",
    "ContactPermission",
    "ContactRole",
    "ContactTopic",
    "ContactWord",
    "Difference",
    "DirectoryBulk",
    "DirectoryBulkItem",
    "DirectoryExport",
    "DirectoryImport",
    "EntryAnswer",
    "EntryCheck",
    "ErasedObjection",
    "ExportAbout",
    "ExportPurpose",
    "Format",
    "FormerName",
    "GroupSuggestion",
    "ImportKind",
    "ImportSource",
    "LinkState",
    "ListWhom",
    "MarkWay",
    "Merge",
    "Network",
    "NetworkKind",
    "NetworkMeeting",
    "NetworkMember",
    "NetworkPaper",
    "Organisation",
    "OrganisationAddress",
    "OrganisationArea",
    "OrganisationCode",
    "OrganisationDomain",
    "OrganisationImport",
    "OrganisationKind",
    "OrganisationLikeness",
    "OrganisationMark",
    "OrganisationMember",
    "OrganisationStatus",
    "OrganisationSuccession",
    "OrganisationTopic",
    "OrganisationWord",
    "Purpose",
    "RecordKind",
    "RecordRevision",
    "StakeholderKind",
    "StakeholderList",
]
