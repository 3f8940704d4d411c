"""Maps and figures for tests; each builder is a unit of work of its own."""

from datetime import timedelta

from engage.core import clock, jobs
from engage.core.database import unit_of_work
from engage.core.permissions import VISITOR
from engage.directory.models import Contact, StakeholderKind
from engage.reach.actions import counting, mapping
from engage.reach.models import Placement
from engage.reach.stakeholders import Stakeholder

A_WEEK = timedelta(days=7)


def whom(record) -> Stakeholder:
    """An organisation or a contact as a stakeholder."""
    kind = StakeholderKind.CONTACT if isinstance(record, Contact) else StakeholderKind.ORGANISATION
    return Stakeholder(kind, record.id)


def place(plan, record, across: int = 5, up: int = 5, reason: str = "It knows most.") -> Placement:
    """An organisation or a contact on the map of a plan."""
    with unit_of_work():
        return mapping.place(VISITOR, publication=plan, whom=whom(record), across=across, up=up, reason=reason)


def count() -> int:
    """Count what may have changed, as the worker does once everything is sealed and has rested."""
    jobs.run("ledger.seal")
    jobs.run("reach.tellings")
    return counting.count_due(clock.now() + A_WEEK)
