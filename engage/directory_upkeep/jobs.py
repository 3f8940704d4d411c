"""What the ledger says of likely doubles, the yearly check, and changes of many records."""

from engage.core import ledger
from engage.core.database import reading, unit_of_work
from engage.core.jobs import job
from engage.directory import verbs
from engage.directory_upkeep.actions import bulk, checking, likeness
from engage.directory_upkeep.queries.doubles import likely_pairs
from engage.directory_upkeep.queries.marks import marks_of

DOUBLES = "directory.doubles"
ALIKE = "directory.organisation_doubles"
AT_ONCE = 100
_MAY_BE_ALIKE = [
    verbs.CONTACT_ADDED,
    verbs.CONTACT_CHANGED,
    verbs.CONTACT_ROLE_BEGUN,
    verbs.CONTACT_MERGED,
    verbs.CONTACT_MERGE_UNDONE,
]
_MAY_BE_ONE = [
    verbs.ORGANISATION_ADDED,
    verbs.ORGANISATION_CHANGED,
    verbs.ORGANISATION_MERGED,
    verbs.ORGANISATION_MERGE_UNDONE,
]


@job("directory.checks", every=60)
def ask_to_check() -> None:
    """Ask organisations to look at their entries, once a year, so many a day, and forget what they said long ago."""
    with unit_of_work():
        checking.ask_due()
        checking.forget_answers()


@job(DOUBLES, after_seal=True)
def find_doubles() -> None:
    """Look for whom the contacts that were added or changed are probably one person with."""
    while True:
        with unit_of_work():
            read = ledger.read(DOUBLES, verbs=_MAY_BE_ALIKE, limit=200)
            if read:
                likeness.note_likenesses({sealed.entry.subject_id for sealed in read})
                ledger.advance(DOUBLES, read[-1].position)
        if not read:
            return


@job(ALIKE, after_seal=True)
def find_alike() -> None:
    """Look for organisations that are probably one with those that were added or changed, batch by batch.

    What takes long is done between the units of work; a worker that dies in between begins the batch again.
    """
    while True:
        with reading():
            read = ledger.read(ALIKE, verbs=_MAY_BE_ONE, limit=AT_ONCE)
            ids = {key for sealed in read for key in _organisations_in(sealed.entry)}
            marks = marks_of(ids) if ids else {}
        if not read:
            return
        with unit_of_work():
            likeness.note_marks(marks, ids)
        with reading():
            found = likely_pairs(marks)
        with unit_of_work():
            likeness.note_alike(found, ids)
            ledger.advance(ALIKE, read[-1].position)


def _organisations_in(entry: ledger.Entry) -> list[int]:
    """Whom an entry is about: of a merge both records."""
    both = (entry.subject_id, entry.values.get("into"), entry.values.get("kept"))
    return [key for key in both if key is not None]


@job("directory.bulk")
def carry_out_bulk() -> None:
    """Carry on with every change of many records that no worker holds, batch by batch."""
    with unit_of_work():
        bulk.forget_prepared()
    while True:
        with unit_of_work():
            bulk_id = bulk.claim_bulk()
        if bulk_id is None:
            return
        more = True
        while more:
            with unit_of_work():
                more = bulk.carry_on(bulk_id)
