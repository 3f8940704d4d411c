"""What the worker knows of contacts and of organisations that look alike, kept up with what changes."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, insert, or_

from engage.core.database import db
from engage.directory_upkeep.models import ContactLikeness, OrganisationLikeness, OrganisationMark
from engage.directory_upkeep.queries.doubles import Found
from engage.directory_upkeep.queries.doubles_contacts import likely_pairs
from engage.directory_upkeep.queries.marks import Mark, Pair


def note_likenesses(contact_ids: Collection[int]) -> None:
    """Look anew for whom some contacts are probably one person with, and forget what was thought before."""
    one, other = ContactLikeness.one_id, ContactLikeness.other_id
    db.session.execute(delete(ContactLikeness).where(or_(one.in_(contact_ids), other.in_(contact_ids))))
    rows = [
        {"one_id": pair[0], "other_id": pair[1], "score": found.score, "reasons": ", ".join(found.reasons)}
        for pair, found in likely_pairs(contact_ids).items()
    ]
    if rows:
        db.session.execute(insert(ContactLikeness), rows)


def note_marks(marks: Mapping[int, Collection[Mark]], organisation_ids: Collection[int]) -> None:
    """Keep by what doubles of some organisations would be known; one that became part of another has nothing."""
    db.session.execute(delete(OrganisationMark).where(OrganisationMark.organisation_id.in_(organisation_ids)))
    rows = [{"organisation_id": key, "way": way, "key": mark} for key, held in marks.items() for way, mark in held]
    if rows:
        db.session.execute(insert(OrganisationMark), sorted(rows, key=lambda row: (row["way"], row["key"])))


def note_alike(found: Mapping[Pair, Found], organisation_ids: Collection[int]) -> None:
    """Keep with whom some organisations are probably one, and forget what was thought of them before."""
    one, other = OrganisationLikeness.one_id, OrganisationLikeness.other_id
    db.session.execute(delete(OrganisationLikeness).where(or_(one.in_(organisation_ids), other.in_(organisation_ids))))
    rows = [
        {"one_id": pair[0], "other_id": pair[1], "score": each.score, "reasons": ", ".join(each.reasons)}
        for pair, each in found.items()
    ]
    if rows:
        db.session.execute(insert(OrganisationLikeness), rows)
