"""What the worker does for casework: rehearsals of rules."""

from engage.casework import actions, queries
from engage.casework.actions.rehearsing import JOB
from engage.casework.models import Rehearsal
from engage.core import clock
from engage.core.database import db, reading, unit_of_work
from engage.core.jobs import job


@job(JOB)
def rehearse() -> None:
    """Carry every rehearsal that waits to its end, a batch at a time."""
    while True:
        with unit_of_work():
            rehearsal = queries.rehearsal_to_run(clock.now())
            if rehearsal is None:
                return
            rehearsal.leased_until = clock.now() + actions.LEASE
            rehearsal_id = rehearsal.id
        with reading():
            compiled = actions.terms_to_rehearse(db.session.get_one(Rehearsal, rehearsal_id))
        more = True
        while more:
            with unit_of_work():
                more = actions.rehearse_further(db.session.get_one(Rehearsal, rehearsal_id), compiled)
            db.session.expunge_all()
