"""What the directory learns from the ledger."""

from engage.accounts.verbs import ACCOUNT_CLOSED
from engage.core import ledger
from engage.core.database import unit_of_work
from engage.core.jobs import job
from engage.directory import actions
from engage.directory.actions import linking

READER = "directory.members"


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
