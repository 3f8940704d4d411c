"""Who has answered is told what was changed."""

from engage.core.database import unit_of_work
from engage.core.jobs import job
from engage.submissions import actions


@job("consultations.changes", after_seal=True)
def tell_changes() -> None:
    """Tell respondents what was changed, one change in each unit of work."""
    more = True
    while more:
        with unit_of_work():
            more = actions.tell_next_change()
