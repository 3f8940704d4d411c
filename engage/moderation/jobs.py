"""What the worker does for the desk: carry out decisions about many comments, and forget leases that ran out."""

from engage.core import undoing
from engage.core.database import unit_of_work
from engage.core.jobs import job
from engage.moderation import actions


@job("moderation.bulk")
def carry_out_bulk() -> None:
    """Carry on with every decision about many comments that no worker holds, batch by batch."""
    while True:
        with unit_of_work():
            bulk_id = actions.claim_bulk()
        if bulk_id is None:
            return
        more = True
        while more:
            with unit_of_work():
                more = actions.carry_on(bulk_id)


@job("moderation.leases", every=60)
def forget_leases() -> None:
    """Forget leases that ran out long ago, and what can no longer be undone."""
    with unit_of_work():
        actions.sweep_leases()
        undoing.sweep()
