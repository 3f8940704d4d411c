"""What reach does by the clock."""

from engage.core.database import unit_of_work
from engage.core.jobs import job
from engage.reach.actions.warning import warn_of_silence


@job("reach.silence", every=30)
def tell_of_silence() -> None:
    """Warn the officers while there is still time."""
    with unit_of_work():
        warn_of_silence()
