"""Writes of saved lists."""

from typing import Any

from sqlalchemy import select

from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_line, clean_text, is_blank
from engage.directory.actions.revising import keep
from engage.directory.held import difference
from engage.directory.models import ListWhom, RecordKind
from engage.directory.queries.filtering import Filter
from engage.lists import verbs
from engage.lists.models import StakeholderList
from engage.lists.queries.saying import said_of_list

LONGEST_NAME = 120
LONGEST_PURPOSE = 600


def save_list(actor: Viewer, *, name: str, whom: ListWhom, wanted: Filter, purpose: str = "") -> StakeholderList:
    """Keep a filter under a name of its own."""
    found = StakeholderList(
        name=_name(name),
        purpose=_purpose(purpose),
        whom=whom,
        filters=wanted.as_json(),
        made_by=actor.account_id,
        made_at=clock.now(),
    )
    db.session.add(found)
    db.session.flush()
    ledger.record(verbs.LIST_SAVED, subject_id=found.id, actor_id=actor.account_id, whom=whom.value)
    return found


def change_list(
    actor: Viewer, *, found: StakeholderList, name: str, whom: ListWhom, wanted: Filter, purpose: str = ""
) -> None:
    """Change what a list is called or whom it means; the same again changes nothing."""
    new: dict[str, Any] = {
        "name": _name(name, found),
        "purpose": _purpose(purpose),
        "whom": whom,
        "filters": wanted.as_json(),
    }
    before = said_of_list(found)
    for field, value in new.items():
        setattr(found, field, value)
    held = difference(before, said_of_list(found))
    if not held:
        return
    ledger.record(
        verbs.LIST_CHANGED,
        subject_id=found.id,
        actor_id=actor.account_id,
        fields=", ".join(held),
        revision_id=keep(RecordKind.LIST, found.id, held),
    )


def remove_list(actor: Viewer, *, found: StakeholderList) -> None:
    """Take a list out of use; what was sent to it can still be told. Done twice it changes nothing."""
    if found.removed_at is not None:
        return
    found.removed_at = clock.now()
    found.name = f"{found.name} (removed {found.id})"
    ledger.record(verbs.LIST_REMOVED, subject_id=found.id, actor_id=actor.account_id)


def _name(name: str, own: StakeholderList | None = None) -> str:
    name = clean_line(name)
    if is_blank(name) or len(name) > LONGEST_NAME:
        raise Refused(f"Enter a name of at most {LONGEST_NAME} characters.", "name")
    known = db.session.scalars(select(StakeholderList).where(StakeholderList.name == name)).first()
    if known is not None and known is not own:
        raise Refused("There is a list of this name already.", "name")
    return name


def _purpose(purpose: str) -> str:
    purpose = clean_text(purpose).strip()
    if len(purpose) > LONGEST_PURPOSE:
        raise Refused(f"Write {LONGEST_PURPOSE} characters or fewer.", "purpose")
    return purpose
