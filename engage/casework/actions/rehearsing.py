"""Trying a rule on past comments, in batches, before it is switched on."""

import json
from datetime import timedelta

from engage.casework import queries, verbs
from engage.casework.models import Rehearsal, RehearsalState
from engage.core import clock, jobs, ledger
from engage.core.database import after_commit, db
from engage.core.permissions import Viewer
from engage.screening.checks import Compiled
from engage.screening.models import Rule, RuleKind
from engage.screening.queries import terms_of

BATCH = 500
LEASE = timedelta(minutes=2)
MOST_SAMPLES = {"wrongly": 40, "rightly": 20, "open": 20}
JOB = "casework.rehearse"


def start_rehearsal(actor: Viewer, *, rule: Rule, days: int) -> Rehearsal:
    """Ask for a rehearsal over the comments of so many days; one that runs already is given back."""
    running = next((one for one in queries.rehearsals_of(rule.id) if one.state is RehearsalState.RUNNING), None)
    if running is not None:
        return running
    now = clock.now()
    total, last = queries.extent(now - timedelta(days=days), rule.publication_id)
    rehearsal = Rehearsal(
        rule_id=rule.id,
        by_id=actor.account_id,
        at=now,
        since=now - timedelta(days=days),
        state=RehearsalState.RUNNING,
        upto_id=last,
        total=total,
        last_id=0,
        done=0,
        held=0,
        rightly=0,
        wrongly=0,
        samples="[]",
    )
    db.session.add(rehearsal)
    db.session.flush()
    ledger.record(
        verbs.RULE_REHEARSED,
        subject_id=rule.id,
        actor_id=actor.account_id,
        rehearsal_id=rehearsal.id,
        comments=total,
    )
    after_commit(_wake)
    return rehearsal


def rehearse_further(rehearsal: Rehearsal, compiled: Compiled) -> bool:
    """Look at the next batch, and lease the rest of the work to whoever did this; whether there is more."""
    rule = compiled.rules[0]
    past = queries.past_comments(rehearsal, rule, BATCH)
    times = queries.times_written(past) if rule.kind is RuleKind.REPEATED else {}
    samples = json.loads(rehearsal.samples)
    for one in past:
        finding = queries.would_find(rule, compiled, one, times.get(one.comment.id, 0))
        if finding is None:
            continue
        rehearsal.held += 1
        rehearsal.rightly += one.fate == "rightly"
        rehearsal.wrongly += one.fate == "wrongly"
        if sum(sample["fate"] == one.fate for sample in samples) < MOST_SAMPLES[one.fate]:
            samples.append({"id": one.comment.id, "label": finding.label, "fate": one.fate, "spans": finding.spans})
    rehearsal.samples = json.dumps(samples)
    rehearsal.done += len(past)
    if past:
        rehearsal.last_id, rehearsal.leased_until = past[-1].comment.id, clock.now() + LEASE
        return True
    rehearsal.state, rehearsal.finished_at, rehearsal.leased_until = RehearsalState.DONE, clock.now(), None
    return False


def terms_to_rehearse(rehearsal: Rehearsal) -> Compiled:
    """The rule as it stands now, compiled alone, whether or not it is on."""
    return Compiled.of([terms_of(db.session.get_one(Rule, rehearsal.rule_id, populate_existing=True))])


def _wake() -> None:
    jobs.wake(JOB)
