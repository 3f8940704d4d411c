"""Which organisations look like one: a bounded number of candidates, and what speaks for each."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from sqlalchemy import Select, or_, select, union_all

from engage.core.database import db
from engage.directory.domains import domains_of
from engage.directory.keys import words_of
from engage.directory.models import (
    Difference,
    Merge,
    Organisation,
    OrganisationAddress,
    OrganisationCode,
    OrganisationDomain,
    OrganisationWord,
    StakeholderKind,
)
from engage.directory.queries.records import Record, record

EACH_WAY = 40
MOST_WORDS = 6
ALIKE = 88
NEARLY_ALIKE = 70
SHOWN = 20
WEIGHT = 15


@dataclass(frozen=True)
class Likeness:
    """An organisation that may be another one's double, and why."""

    organisation: Organisation
    reasons: tuple[str, ...]
    score: int


def likely_doubles(organisation: Organisation) -> list[Likeness]:
    """The organisations most like one, the likeliest first; those that somebody told apart are left out."""
    known = record(organisation)
    ids = _candidates(known) - {organisation.id} - _told_apart(organisation.id)
    if not ids:
        return []
    found = db.session.scalars(
        select(Organisation).where(Organisation.id.in_(ids), Organisation.merged_into_id.is_(None))
    ).all()
    shared = _shared(known, [each.id for each in found])
    likely = [_likeness(organisation, each, shared.get(each.id, ())) for each in found]
    return sorted(
        (each for each in likely if each.score >= ALIKE), key=lambda each: (-each.score, each.organisation.id)
    )[:SHOWN]


def _candidates(known: Record) -> set[int]:
    """Who shares a word, a postcode, a domain or a code: no more than so many for each."""
    words = words_of(known.organisation.name)[:MOST_WORDS]
    ways: list[Select[int]] = [
        select(OrganisationWord.organisation_id).where(OrganisationWord.word == word) for word in words
    ]
    keys = [each.postcode_key for each in known.addresses if each.postcode_key]
    if keys:
        ways.append(select(OrganisationAddress.organisation_id).where(OrganisationAddress.postcode_key.in_(keys)))
    domains = _domains(known)
    if domains:
        ways.append(select(OrganisationDomain.organisation_id).where(OrganisationDomain.domain.in_(domains)))
    codes = [each.code for each in known.codes]
    if codes:
        ways.append(select(OrganisationCode.organisation_id).where(OrganisationCode.code.in_(codes)))
    if not ways:
        return set()
    limited = [select(way.limit(EACH_WAY).subquery()) for way in ways]
    return set(db.session.scalars(union_all(*limited)))


def _domains(known: Record) -> tuple[str, ...]:
    return domains_of(known.organisation.website, known.organisation.email, known.domains)


def _told_apart(organisation_id: int) -> set[int]:
    rows = db.session.execute(
        select(Difference.one_id, Difference.other_id).where(
            Difference.kind == StakeholderKind.ORGANISATION,
            or_(Difference.one_id == organisation_id, Difference.other_id == organisation_id),
        )
    )
    return {key for row in rows for key in row} - {organisation_id}


def _shared(known: Record, ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """What each of the candidates shares with the record beside words."""
    keys = [each.postcode_key for each in known.addresses if each.postcode_key]
    codes = [each.code for each in known.codes]
    told = (
        ("the same postcode", OrganisationAddress.organisation_id, OrganisationAddress.postcode_key.in_(keys)),
        ("the same code", OrganisationCode.organisation_id, OrganisationCode.code.in_(codes)),
        ("the same domain", OrganisationDomain.organisation_id, OrganisationDomain.domain.in_(_domains(known))),
    )
    found: dict[int, tuple[str, ...]] = {}
    for said, owner, is_same in told:
        for key in db.session.scalars(select(owner).where(owner.in_(ids), is_same).distinct()):
            found[key] = (*found.get(key, ()), said)
    return found


def _likeness(one: Organisation, other: Organisation, shared: tuple[str, ...]) -> Likeness:
    names = int(fuzz.token_sort_ratio(one.name_key, other.name_key))
    said = ("the same name",) if names == 100 else ("nearly the same name",) if names >= NEARLY_ALIKE else ()
    if _is_part(one.name_key, other.name_key):
        names, said = max(names, ALIKE), said or ("a part of the name",)
    same_address = bool(one.email) and one.email.lower() == other.email.lower()
    reasons = (*said, *shared, *(("the same email address",) if same_address else ()))
    score = names + WEIGHT * len(shared) + (ALIKE if same_address else 0)
    return Likeness(other, reasons, score)


def _is_part(one: str, other: str) -> bool:
    """Whether one name holds all the words of the other, and these are more than one."""
    fewer, more = sorted((set(one.split()), set(other.split())), key=len)
    return len(fewer) > 1 and fewer <= more


def merges_into(organisation_id: int) -> Sequence[tuple[Merge, Organisation]]:
    """The doubles that were made part of an organisation and still are, newest first."""
    rows = db.session.execute(
        select(Merge, Organisation)
        .join(Organisation, Organisation.id == Merge.double_id)
        .where(
            Merge.kind == StakeholderKind.ORGANISATION,
            Merge.kept_id == organisation_id,
            Merge.undone_at.is_(None),
        )
        .order_by(Merge.id.desc())
    )
    return [(merge, double) for merge, double in rows]
