"""What happens to public events by the clock."""

from engage.core.database import unit_of_work
from engage.core.jobs import job
from engage.engagements.actions import events


@job("engagements.remind", every=15)
def remind() -> None:
    """Remind those who have a place, the day before."""
    with unit_of_work():
        events.remind()


@job("engagements.forget", every=60)
def forget() -> None:
    """Forget who came to events of more than a month ago."""
    with unit_of_work():
        events.forget_bookings()
