"""Doubles: one made part of another with all that hangs on it, and taken apart again; or told apart for good."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import delete, select, update

from engage.core import cache, clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.directory.actions.revising import keep
from engage.directory.actions.wording import reword, words_held
from engage.directory.held import difference
from engage.directory.keys import name_key
from engage.directory.models import (
    ContactRole,
    Difference,
    FormerName,
    Merge,
    NetworkMember,
    Organisation,
    OrganisationAddress,
    OrganisationArea,
    OrganisationCode,
    OrganisationDomain,
    OrganisationTopic,
    RecordKind,
    StakeholderKind,
)
from engage.directory.queries.saying import said_of_organisation
from engage.directory.verbs import ORGANISATION_MERGE_UNDONE, ORGANISATION_MERGED
from engage.directory_upkeep import verbs
from engage.directory_upkeep.actions.moving import (
    bring_back,
    give,
    hold_both,
    note_merge,
    put_fields_back,
    take_along,
    take_back,
    take_fields,
)
from engage.directory_upkeep.models import OrganisationLikeness

# Rows that belong to one organisation each, and go along by their ids.
_GO_ALONG: dict[str, Any] = {
    "roles": ContactRole,
    "codes": OrganisationCode,
    "addresses": OrganisationAddress,
    "terms": NetworkMember,
}
# Pairs that both may have: the kept one gets those that it lacks.
_SHARED: dict[str, tuple[Any, str]] = {
    "areas": (OrganisationArea, "area_id"),
    "topics": (OrganisationTopic, "topic_id"),
    "domains": (OrganisationDomain, "domain"),
}


def merge_organisations(
    actor: Viewer, *, kept: Organisation, double: Organisation, from_double: Collection[str] = ()
) -> Merge:
    """Make a double part of the record that is kept: its people, codes and addresses go along, its page leads there.

    What the kept one does not say it takes from the double, and so the fields that `from_double` names. Of the two
    names, the one that is not taken is a former name. What other parts of the site hung on the double stays there and
    is read as the kept one's.
    """
    _check_two(kept, double)
    before, said = words_held(kept), said_of_organisation(kept)
    moved: dict[str, Any] = {
        name: take_along(model.organisation_id, double.id, kept.id) for name, model in _GO_ALONG.items()
    }
    moved |= {
        name: give(model.organisation_id, column, double.id, kept.id) for name, (model, column) in _SHARED.items()
    }
    names = (kept.name, double.name)
    moved["fields"] = take_fields(kept, double, from_double)
    kept.name_key = name_key(kept.name)
    moved["former"] = _give_names(kept, double, names)
    moved["below"] = _repoint(Organisation.parent_id, double.id, kept.id, but=kept.id)
    moved["doubles"] = _repoint(Organisation.merged_into_id, double.id, kept.id)
    double.merged_into_id = kept.id
    reword(kept, before=before)
    merge = note_merge(actor, StakeholderKind.ORGANISATION, kept.id, double.id, moved)
    ledger.record(
        ORGANISATION_MERGED,
        subject_id=double.id,
        actor_id=actor.account_id,
        into=kept.id,
        revision_id=_revision(kept, said),
    )
    cache.bump(cache.SITE)
    return merge


def _check_two(kept: Organisation, double: Organisation) -> None:
    known = hold_both(Organisation, kept.id, double.id)
    if kept.id == double.id or any(each.merged_into_id for each in known):
        raise Refused("Choose two records, neither of which is part of another one already.")


def _revision(kept: Organisation, before: Mapping[str, Any]) -> int:
    return keep(RecordKind.ORGANISATION, kept.id, difference(before, said_of_organisation(kept)))


def _give_names(kept: Organisation, double: Organisation, names: Collection[str]) -> list[str]:
    """Let the kept one have had the other name of the two and the names that the double had; those that it lacked."""
    rows = select(FormerName.said, FormerName.until)
    had = {row.said: row.until for row in db.session.execute(rows.where(FormerName.organisation_id == double.id))}
    present = {*db.session.scalars(select(FormerName.said).where(FormerName.organisation_id == kept.id)), kept.name}
    given = [name for name in dict.fromkeys([*had, *names]) if name not in present]
    db.session.add_all(FormerName(organisation_id=kept.id, said=name, until=had.get(name)) for name in given)
    db.session.flush()
    return given


def _repoint(column: Any, old: int, new: int, *, but: int = 0) -> list[int]:
    ids = list(db.session.scalars(select(Organisation.id).where(column == old, Organisation.id != but)))
    db.session.execute(update(Organisation).where(Organisation.id.in_(ids)).values({column.key: new}))
    return ids


def undo_merge(actor: Viewer, *, merge: Merge) -> Organisation:
    """Take a double apart again, with what went along and is still there; done twice it changes nothing."""
    kept = db.session.get_one(Organisation, merge.kept_id)
    double = db.session.get_one(Organisation, merge.double_id)
    if merge.undone_at is not None:
        return double
    if double.merged_into_id != kept.id:
        raise Refused(f"{kept.name} became part of another record since. Take that apart first.")
    before, said, moved = words_held(kept), said_of_organisation(kept), json.loads(merge.moved)
    for name, model in _GO_ALONG.items():
        bring_back(model.organisation_id, moved.get(name, []), kept.id, double.id)
    for name, (model, column) in _SHARED.items():
        take_back(model.organisation_id, column, moved[name], kept.id)
    given = (FormerName.organisation_id == kept.id) & FormerName.said.in_(moved.get("former", ()))
    db.session.execute(delete(FormerName).where(given | FormerName.id.in_(moved.get("names", ()))))
    put_fields_back(kept, moved.get("fields", {"name": moved["called"]} if "called" in moved else {}))
    kept.name_key = name_key(kept.name)
    _back(Organisation.parent_id, moved["below"], kept.id, double.id)
    _back(Organisation.merged_into_id, moved["doubles"], kept.id, double.id)
    double.merged_into_id = None
    merge.undone_at = clock.now()
    reword(kept, before=before)
    ledger.record(
        ORGANISATION_MERGE_UNDONE,
        subject_id=double.id,
        actor_id=actor.account_id,
        kept=kept.id,
        revision_id=_revision(kept, said),
    )
    cache.bump(cache.SITE)
    return double


def _back(column: Any, ids: list[int], kept_id: int, double_id: int) -> None:
    still = (Organisation.id.in_(ids), column == kept_id)
    db.session.execute(update(Organisation).where(*still).values({column.key: double_id}))


def tell_apart(actor: Viewer, *, one: Organisation, other: Organisation) -> None:
    """Say that two that look alike are not the same; said twice it changes nothing."""
    low, high = sorted((one.id, other.id))
    if db.session.get(Difference, (StakeholderKind.ORGANISATION, low, high)) is not None:
        return
    db.session.add(Difference(kind=StakeholderKind.ORGANISATION, one_id=low, other_id=high))
    same = (OrganisationLikeness.one_id == low, OrganisationLikeness.other_id == high)
    db.session.execute(delete(OrganisationLikeness).where(*same))
    ledger.record(verbs.ORGANISATIONS_TOLD_APART, subject_id=low, actor_id=actor.account_id, other=high)
