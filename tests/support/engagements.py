"""Engagements for tests; each builder is a unit of work of its own."""

from datetime import timedelta
from itertools import count

from engage.core import clock
from engage.core.database import unit_of_work
from engage.core.i18n import today
from engage.core.permissions import VISITOR, Grant, Role, Viewer
from engage.engagements import actions
from engage.engagements.models import Engagement, EngagementKind, Promise

OFFICER = Viewer(grants=(Grant(Role.OFFICER),))
_numbers = count(1)


def make_engagement(
    title: str | None = None,
    *,
    kind: str = "meeting",
    actor: Viewer = OFFICER,
    days_ago: int = 0,
    follows=None,
    **facts,
) -> Engagement:
    """A logged engagement."""
    noted = actions.Noted(
        kind=EngagementKind(kind),
        at=clock.now() - timedelta(days=days_ago),
        title=title or f"Meeting number {next(_numbers)}",
        **facts,
    )
    with unit_of_work():
        return actions.log_engagement(actor, noted=noted, follows=follows)


def make_promise(engagement: Engagement, what: str = "Send the travel times", *, days: int = 7, **facts) -> Promise:
    """A promise, due in so many days."""
    with unit_of_work():
        return actions.make_promise(
            VISITOR, engagement=engagement, what=what, due=today() + timedelta(days=days), **facts
        )
