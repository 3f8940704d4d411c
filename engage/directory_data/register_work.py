"""Taking in a register file: read and checked as a whole, written batch by batch, safe to repeat at any point."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from engage.core.database import db, reading, unit_of_work
from engage.core.errors import Refused
from engage.core.i18n import today
from engage.core.importing import Report, Tally
from engage.core.memory import collector_at_rest
from engage.core.permissions import VISITOR, Viewer
from engage.directory.keys import is_from, slug_of
from engage.directory.models import OrganisationStatus
from engage.directory.queries import kinds
from engage.directory_data.actions import registering
from engage.directory_data.queries import registers as queries
from engage.directory_data.register_check import Checked, check
from engage.directory_data.registers import ods
from engage.directory_data.registers.lines import lines_of

AT_A_TIME = 15_000


@dataclass(frozen=True)
class Wishes:
    """How a file is to be taken in, for whom, and what it is called."""

    kind: str = ""
    is_public: bool = False
    strict: bool = False
    close_vanished: bool = False
    dry_run: bool = False
    actor: Viewer = VISITOR
    name: str = ""
    source: str = ""


@collector_at_rest()
def take_register(path: Path, wishes: Wishes, tell: Callable[[int], None] = lambda _rows: None) -> Report:
    """Take in a file of the official layout; `tell` hears after each batch how many lines are done."""
    lines, day = lines_of(path, ods.COLUMNS), today()
    with reading():
        _check_kind(wishes.kind)
        known = queries.known_codes(ods.SCHEME)
        above = queries.parents()
    found = check(lines, known, above, day)
    vanished, kept = _vanished(found, known, wishes.source) if wishes.close_vanished else ([], "")
    closing = [code for code in found.changed if _closes(found.changed[code], known[code])]
    named = [(known[code].organisation_id, f"{known[code].name} ({code})") for code in (*closing, *vanished)]
    tally = Tally(
        added=len(found.new),
        changed=len(found.changed) - len(closing),
        unchanged=found.unchanged,
        closed=len(closing) + len(vanished),
        refused=len(found.faults),
    )
    if wishes.strict and (found.faults or found.notes):
        kept = "Nothing was taken in, because it must be all or nothing."
        wrong = sorted([*found.faults, *found.notes])
        return Report(Tally(refused=len(wrong)), wrong, [], kept)
    if not wishes.dry_run and tally.wrote:
        _write(found, known, wishes, tell)
        with unit_of_work():
            if vanished:
                keys = [known[code].organisation_id for code in vanished]
                registering.close_vanished(wishes.actor, organisation_ids=keys, today=day)
            registering.note_run(wishes.actor, said=wishes.name or path.name, tally=tally)
    return Report(tally, found.faults, found.notes, kept, named)


def _check_kind(said: str) -> None:
    """A slip of the keyboard makes no kind."""
    if said and not kinds.is_kind(slug_of(said.replace("_", " "))):
        known = ", ".join(sorted(slug for slug, _ in kinds.kind_choices()))
        raise Refused(f"There is no kind “{said[:60]}”. There are {known}.")


def _closes(entry: ods.Entry, before: queries.Known) -> bool:
    return entry.status is OrganisationStatus.CLOSED and before.status is not OrganisationStatus.CLOSED


def _vanished(found: Checked, known: dict[str, queries.Known], source: str) -> tuple[list[str], str]:
    """The codes of those that came by the same source and register and are gone from the file.

    None while lines are refused, for one may be theirs.
    """
    if found.faults:
        return [], "Nobody was closed for having vanished, because lines were refused. Mend them first."
    present = {known[code].register for code in found.lines if code in known}
    present = {each for each in present if is_from(each, source)}
    return [
        code
        for code, each in known.items()
        if code not in found.lines and each.register in present and each.status is not OrganisationStatus.CLOSED
    ], ""


def _write(found: Checked, known: dict[str, queries.Known], wishes: Wishes, tell: Callable[[int], None]) -> None:
    ids = {code: each.organisation_id for code, each in known.items()}
    # Parents come before their children, so that each is there already when it is named.
    waiting = iter(sorted(_settled(found, found.new), key=lambda entry: _depth(found, entry.code)))
    done = 0
    while batch := list(islice(waiting, AT_A_TIME)):
        with unit_of_work():
            ids |= registering.add_entries(
                wishes.actor,
                entries=batch,
                parents=ids,
                kind=wishes.kind,
                source=wishes.source,
                is_public=wishes.is_public,
            )
        done += len(batch)
        tell(done)
    _change(found, known, ids, wishes.actor, tell)


def _depth(found: Checked, code: str) -> int:
    depth = 0
    while code in found.parents and depth < len(found.parents):
        code, depth = found.parents[code], depth + 1
    return depth


def _settled(found: Checked, entries: dict[str, ods.Entry]) -> list[ods.Entry]:
    """The entries with the parents that they can have."""
    return [
        entry if entry.parent == found.parents.get(code, "") else entry._replace(parent=found.parents.get(code, ""))
        for code, entry in entries.items()
    ]


def _change(
    found: Checked,
    known: dict[str, queries.Known],
    ids: dict[str, int],
    actor: Viewer,
    tell: Callable[[int], None],
) -> None:
    waiting, day, done = iter(_settled(found, found.changed)), today(), len(found.new)
    while batch := list(islice(waiting, AT_A_TIME)):
        with unit_of_work():
            changes = []
            for entry in batch:
                before = known[entry.code]
                told = ods.entry_of(before.row.split("\t"), day)
                changes.append(registering.change_entry(known=before, entry=entry, before=told, parents=ids))
            registering.note_changes(actor, changes=changes)
        db.session.expunge_all()
        done += len(batch)
        tell(done)
