"""What happened to one record of the directory, from the ledger, and what a change found there."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from sqlalchemy import select

from engage.accounts.queries import names_of
from engage.core.database import db
from engage.core.i18n import datetime_text
from engage.core.ledger import Entry, declared
from engage.directory.fields import label_of
from engage.directory.held import Held
from engage.directory.models import Network, Organisation, OrganisationKind, RecordRevision
from engage.taxonomy.models import Area, Topic

SHOWN = 30
Names = Mapping[str, Mapping[Any, str]]
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


def history_of(kind: str, subject_ids: Sequence[int], *, before: int | None = None, limit: int = SHOWN) -> History:
    """The newest entries about a record and its doubles, or those before one."""
    wanted = select(Entry).where(Entry.subject_kind == kind, Entry.subject_id.in_(subject_ids))
    if before is not None:
        wanted = wanted.where(Entry.id < before)
    rows = db.session.scalars(wanted.order_by(Entry.id.desc()).limit(limit + 1)).all()
    shown = rows[:limit]
    return History(_happenings(shown), shown[-1].id if len(rows) > limit else None)


def last_saved(kind: str, subject_ids: Sequence[int]) -> str:
    """Who did something with a record last, and when."""
    newest = history_of(kind, subject_ids, limit=1).happenings
    return f"{newest[0].actor}, {datetime_text(newest[0].at)}" if newest else ""


def access_change(kind: str, subject_ids: Sequence[int], entry_id: int) -> Change:
    """One change of a record that the viewer was let in to, with what stood there before; 404 for any other."""
    entry = db.session.get(Entry, entry_id)
    if entry is None or entry.subject_kind != kind or entry.subject_id not in subject_ids:
        abort(404)
    [happening] = _happenings([entry])
    if happening.revision_id is None:
        abort(404)
    revision = db.session.get(RecordRevision, happening.revision_id)
    held = dict(json.loads(revision.held)) if revision and revision.held else None
    return Change(happening, held, names_in(held or {}))


def _happenings(rows: Sequence[Entry]) -> list[Happening]:
    told, verbs = [(row, row.values) for row in rows], declared()
    accounts = [each for row, facts in told for each in (row.actor_id, facts.get("account_id")) if each is not None]
    names = names_of(accounts)
    found = []
    for row, facts in told:
        says = verbs[row.verb].says if row.verb in verbs else row.verb
        actor = "The site itself" if row.actor_id is None else names.get(row.actor_id, "A former account")
        fields = ", ".join(label_of(each) for each in str(facts.get("fields") or "").split(", ") if each)
        whose = names.get(facts.get("account_id", 0), "")
        found.append(Happening(row.id, row.at, says, fields or whose, actor, facts))
    return found


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
