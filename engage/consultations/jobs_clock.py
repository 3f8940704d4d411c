"""What consultations do by the clock alone is written down once."""

from engage.consultations import actions
from engage.core.database import unit_of_work
from engage.core.jobs import job


@job("consultations.clock")
def write_due_moments() -> None:
    """Write which consultations opened, close soon or closed."""
    with unit_of_work():
        actions.write_due_moments()
