"""What happened to one record of the directory, from the ledger, and what a change found there."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, and_, or_, select, true

from engage.accounts.queries import names_of
from engage.core.database import db
from engage.core.i18n import datetime_text
from engage.core.ledger import Entry, declared
from engage.directory import verbs
from engage.directory.fields import label_of
from engage.directory.held import Held
from engage.directory.models import Contact, Merge, Network, Organisation, OrganisationKind, RecordRevision
from engage.taxonomy.models import Area, Topic

SHOWN = 30
ANOTHER = "another record"
Names = Mapping[str, Mapping[Any, str]]
Conditions = Sequence[ColumnElement[bool]]
# By what a record names them, and in which fields: saved lists name by slugs and codes, as addresses do.
_NAMED: dict[str, tuple[Any, frozenset[str]]] = {
    "kinds": (OrganisationKind.id, frozenset({"kind_id", "kind_above"})),
    "kinds_by_slug": (OrganisationKind.slug, frozenset({"only_kinds"})),
    "areas": (Area.id, frozenset({"areas", "areas_added", "area_id"})),
    "areas_by_code": (Area.code, frozenset({"only_areas"})),
    "topics": (Topic.id, frozenset({"topics", "topics_added"})),
    "topics_by_slug": (Topic.slug, frozenset({"only_topics"})),
    "networks": (Network.id, frozenset({"only_networks"})),
    "organisations": (Organisation.id, frozenset({"parent_id", "successors"})),
}
_MERGED: Mapping[str, tuple[Any, str]] = {
    "organisation": (Organisation, ANOTHER),
    "contact": (Contact, "a person who was erased"),
}
# By which fact the entries of merges name the record that is kept, and what happened to the other one.
_KEPT_BY = {
    verbs.ORGANISATION_MERGED.name: ("into", "became part of"),
    verbs.ORGANISATION_MERGE_UNDONE.name: ("kept", "was taken apart again from"),
    verbs.CONTACT_MERGED.name: ("into", "became part of"),
    verbs.CONTACT_MERGE_UNDONE.name: ("kept", "was taken apart again from"),
}


@dataclass(frozen=True)
class Happening:
    """One thing that happened: when, what, which fields or whose account, and who did it; `facts` are the ledger's."""

    id: int
    at: datetime
    says: str
    about: str
    actor: str
    facts: Mapping[str, Any]

    @property
    def revision_id(self) -> int | None:
        """By which the ledger names what the change found."""
        found: int | None = self.facts.get("revision_id")
        return found


@dataclass(frozen=True)
class History:
    """The newest things that happened to a record, newest first, and the place from which the older ones go on."""

    happenings: Sequence[Happening]
    older: int | None


@dataclass(frozen=True)
class Change:
    """One change with what it found and left, and the names of what that mentions; nothing where it was erased."""

    happening: Happening
    held: Held | None
    names: Names


def history_of(
    kind: str,
    subject_ids: Sequence[int],
    *,
    before: int | None = None,
    limit: int = SHOWN,
    seen: Conditions = (),
) -> History:
    """The newest entries about a record and its doubles, also those taken apart again; or those before one.

    `seen` is what a record must be for the viewer to read its name; what is part of this one may be named.
    """
    own = (Entry.subject_kind == kind) & Entry.subject_id.in_(subject_ids)
    wanted = select(Entry).where(own | Entry.id.in_(_merges_into(kind, subject_ids)))
    if before is not None:
        wanted = wanted.where(Entry.id < before)
    rows = db.session.scalars(wanted.order_by(Entry.id.desc()).limit(limit + 1)).all()
    shown = rows[:limit]
    return History(_happenings(shown, seen), shown[-1].id if len(rows) > limit else None)


def _merges_into(kind: str, subject_ids: Sequence[int]) -> list[int]:
    """The entries that tell what became part of one of these records, or was taken apart from it again."""
    if kind not in _MERGED:
        return []
    doubles = select(Merge.double_id).where(Merge.kind == kind, Merge.kept_id.in_(subject_ids))
    about = (Entry.subject_kind == kind, Entry.subject_id.in_(doubles), Entry.verb.in_(_KEPT_BY))
    return [each.id for each in db.session.scalars(select(Entry).where(*about)) if _kept_in(each) in subject_ids]


def _kept_in(entry: Entry) -> int | None:
    """The record that is kept, where an entry tells that another one became part of it or was taken apart."""
    fact, _ = _KEPT_BY.get(entry.verb, ("", ""))
    found: int | None = entry.values.get(fact)
    return found


def last_saved(kind: str, subject_ids: Sequence[int]) -> str:
    """Who did something with a record last, and when."""
    newest = history_of(kind, subject_ids, limit=1).happenings
    return f"{newest[0].actor}, {datetime_text(newest[0].at)}" if newest else ""


def access_change(kind: str, subject_ids: Sequence[int], entry_id: int, *, seen: Conditions = ()) -> Change:
    """One change of a record that the viewer was let in to, with what stood there before; 404 for any other."""
    entry = db.session.get(Entry, entry_id)
    if entry is None or entry.subject_kind != kind:
        abort(404)
    if entry.subject_id not in subject_ids and _kept_in(entry) not in subject_ids:
        abort(404)
    [happening] = _happenings([entry], seen)
    if happening.revision_id is None:
        abort(404)
    revision = db.session.get(RecordRevision, happening.revision_id)
    held = dict(json.loads(revision.held)) if revision and revision.held else None
    return Change(happening, held, names_in(held or {}))


def _happenings(rows: Sequence[Entry], seen: Conditions) -> list[Happening]:
    told, known = [(row, row.values) for row in rows], declared()
    accounts = [each for row, facts in told for each in (row.actor_id, facts.get("account_id")) if each is not None]
    names, merges = names_of(accounts), _merges_told(rows, seen)
    found = []
    for row, facts in told:
        says = merges.get(row.id) or (known[row.verb].says if row.verb in known else row.verb)
        actor = "The site itself" if row.actor_id is None else names.get(row.actor_id, "A former account")
        fields = ", ".join(label_of(each) for each in str(facts.get("fields") or "").split(", ") if each)
        whose = names.get(facts.get("account_id", 0), "")
        found.append(Happening(row.id, row.at, says, fields or whose, actor, facts))
    return found


def _merges_told(rows: Sequence[Entry], seen: Conditions) -> dict[int, str]:
    """What became part of what, and was taken apart, in sentences that name both records; by entry."""
    pairs = {row.id: (row, kept) for row in rows if (kept := _kept_in(row)) is not None}
    if not pairs:
        return {}
    model, nobody = _MERGED[rows[0].subject_kind]
    ids = {each for row, kept in pairs.values() for each in (row.subject_id, kept)}
    is_part = model.merged_into_id.in_({kept for _, kept in pairs.values()})
    named = select(model.id, model.name).where(model.id.in_(ids), or_(is_part, and_(true(), *seen)))
    names = {row.id: row.name or nobody for row in db.session.execute(named)}
    told = {
        key: f"{names.get(row.subject_id, ANOTHER)} {_KEPT_BY[row.verb][1]} {names.get(kept, ANOTHER)}."
        for key, (row, kept) in pairs.items()
    }
    return {key: f"{sentence[0].upper()}{sentence[1:]}" for key, sentence in told.items()}


def names_in(held: Held) -> Names:
    """What ids, slugs and codes mean now, as far as the fields hold any."""
    found = {
        name: _named(key, [each for field in fields & held.keys() for pair in held[field] for each in _keys(pair)])
        for name, (key, fields) in _NAMED.items()
    }
    places = {each["organisation"] for each in _roles(held)}
    return {**found, "organisations": {**found["organisations"], **_named(Organisation.id, places)}}


def _keys(value: Any) -> Sequence[int]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _roles(held: Held) -> Iterable[Mapping[str, Any]]:
    several = [role for roles in held.get("roles", ()) for role in roles or ()]
    return [*several, *(role for role in held.get("role", ()) if role)]


def _named(key: Any, keys: Iterable[Any]) -> dict[Any, str]:
    wanted = set(keys)
    if not wanted:
        return {}
    return {row[0]: row[1] for row in db.session.execute(select(key, key.class_.name).where(key.in_(wanted)))}
