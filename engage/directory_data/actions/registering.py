"""Taking in a register: organisations that are new, those of which it says something else, those that vanished."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, update

from engage.core import cache, clock, ledger
from engage.core.database import db
from engage.core.importing import Tally
from engage.core.numbering import next_ids
from engage.core.permissions import Viewer
from engage.core.prepared import Prepared
from engage.directory.actions.kinds import kind_called
from engage.directory.actions.revising import keep_all
from engage.directory.held import Held, difference
from engage.directory.keys import name_key, postcode_key, register_key, slug_of, words_of
from engage.directory.models import (
    FormerName,
    Organisation,
    OrganisationAddress,
    OrganisationArea,
    OrganisationCode,
    OrganisationStatus,
    OrganisationWord,
    RecordKind,
)
from engage.directory.verbs import ORGANISATION_ADDED, ORGANISATION_CHANGED
from engage.directory_data import verbs
from engage.directory_data.models import OrganisationImport
from engage.directory_data.queries import registers as queries
from engage.directory_data.registers import ods

ADDRESS_LABEL = "In the register"


def _inserting(model: Any, *columns: str) -> Prepared:
    return Prepared(lambda _dialect: insert(model.__table__), list(columns))


_ORGANISATIONS = _inserting(
    Organisation,
    *("id", "slug", "name", "name_key", "short_name", "kind_id", "description", "website", "email", "telephone"),
    *("status", "opened_on", "closed_on", "parent_id", "is_public"),
)
_CODES = _inserting(OrganisationCode, "organisation_id", "scheme", "code", "register", "row")
_ADDRESSES = _inserting(OrganisationAddress, "organisation_id", "label", "lines", "postcode", "postcode_key")
_WORDS = _inserting(OrganisationWord, "word", "organisation_id")
_AREAS = _inserting(OrganisationArea, "organisation_id", "area_id")


def add_entries(
    actor: Viewer,
    *,
    entries: Sequence[ods.Entry],
    parents: Mapping[str, int],
    kind: str = "",
    source: str = "",
    is_public: bool = False,
) -> dict[str, int]:
    """Add the organisations of new lines; the ids by code. Parents stand before their children."""
    ids = dict(zip((each.code for each in entries), next_ids(Organisation.__table__.c.id, len(entries)), strict=True))
    above = {**parents, **ids}
    kinds = {slug: kind_called(actor, kind or slug) for slug in {each.kind for each in entries}}
    slugs = _slugs(entries)
    _write_organisations(
        ids,
        entries,
        slugs,
        {
            "kind_id": [found.id if (found := kinds[each.kind]) else None for each in entries],
            "parent_id": [above.get(each.parent) for each in entries],
            "is_public": [is_public] * len(entries),
        },
    )
    _write_parts(ids, entries, source)
    ledger.record_all(
        [
            ledger.event(ORGANISATION_ADDED, subject_id=ids[each.code], actor_id=actor.account_id, slug=slug)
            for each, slug in zip(entries, slugs, strict=True)
        ]
    )
    return ids


def _write_organisations(
    ids: Mapping[str, int], entries: Sequence[ods.Entry], slugs: Sequence[str], decided: Mapping[str, Sequence[Any]]
) -> None:
    nothing = [""] * len(entries)
    _ORGANISATIONS.run_columns(
        {
            "id": list(ids.values()),
            "slug": slugs,
            "name": [each.name for each in entries],
            "name_key": [name_key(each.name) for each in entries],
            "short_name": nothing,
            "description": nothing,
            "website": nothing,
            "email": nothing,
            "telephone": [each.telephone for each in entries],
            "status": [each.status for each in entries],
            "opened_on": [each.opened_on for each in entries],
            "closed_on": [each.closed_on for each in entries],
            **decided,
        }
    )


def _slugs(entries: Sequence[ods.Entry]) -> list[str]:
    """An address for each: the name, with the code where the name is taken."""
    wanted = [slug_of(each.name) or each.code.lower() for each in entries]
    taken, found = queries.taken_slugs(wanted), []
    for each, slug in zip(entries, wanted, strict=True):
        free = f"{slug}-{each.code.lower()}" if slug in taken else slug
        taken.add(free)
        found.append(free)
    return found


def _write_parts(ids: Mapping[str, int], entries: Sequence[ods.Entry], source: str) -> None:
    registers = {kind: register_key(kind, source) for kind in {each.kind for each in entries}}
    _CODES.run_columns(
        {
            "organisation_id": list(ids.values()),
            "scheme": [ods.SCHEME] * len(entries),
            "code": list(ids),
            "register": [registers[each.kind] for each in entries],
            "row": [each.row for each in entries],
        }
    )
    placed = [each for each in entries if each.lines or each.postcode]
    _ADDRESSES.run_columns(
        {
            "organisation_id": [ids[each.code] for each in placed],
            "label": [ADDRESS_LABEL] * len(placed),
            "lines": [each.lines for each in placed],
            "postcode": [each.postcode for each in placed],
            "postcode_key": [postcode_key(each.postcode) for each in placed],
        }
    )
    _write_words(ids, entries)
    areas = queries.areas_by_code({each.area for each in entries if each.area})
    if areas:
        served = [each for each in entries if each.area in areas]
        owners, codes = [ids[each.code] for each in served], [areas[each.area] for each in served]
        _AREAS.run_columns({"organisation_id": owners, "area_id": codes})


def _write_words(ids: Mapping[str, int], entries: Sequence[ods.Entry]) -> None:
    """In the order of the words, for so they lie in the table."""
    named: dict[str, list[int]] = {}
    for key, each in zip(ids.values(), entries, strict=True):
        for word in words_of(each.name):
            named.setdefault(word, []).append(key)
    words = sorted(named)
    _WORDS.run_columns(
        {
            "word": [word for word in words for _ in named[word]],
            "organisation_id": [key for word in words for key in named[word]],
        }
    )


def _address(organisation_id: int, entry: ods.Entry) -> dict[str, Any]:
    key = postcode_key(entry.postcode)
    said = {"label": ADDRESS_LABEL, "lines": entry.lines, "postcode": entry.postcode, "postcode_key": key}
    return {"organisation_id": organisation_id, **said}


def change_entry(
    *, known: queries.Known, entry: ods.Entry, before: ods.Entry, parents: Mapping[str, int]
) -> tuple[int, Held]:
    """Take over what a line says now and did not say before; what staff wrote themselves stays.

    Gives the id of the organisation and what changed there, for `note_changes`.
    """
    organisation = db.session.get_one(Organisation, known.organisation_id)
    new = _told(entry, before, organisation, parents)
    held = difference({field: getattr(organisation, field) for field in new}, new)
    if "name" in held:
        _rename(organisation, entry.name)
    for field in held:
        setattr(organisation, field, new[field])
    if (entry.lines, entry.postcode) != (before.lines, before.postcode):
        _move(organisation.id, entry)
        held["address"] = [_block(before), _block(entry)]
    if entry.area != before.area:
        held |= _serve(organisation.id, entry.area)
    db.session.execute(
        update(OrganisationCode)
        .where(OrganisationCode.scheme == ods.SCHEME, OrganisationCode.code == entry.code)
        .values(row=entry.row)
    )
    return organisation.id, held


def note_changes(actor: Viewer, *, changes: Sequence[tuple[int, Held]]) -> None:
    """Put on record what the lines of a register changed, and what stood there before."""
    revisions = keep_all(RecordKind.ORGANISATION, changes)
    ledger.record_all(
        [
            ledger.event(
                ORGANISATION_CHANGED,
                subject_id=key,
                actor_id=actor.account_id,
                fields=", ".join(sorted(held)) or "register",
                revision_id=revision_id,
            )
            for (key, held), revision_id in zip(changes, revisions, strict=True)
        ]
    )


def _block(entry: ods.Entry) -> str:
    return "\n".join(filter(None, (entry.lines, entry.postcode)))


def _told(
    entry: ods.Entry, before: ods.Entry, organisation: Organisation, parents: Mapping[str, int]
) -> dict[str, Any]:
    """What the register says now, where it says something else than before or staff left it as it was."""
    new: dict[str, Any] = {
        field: getattr(entry, field)
        for field in ("name", "telephone", "status", "opened_on", "closed_on")
        if getattr(entry, field) != getattr(before, field) and getattr(organisation, field) == getattr(before, field)
    }
    if entry.status is OrganisationStatus.CLOSED:
        new["status"] = entry.status
    if entry.parent != before.parent or organisation.parent_id is None:
        new["parent_id"] = parents.get(entry.parent)
    return new


def _rename(organisation: Organisation, name: str) -> None:
    """The old name stays among those by which it is found."""
    today = clock.now().date()
    db.session.add(FormerName(organisation_id=organisation.id, said=organisation.name, until=today))
    organisation.name_key = name_key(name)
    known = set(words_of(organisation.name)) | set(words_of(organisation.short_name))
    for word in set(words_of(name)) - known:
        db.session.merge(OrganisationWord(word=word, organisation_id=organisation.id))


def _move(organisation_id: int, entry: ods.Entry) -> None:
    own = (OrganisationAddress.organisation_id == organisation_id, OrganisationAddress.label == ADDRESS_LABEL)
    db.session.execute(delete(OrganisationAddress).where(*own))
    if entry.lines or entry.postcode:
        db.session.execute(insert(OrganisationAddress).values(**_address(organisation_id, entry)))


def _serve(organisation_id: int, code: str) -> Held:
    areas = list(queries.areas_by_code({code}).values())
    for area_id in areas:
        db.session.merge(OrganisationArea(organisation_id=organisation_id, area_id=area_id))
    return {"areas_added": [[], areas]} if areas else {}


def close_vanished(actor: Viewer, *, organisation_ids: Sequence[int], today: date) -> None:
    """Close organisations that the register has no longer."""
    closed = {"status": OrganisationStatus.CLOSED, "closed_on": today}
    before = queries.standing_of(organisation_ids)
    db.session.execute(
        update(Organisation)
        .where(Organisation.id.in_(organisation_ids))
        .values(closed)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    note_changes(actor, changes=[(key, difference(before[key], closed)) for key in organisation_ids])


def note_run(actor: Viewer, *, said: str, tally: Tally) -> OrganisationImport:
    """Put on record what a file did."""
    run = OrganisationImport(
        scheme=ods.SCHEME,
        said=said,
        at=clock.now(),
        added=tally.added,
        changed=tally.changed,
        unchanged=tally.unchanged,
        closed=tally.closed,
        refused=tally.refused,
    )
    db.session.add(run)
    db.session.flush()
    ledger.record(
        verbs.REGISTER_TAKEN_IN,
        subject_id=run.id,
        actor_id=actor.account_id,
        added=tally.added,
        changed=tally.changed,
        closed=tally.closed,
    )
    cache.bump(cache.SITE)
    return run
