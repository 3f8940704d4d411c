"""Maps and populations for tests; each builder is a unit of work of its own."""

from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.reach.actions import mapping
from engage.reach.models import Placement


def place(plan, organisation, across: int = 5, up: int = 5, reason: str = "It knows most.") -> Placement:
    """An organisation on the map of a plan."""
    with unit_of_work():
        return mapping.place(VISITOR, publication=plan, organisation=organisation, across=across, up=up, reason=reason)
