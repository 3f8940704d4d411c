"""Reads of engagements: the log, who took part, what was promised, what is followed up."""

from engage.engagements.queries.following import Followed, access_followed, followed_if_seen, followed_up
from engage.engagements.queries.log import (
    EngagementFilter,
    access_engagement,
    engagement,
    file_of,
    files_of,
    listed,
    logged_by_form,
    may_write,
    offered_publications,
    public_publications_of,
    publications_by,
    publications_of,
    revisions_of,
)
from engage.engagements.queries.near import near_names
from engage.engagements.queries.parties import Candidate, Party, candidates, may_note, parties_of, recognised
from engage.engagements.queries.promises import (
    Listed,
    Which,
    access_promise,
    listed_promises,
    overdue_count,
    promises_of,
    staff,
)

__all__ = [
    "Candidate",
    "EngagementFilter",
    "Followed",
    "Listed",
    "Party",
    "Which",
    "access_engagement",
    "access_followed",
    "access_promise",
    "candidates",
    "engagement",
    "file_of",
    "files_of",
    "followed_if_seen",
    "followed_up",
    "listed",
    "listed_promises",
    "logged_by_form",
    "may_note",
    "may_write",
    "near_names",
    "offered_publications",
    "overdue_count",
    "parties_of",
    "promises_of",
    "public_publications_of",
    "publications_by",
    "publications_of",
    "recognised",
    "revisions_of",
    "staff",
]
