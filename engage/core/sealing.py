"""The job that seals the ledger and then wakes those who read it."""

from engage.core import jobs, ledger
from engage.core.database import unit_of_work


@jobs.job("ledger.seal")
def seal_all() -> int:
    """Seal every entry that waits, in batches; wake the readers if there was any; give the number."""
    sealed = 0
    while done := _seal_batch():
        sealed += done
    if sealed:
        for known in jobs.registered().values():
            if known.after_seal:
                jobs.wake(known.name)
    return sealed


def _seal_batch() -> int:
    with unit_of_work():
        return ledger.seal()
