"""What representation learns from the ledger."""

from engage.accounts.verbs import ACCOUNT_CLOSED
from engage.core import ledger
from engage.core.database import unit_of_work
from engage.core.jobs import job
from engage.representations import actions

READER = "consultations.representatives"


@job(READER, after_seal=True)
def forget_closed() -> None:
    """A closed account speaks for nobody any more."""
    while True:
        with unit_of_work():
            read = ledger.read(READER, verbs=[ACCOUNT_CLOSED])
            for sealed in read:
                actions.end_all_of(account_id=sealed.entry.subject_id)
            if read:
                ledger.advance(READER, read[-1].position)
        if not read:
            return
