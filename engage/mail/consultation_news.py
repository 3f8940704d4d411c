"""Notices about consultations: one run for each entry of the ledger, to followers, to those who answered, to lists.

What is older than a week when it is read is not told, so that a restored backup writes to nobody about the past.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from engage.consultations import verbs as told
from engage.consultations.models import Consultation, ConsultationPublication
from engage.consultations.queries import lists_of
from engage.core import clock, ledger, outbox
from engage.core.database import db, unit_of_work
from engage.core.ledger import Sealed
from engage.core.outbox import Planned
from engage.directory.models import Purpose
from engage.mail import audience, list_people, queries
from engage.mail.actions import ensure_subscribers
from engage.mail.kinds import BY_MESSAGE
from engage.mail.models import MailRun, RunKind, Subscriber, Subscription
from engage.mail.news import keys_of
from engage.mail.told_lately import invited_lately
from engage.submissions.models import Submission, SubmissionState

READER = "mail.consultations"
WHAT = {
    told.CONSULTATION_OPENED.name: "opened",
    told.CONSULTATION_CLOSING_SOON.name: "closing",
    told.CONSULTATION_EXTENDED.name: "extended",
    told.CONSULTATION_CORRECTED.name: "corrected",
    told.RESULTS_PUBLISHED.name: "results",
}
VERBS = (
    told.CONSULTATION_OPENED,
    told.CONSULTATION_CLOSING_SOON,
    told.CONSULTATION_EXTENDED,
    told.CONSULTATION_CORRECTED,
    told.RESULTS_PUBLISHED,
)
TO_RESPONDENTS = ("extended", "corrected", "results")
NOT_TOLD = ("results_due",)
SAID_BY_INVITATIONS = ("opened", "closing")
TOO_OLD = timedelta(days=7)
BATCH = 1000
INVITATION = "consultation_invitation"


def start_new() -> None:
    """Start a run for each entry that was sealed since the last time."""
    with unit_of_work():
        entries = ledger.read(READER, verbs=VERBS, limit=BATCH)
        for one in entries:
            if one.entry.at > clock.now() - TOO_OLD and one.entry.values.get("field") not in NOT_TOLD:
                _start(one)
        if entries:
            ledger.advance(READER, entries[-1].position)


def _start(one: Sealed) -> None:
    now, what = clock.now(), WHAT[one.entry.verb]
    period = f"{what}:{one.entry.subject_id}:{one.position}"
    if db.session.scalar(select(MailRun.id).where(MailRun.kind == RunKind.NOTICE, MailRun.period == period)):
        return
    facts = {"what": what, "consultation_id": one.entry.subject_id, **one.entry.values}
    if what == "opened":
        facts |= {"lists": lists_of(one.entry.subject_id), "cursor": ""}
    run = MailRun(kind=RunKind.NOTICE, period=period, due_at=now, started_at=now, note=json.dumps(facts))
    run.after_position, run.until_position = one.position - 1, one.position
    db.session.add(run)


def facts_of(run: MailRun) -> dict[str, Any]:
    """What the run tells: which consultation, what happened, and the facts of the entry."""
    return dict(json.loads(run.note))


def work_off() -> bool:
    """Plan the next thousand messages of the oldest run that is not finished; whether there was anything."""
    with unit_of_work():
        run = queries.hold_unfinished(RunKind.NOTICE)
        if run is None:
            return False
        facts = facts_of(run)
        if not (facts["what"] in TO_RESPONDENTS and _know_respondents(facts["consultation_id"])):
            _plan(run, facts)
        return True


def _know_respondents(consultation_id: int) -> bool:
    """Give those who answered a place among the subscribers, so that they can object; whether there were any."""
    unknown = ~exists().where(Subscriber.email == Submission.email)
    wanted = select(Submission.email).distinct().where(_answered(consultation_id), unknown).limit(BATCH)
    emails = db.session.scalars(wanted).all()
    return bool(ensure_subscribers([email for email in emails if email]))


def _plan(run: MailRun, facts: dict[str, Any]) -> None:
    people = _people(facts, run.last_person_id)
    name = "consultation_results" if facts["what"] == "results" else "consultation_notice"
    _put(run, name, _not_invited_lately(facts, people))
    if people:
        run.last_person_id = people[-1][0]
    elif facts.get("lists"):
        _plan_list(run, facts)
    else:
        run.finished_at = clock.now()
    run.note = json.dumps(facts)


def _plan_list(run: MailRun, facts: dict[str, Any]) -> None:
    """Invite the next of a list, after all who hear as followers: nobody hears in both ways."""
    found = list_people.page(facts["lists"][0], facts["cursor"], Purpose.INVITATIONS)
    numbers = ensure_subscribers([one.email for one in found.people if not one.why_not])
    told = queries.planned_people(run.id, numbers.values())
    people = [(number, email) for email, number in numbers.items() if number not in told]
    _put(run, INVITATION, _not_invited_lately(facts, people))
    facts["cursor"] = found.cursor or ""
    if found.cursor is None:
        facts["lists"] = facts["lists"][1:]


def _not_invited_lately(facts: dict[str, Any], people: Sequence[tuple[int, str]]) -> Sequence[tuple[int, str]]:
    """Those who were not told the same by an invitation a few days ago; the others are counted with the run."""
    if facts["what"] not in SAID_BY_INVITATIONS:
        return people
    invited = invited_lately(facts["consultation_id"], [email for _, email in people])
    facts["invited"] = facts.get("invited", 0) + len(invited)
    return [(number, email) for number, email in people if email not in invited]


def _put(run: MailRun, name: str, people: Sequence[tuple[int, str]]) -> None:
    planned = [Planned(f"notice:{run.period}:{number}", email, number, "", "", clock.now()) for number, email in people]
    outbox.put_planned(BY_MESSAGE[name].sample(name), planned, run_id=run.id)
    run.message_count += len(planned)


def _people(facts: dict[str, Any], after: int) -> list[tuple[int, str]]:
    consultation_id = facts["consultation_id"]
    publications = select(ConsultationPublication.publication_id).where(
        ConsultationPublication.consultation_id == consultation_id
    )
    keys = {key for some in keys_of(set(db.session.scalars(publications))).values() for key in some}
    follows = select(Subscription.subscriber_id).where(audience.of_any(keys), audience.live())
    answered = Subscriber.email.in_(select(Submission.email).where(_answered(consultation_id)))
    to_whom: ColumnElement[bool] = Subscriber.id.in_(follows)
    if facts["what"] in TO_RESPONDENTS:
        to_whom = or_(to_whom, answered)
    elif facts["what"] == "closing":
        to_whom = and_(to_whom, ~answered)
    wanted = select(Subscriber.id, Subscriber.email).where(Subscriber.id > after, to_whom)
    rows = db.session.execute(wanted.order_by(Subscriber.id).limit(BATCH))
    return [(number, email) for number, email in rows]


def _answered(consultation_id: int) -> ColumnElement[bool]:
    return and_(
        Submission.consultation_id == consultation_id,
        Submission.state == SubmissionState.SENT,
        Submission.email.is_not(None),
        Submission.email != "",
    )


def still_holds(facts: dict[str, Any], consultation: Consultation | None) -> bool:
    """Whether what the run tells is still so."""
    if consultation is None or not consultation.is_public or consultation.withdrawn_at is not None:
        return False
    now = clock.now()
    if facts["what"] in ("opened", "closing"):
        return consultation.is_open(now)
    if facts["what"] == "extended":
        closes = consultation.closes_at
        return closes is not None and closes.isoformat() == facts["new"] and not consultation.has_closed(now)
    return facts["what"] == "corrected" or consultation.results_published_at is not None
