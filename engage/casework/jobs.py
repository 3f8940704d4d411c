"""What the worker does for casework: rehearsals of rules, and watching over the desk."""

from datetime import timedelta

from engage.casework import actions, queries
from engage.casework.actions.rehearsing import JOB
from engage.casework.models import Rehearsal
from engage.comments.verbs import THREAD_SLOWED
from engage.core import clock, ledger
from engage.core.database import db, reading, unit_of_work
from engage.core.i18n import local
from engage.core.jobs import job
from engage.publishing import queries as publishing

READER = "casework.floods"
TOO_OLD = timedelta(hours=6)


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


@job("casework.watch")
def watch() -> None:
    """Watch over the rota and the promised time."""
    with unit_of_work():
        actions.watch_duty()
    with unit_of_work():
        actions.watch_promise()


@job("casework.floods", after_seal=True)
def tell_of_floods() -> None:
    """Tell those on duty of threads that were slowed down."""
    while True:
        with unit_of_work():
            entries = ledger.read(READER, verbs=[THREAD_SLOWED], limit=50)
            if not entries:
                return
            for sealed in entries:
                publication = publishing.publication(sealed.entry.subject_id)
                if publication is not None and sealed.entry.at > clock.now() - TOO_OLD:
                    minutes = sealed.entry.values["minutes"]
                    actions.tell_of_flood(publication.id, publication.title, minutes, sealed.position)
            ledger.advance(READER, entries[-1].position)


@job("casework.transparency", every=60)
def tell_years() -> None:
    """Count this year and the last one; the years before only once."""
    with reading():
        this, first = local(clock.now()).year, queries.first_year()
        told = set(queries.years_told())
    for year in range(first or this, this + 1):
        if year >= this - 1 or year not in told:
            with unit_of_work():
                actions.tell_year(year)
