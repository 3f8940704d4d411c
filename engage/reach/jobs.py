"""What reach does by the clock, and after something happened."""

from engage.core import clock, ledger
from engage.core.database import unit_of_work
from engage.core.jobs import job
from engage.directory.verbs import CONTACT_ERASED
from engage.reach.actions.counting import count_due
from engage.reach.actions.forgetting import forget_contacts
from engage.reach.actions.inviting import forget_words
from engage.reach.actions.telling import note_tellings, sweep
from engage.reach.actions.warning import warn_of_silence

HOUR = 60
ERASED = "reach.erased"


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
    """Forget what was told years ago, and what was written to be sent a month ago."""
    while sweep():
        pass
    with unit_of_work():
        forget_words()


@job(ERASED, after_seal=True)
def forget_erased() -> None:
    """Empty what reach holds of people who were erased from the directory."""
    while True:
        with unit_of_work():
            read = ledger.read(ERASED, verbs=[CONTACT_ERASED])
            if read:
                forget_contacts([sealed.entry.subject_id for sealed in read])
                ledger.advance(ERASED, read[-1].position)
        if not read:
            return
