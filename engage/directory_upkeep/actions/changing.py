"""One change on one record: what it held before is told, so that it can be taken back."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from engage.core import cache, clock, ledger
from engage.core.i18n import today
from engage.core.permissions import Viewer
from engage.directory import queries, verbs
from engage.directory.actions.contacts import set_interests
from engage.directory.actions.organisations import set_areas, set_topics
from engage.directory.actions.revising import keep
from engage.directory.held import Held, difference, plain
from engage.directory.models import Contact, Organisation, OrganisationStatus, RecordKind
from engage.directory.queries import contacts as people
from engage.directory_upkeep.changes import Change
from engage.taxonomy.models import Area, Topic

_READ = {"closed_on": date.fromisoformat, "last_confirmed_at": datetime.fromisoformat, "status": OrganisationStatus}


def change_record(
    actor: Viewer,
    *,
    record: Organisation | Contact,
    change: Change,
    areas: Mapping[int, Area],
    topics: Mapping[int, Topic],
) -> Held:
    """Change an organisation or a contact; what each field held before and holds now, nothing where all stays."""
    held = _set_fields(actor, record, _fields(record, change))
    present = areas_and_topics(record)
    wanted = {
        "areas": _moved(present["areas"], change.add_areas, change.remove_areas),
        "topics": _moved(present["topics"], change.add_topics, change.remove_topics),
    }
    _set_parts(actor, record, wanted, areas, topics)
    return held | {
        name: [sorted(present[name]), sorted(wanted[name])] for name in wanted if wanted[name] != present[name]
    }


def put_back(
    actor: Viewer, *, record: Organisation | Contact, held: Held, areas: Mapping[int, Area], topics: Mapping[int, Topic]
) -> None:
    """Give a record what it held before, but for what somebody changed again since."""
    told = {
        name: _READ[name](before) if name in _READ and before is not None else before
        for name, (before, after) in held.items()
        if name not in ("areas", "topics") and plain(getattr(record, name)) == after
    }
    _set_fields(actor, record, told)
    wanted = areas_and_topics(record)
    for name in wanted:
        before, after = map(set[int], held.get(name, [[], []]))
        wanted[name] = wanted[name] - (after - before) | (before - after)
    _set_parts(actor, record, wanted, areas, topics)


def areas_and_topics(record: Organisation | Contact) -> dict[str, set[int]]:
    """The ids of the areas and topics of a record."""
    if isinstance(record, Organisation):
        areas, topics = queries.areas_of(record.id), queries.topics_of(record.id)
    else:
        areas, topics = people.areas_of_contact(record.id), people.topics_of_contact(record.id)
    return {"areas": {each.id for each in areas}, "topics": {each.id for each in topics}}


def _moved(present: set[int], added: Collection[int], removed: Collection[int]) -> set[int]:
    return (present | set(added)) - set(removed)


def _fields(record: Organisation | Contact, change: Change) -> dict[str, Any]:
    told: dict[str, Any] = {"last_confirmed_at": clock.now()} if change.confirm else {}
    if isinstance(record, Contact):
        return told | ({"source": change.source} if change.source else {})
    if change.kind_id is not None:
        told["kind_id"] = change.kind_id
    if change.status is not None and change.status is not record.status:
        closed = change.status is OrganisationStatus.CLOSED
        told |= {"status": change.status, "closed_on": today() if closed else None}
    return told


def _set_fields(actor: Viewer, record: Organisation | Contact, told: Mapping[str, Any]) -> Held:
    held = difference({name: getattr(record, name) for name in told}, told)
    for name in held:
        setattr(record, name, told[name])
    is_organisation = isinstance(record, Organisation)
    kind = RecordKind.ORGANISATION if is_organisation else RecordKind.CONTACT
    confirmed = {name: pair for name, pair in held.items() if name == "last_confirmed_at"}
    rest = {name: held[name] for name in sorted(held.keys() - confirmed.keys())}
    about: dict[str, Any] = {"subject_id": record.id, "actor_id": actor.account_id}
    if rest:
        verb = verbs.ORGANISATION_CHANGED if is_organisation else verbs.CONTACT_CHANGED
        ledger.record(verb, **about, fields=", ".join(rest), revision_id=keep(kind, record.id, rest))
    if confirmed:
        verb = verbs.ORGANISATION_CONFIRMED if is_organisation else verbs.CONTACT_CONFIRMED
        ledger.record(verb, **about, revision_id=keep(kind, record.id, confirmed))
    if held and is_organisation:
        cache.bump(cache.SITE)
    return held


def _set_parts(
    actor: Viewer,
    record: Organisation | Contact,
    wanted: Mapping[str, Collection[int]],
    areas: Mapping[int, Area],
    topics: Mapping[int, Topic],
) -> None:
    served = [areas[each] for each in wanted["areas"] if each in areas]
    chosen = [topics[each] for each in wanted["topics"] if each in topics]
    if isinstance(record, Organisation):
        set_areas(actor, organisation=record, areas=served)
        set_topics(actor, organisation=record, topics=chosen)
    else:
        set_interests(actor, contact=record, topics=chosen, areas=served)
