"""What reach does by the clock, and after something happened."""

from engage.core import clock
from engage.core.jobs import job
from engage.reach.actions.counting import count_due
from engage.reach.actions.telling import note_tellings, sweep
from engage.reach.actions.warning import warn_of_silence

HOUR = 60


@job("reach.silence", every=30)
def tell_of_silence() -> None:
    """Warn the officers while there is still time."""
    warn_of_silence()


@job("reach.tellings")
def note() -> None:
    """Note who was told of what by mail."""
    note_tellings()


@job("reach.count", after_seal=True)
def count() -> None:
    """Count the figures that may have changed."""
    count_due(clock.now())


@job("reach.sweep", every=HOUR)
def forget() -> None:
    """Forget what was told years ago."""
    while sweep():
        pass
