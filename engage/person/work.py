"""What lies between the transactions: writing a copy, and carrying an erasure out batch by batch."""

import os
from pathlib import Path

from flask import current_app

from engage.accounts import queries as accounts
from engage.core.database import reading, unit_of_work
from engage.core.permissions import Viewer
from engage.core.person import Holding, Person, Step, Wish, at_address, steps
from engage.core.person_copy import write_copy
from engage.core.person_erasing import take
from engage.person.actions import copies, erasures
from engage.person.models import PersonCopy, PersonErasure


def location(key: str) -> Path:
    """Where a finished copy lies."""
    return Path(current_app.config["ENGAGE"].data_dir).resolve() / "copies" / key


def make_copy(copy: PersonCopy) -> None:
    """Write the zip of a claimed copy, from the beginning after a death, and say that it is ready."""
    part = location(copy.key).with_suffix(".part")
    part.parent.mkdir(parents=True, exist_ok=True)
    with reading(), part.open("wb") as out:
        asked_by = accounts.account(copy.account_id or 0)
        write_copy(at_address(copy.email), out, by_staff=copy.by_staff)
        out.flush()
        os.fsync(out.fileno())
    part.replace(location(copy.key))
    with unit_of_work():
        tell = (asked_by.email if asked_by is not None else None) or ""
        copies.finish_copy(copy.id, size=location(copy.key).stat().st_size, tell=tell)


def remove_copy(key: str) -> None:
    """Delete the bytes of a copy."""
    for path in (location(key), location(key).with_suffix(".part")):
        path.unlink(missing_ok=True)


def erase(erasure: PersonErasure) -> None:
    """Carry a claimed erasure to its end; what an earlier worker did is found to be done."""
    erasure_id, actor = erasure.id, Viewer(account_id=erasure.account_id)
    person, wish = Person.from_json(erasure.whom), Wish(withdraws=erasure.withdraws)
    for step in steps():
        more = not (erasure.own and _is_for_staff(step))
        while more:
            with unit_of_work():
                erasures.hold_on(erasure_id)
                more = take(actor, step, person, wish)
    with unit_of_work():
        erasures.finish_erasure(erasure_id)


def _is_for_staff(step: Step) -> bool:
    return isinstance(step, Holding) and step.only_by_staff
