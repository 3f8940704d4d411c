"""What the worker does about copies and erasures."""

from engage.core.database import unit_of_work
from engage.core.jobs import job
from engage.person import work
from engage.person.actions import erasures


@job(erasures.WORK)
def erase() -> None:
    """Carry on with every erasure that no worker holds."""
    while True:
        with unit_of_work():
            erasure = erasures.claim_erasure()
        if erasure is None:
            break
        work.erase(erasure)
    with unit_of_work():
        erasures.forget_letters()
