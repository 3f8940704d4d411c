"""The tables of the directory."""

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
from engage.directory.models.links import ContactLink, LinkState
from engage.directory.models.merges import Difference, Merge
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
from engage.directory.models.stakeholders import ListWhom, StakeholderKind

__all__ = [
    "Basis",
    "Channel",
    "Contact",
    "ContactAddress",
    "ContactArea",
    "ContactLink",
    "ContactPermission",
    "ContactRole",
    "ContactTopic",
    "ContactWord",
    "Difference",
    "ErasedObjection",
    "Format",
    "FormerName",
    "LinkState",
    "ListWhom",
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
    "OrganisationKind",
    "OrganisationMember",
    "OrganisationStatus",
    "OrganisationSuccession",
    "OrganisationTopic",
    "OrganisationWord",
    "Purpose",
    "RecordKind",
    "RecordRevision",
    "StakeholderKind",
]
