"""What happens to public events by the clock."""

from engage.core.database import unit_of_work
from engage.core.jobs import job
from engage.engagements.actions import booking


@job("engagements.remind", every=15)
def remind() -> None:
    """Remind those who have a place, the day before."""
    with unit_of_work():
        booking.remind()


@job("engagements.lapse", every=1)
def lapse() -> None:
    """Free the places that were held for addresses that nobody confirmed."""
    with unit_of_work():
        booking.let_holds_lapse()


@job("engagements.forget", every=60)
def forget() -> None:
    """Forget who came to events of more than a month ago, and who never confirmed."""
    with unit_of_work():
        booking.forget_bookings()
        booking.forget_unconfirmed()
