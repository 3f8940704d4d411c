"""A site that was made before decisions were counted by day has every counter right after it is brought up to date."""

from datetime import timedelta

import time_machine
from alembic import command

from engage.comments import actions as comment_actions
from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.core.migration import configuration
from engage.moderation.actions import recount_decisions
from engage.moderation.models import DayCount, Verdict
from tests.support.comments import make_comment
from tests.support.moderation import make_decision, make_moderator, make_waiting
from tests.support.publishing import make_plan


def test_the_counters_of_an_older_site_are_right(site):
    with time_machine.travel(clock.now() - timedelta(days=50)):
        plan, moderator = make_plan(), make_moderator()
    for days in (40, 1, 0):
        with time_machine.travel(clock.now() - timedelta(days=days)):
            waiting = [make_waiting(f"Number {number}.", publication=plan) for number in range(3)]
            make_comment(plan, "It waits.")
            for comment, verdict in zip(waiting, (Verdict.APPROVED, Verdict.APPROVED, Verdict.REJECTED), strict=True):
                make_decision(moderator, comment, verdict)
    config = configuration(site)
    db.session.remove()
    db.engine.dispose()
    command.downgrade(config, "0010")
    command.upgrade(config, "head")
    with unit_of_work():
        assert recount_decisions(plan.id) == []
        assert comment_actions.recount(plan.id) == []
        counted = {(row.key, row.number) for row in db.session.query(DayCount).filter_by(what="verdict")}
    assert counted == {("approved", 2), ("rejected", 1)}
