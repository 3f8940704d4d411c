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
from engage.directory import verbs
from engage.directory.actions.kinds import kind_called
from engage.directory.keys import name_key, postcode_key, slug_of, words_of
from engage.directory.models import (
    FormerName,
    Organisation,
    OrganisationAddress,
    OrganisationArea,
    OrganisationCode,
    OrganisationImport,
    OrganisationStatus,
    OrganisationWord,
)
from engage.directory.queries import registers as queries
from engage.directory.registers import ods

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
    actor: Viewer, *, entries: Sequence[ods.Entry], parents: Mapping[str, int], kind: str = "", is_public: bool = False
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
    _write_parts(ids, entries)
    ledger.record_all(
        [
            ledger.event(verbs.ORGANISATION_ADDED, subject_id=ids[each.code], actor_id=actor.account_id, slug=slug)
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


def _write_parts(ids: Mapping[str, int], entries: Sequence[ods.Entry]) -> None:
    _CODES.run_columns(
        {
            "organisation_id": list(ids.values()),
            "scheme": [ods.SCHEME] * len(entries),
            "code": list(ids),
            "register": [each.kind for each in entries],
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
    actor: Viewer, *, known: queries.Known, entry: ods.Entry, before: ods.Entry, parents: Mapping[str, int]
) -> bool:
    """Take over what a line says now and did not say before; what staff wrote themselves stays. Whether it closed."""
    organisation = db.session.get_one(Organisation, known.organisation_id)
    new = _told(entry, before, organisation, parents)
    changed = sorted(field for field, value in new.items() if getattr(organisation, field) != value)
    closes = "status" in changed and entry.status is OrganisationStatus.CLOSED
    if "name" in changed:
        _rename(organisation, entry.name)
    for field in changed:
        setattr(organisation, field, new[field])
    if (entry.lines, entry.postcode) != (before.lines, before.postcode):
        _move(organisation.id, entry)
        changed.append("address")
    if entry.area != before.area:
        _serve(organisation.id, entry.area)
    db.session.execute(
        update(OrganisationCode)
        .where(OrganisationCode.scheme == ods.SCHEME, OrganisationCode.code == entry.code)
        .values(row=entry.row)
    )
    said = ", ".join(changed) or "register"
    ledger.record(verbs.ORGANISATION_CHANGED, subject_id=organisation.id, actor_id=actor.account_id, fields=said)
    return closes


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


def _serve(organisation_id: int, code: str) -> None:
    for area_id in queries.areas_by_code({code}).values():
        db.session.merge(OrganisationArea(organisation_id=organisation_id, area_id=area_id))


def close_vanished(actor: Viewer, *, organisation_ids: Sequence[int], today: date) -> None:
    """Close organisations that the register has no longer."""
    db.session.execute(
        update(Organisation)
        .where(Organisation.id.in_(organisation_ids))
        .values(status=OrganisationStatus.CLOSED, closed_on=today)
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    ledger.record_all(
        [
            ledger.event(
                verbs.ORGANISATION_CHANGED, subject_id=key, actor_id=actor.account_id, fields="closed_on, status"
            )
            for key in organisation_ids
        ]
    )


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
