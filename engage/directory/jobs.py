"""What the directory learns from the ledger, and what it does by the clock."""

from engage.accounts.verbs import ACCOUNT_CLOSED
from engage.core import ledger
from engage.core.database import unit_of_work
from engage.core.jobs import job
from engage.directory import actions, jobs_exports, jobs_imports, verbs
from engage.directory.actions import bulk, checking, likeness, linking

__all__ = ["jobs_exports", "jobs_imports"]
READER = "directory.members"
DOUBLES = "directory.doubles"
_MAY_BE_ALIKE = [
    verbs.CONTACT_ADDED,
    verbs.CONTACT_CHANGED,
    verbs.CONTACT_ROLE_BEGUN,
    verbs.CONTACT_MERGED,
    verbs.CONTACT_MERGE_UNDONE,
]


@job(READER, after_seal=True)
def forget_closed() -> None:
    """A closed account acts for nobody any more, and is linked with no entry."""
    while True:
        with unit_of_work():
            read = ledger.read(READER, verbs=[ACCOUNT_CLOSED])
            for sealed in read:
                actions.forget_member(account_id=sealed.entry.subject_id)
                linking.forget_account(account_id=sealed.entry.subject_id)
            if read:
                ledger.advance(READER, read[-1].position)
        if not read:
            return


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
