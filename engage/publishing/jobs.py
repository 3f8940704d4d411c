"""What becomes public by the clock is written down once."""

from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.jobs import job
from engage.core.permissions import VISITOR
from engage.publishing import actions, queries


@job("publishing.announce")
def announce_due() -> None:
    """Write of each publication, and of each update, whose time has come that it is public."""
    more = True
    while more:
        with unit_of_work():
            now = clock.now()
            due, overtaken = queries.due_for_announcement(now), queries.due_for_update(now)
            for publication in due:
                actions.announce(VISITOR, publication=publication)
            for publication in overtaken:
                actions.settle_update(publication)
        more = bool(due or overtaken)
