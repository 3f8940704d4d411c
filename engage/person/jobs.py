"""What the worker does about copies and erasures."""

from engage.core import clock
from engage.core.database import reading, unit_of_work
from engage.core.jobs import job
from engage.person import queries, work
from engage.person.actions import copies, erasures


@job(copies.WORK)
def make() -> None:
    """Make the copies that were asked for, one after the other."""
    while True:
        with unit_of_work():
            copy = copies.claim_copy()
        if copy is None:
            return
        work.make_copy(copy)


@job("person.sweep_copies", every=60)
def sweep() -> None:
    """Take away copies that are older than a week; their rows stay for the record, without the address."""
    with reading():
        old = queries.old_copies(clock.now() - copies.KEPT)
    for copy in old:
        work.remove_copy(copy.key)
        with unit_of_work():
            copies.expire_copy(queries.copy(copy.id))


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
