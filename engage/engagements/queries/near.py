"""Whom a name may mean that nobody in the directory has exactly so."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, literal, select, union_all

from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory.keys import name_key, words_of
from engage.directory.models import Contact, ContactWord, Organisation, OrganisationWord
from engage.directory.queries.filtering import BEHIND
from engage.engagements.queries.parties import Candidate, seen
from engage.engagements.queries.promises import staff

LIKE = 78
SHOWN = 3
MOST_LINES = 10
MOST_WORDS = 6
# So many hold a word that begins so; of these, the ones with most of the words are compared in full.
LOOKED_AT = 200
COMPARED = 30


def near_names(viewer: Viewer, lines: Sequence[str]) -> dict[str, list[Candidate]]:
    """For each of the first lines that is nearly the name of some whom the viewer may see, these, the nearest first."""
    keys = {line: name_key(line) for line in lines[:MOST_LINES]}
    if not keys:
        return {}
    known = [
        *_held("organisation", Organisation, OrganisationWord, OrganisationWord.organisation_id, keys),
        *_held("contact", Contact, ContactWord, ContactWord.contact_id, keys, *seen(viewer)),
        *(Candidate("account", each.id, each.name, each.role_title or "Colleague") for each in staff()),
    ]
    nearest = {line: _nearest(key, known) for line, key in keys.items()}
    return {line: found for line, found in nearest.items() if found}


def _nearest(key: str, known: Sequence[Candidate]) -> list[Candidate]:
    weighed = [(fuzz.token_sort_ratio(key, name_key(one.name)), one) for one in known]
    alike = sorted((-score, place) for place, (score, _) in enumerate(weighed) if score >= LIKE)
    return [weighed[place][1] for _, place in alike[:SHOWN]]


def _held(
    kind: str, row: Any, table: Any, owner: Any, keys: Mapping[str, str], *within: ColumnElement[bool]
) -> Iterator[Candidate]:
    """Those that hold most of the words of some line, by how the words begin."""
    parts = [_beginning(number, table, owner, word) for number, key in enumerate(keys.values()) for word in _begun(key)]
    if not parts:
        return
    hits: dict[int, Counter[int]] = {}
    for number, owner_id in db.session.execute(union_all(*parts)):
        hits.setdefault(number, Counter())[owner_id] += 1
    ids = {one for counter in hits.values() for one, _ in counter.most_common(COMPARED)}
    named = select(row.id, row.name).where(row.id.in_(ids), row.merged_into_id.is_(None), *within)
    for one_id, name in db.session.execute(named.order_by(row.name, row.id)):
        yield Candidate(kind, one_id, name, "")


def _begun(key: str) -> Collection[str]:
    return [word[: max(3, len(word) // 2)] for word in words_of(key)[:MOST_WORDS]]


def _beginning(number: int, table: Any, owner: Any, begun: str) -> Any:
    some = select(literal(number), owner).where(table.word >= begun, table.word < begun + BEHIND).limit(LOOKED_AT)
    return select(some.subquery())
