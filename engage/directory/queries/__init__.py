"""Reads of the directory."""

from engage.directory.queries.contacts import access_contact, access_kept_contact, contact, contact_ids_of
from engage.directory.queries.kinds import kind_by_slug, kind_choices, kind_tree, kinds_by_id
from engage.directory.queries.listing import listed_contacts, listed_organisations
from engage.directory.queries.organisations import (
    access_writable,
    area_names,
    areas_of,
    domains_known,
    ids_of,
    is_taken,
    kept_organisation,
    may_write,
    members_of,
    organisation,
    organisation_by_slug,
    organisations,
    organisations_by_id,
    organisations_in,
    organisations_named,
    organisations_of,
    topics_of,
)

__all__ = [
    "access_contact",
    "access_kept_contact",
    "access_writable",
    "area_names",
    "areas_of",
    "contact",
    "contact_ids_of",
    "domains_known",
    "ids_of",
    "is_taken",
    "kept_organisation",
    "kind_by_slug",
    "kind_choices",
    "kind_tree",
    "kinds_by_id",
    "listed_contacts",
    "listed_organisations",
    "may_write",
    "members_of",
    "organisation",
    "organisation_by_slug",
    "organisations",
    "organisations_by_id",
    "organisations_in",
    "organisations_named",
    "organisations_of",
    "topics_of",
]
