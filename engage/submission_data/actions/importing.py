"""Taking in submissions of another system: the same row again is the same submission, unchanged or changed."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from engage.consultations.definition.document import canonical
from engage.consultations.models import Consultation
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.importing import Tally
from engage.core.permissions import Viewer
from engage.submission_data import verbs
from engage.submission_data.imports import Incoming
from engage.submissions import queries as submissions
from engage.submissions.actions.changing import amend
from engage.submissions.actions.drafting import begin
from engage.submissions.actions.saving import save_answers
from engage.submissions.actions.sending import send
from engage.submissions.models import AnswerChoice, Channel, Respondent, Submission, SubmissionState, SubmissionVersion
from engage.taxonomy.models import Area

AT_A_TIME = 100


def key_of(consultation: Consultation, row: Incoming) -> str:
    """What a row of elsewhere is called here: by its own key, or by its content where it has none."""
    content = canonical([row.fields, row.answers, row.sent_at.isoformat() if row.sent_at else ""])
    return f"import:{consultation.id}:{row.key or hashlib.sha256(content.encode()).hexdigest()[:32]}"


def compare_rows(consultation: Consultation, rows: Sequence[Incoming]) -> Tally:
    """What taking these rows in would do; those with faults are refused."""
    return _tally(rows, _known(consultation, rows), consultation)


def take_in(actor: Viewer, *, consultation: Consultation, rows: Sequence[Incoming]) -> Tally:
    """Add the submissions of a batch that are new, and send anew those that came before with other answers."""
    known = _known(consultation, rows)
    tally = _tally(rows, known, consultation)
    areas = _areas(rows)
    for key, row in _good(consultation, rows).items():
        before = known.get(key)
        if before is None:
            _add(actor, consultation, row, areas)
        elif before.differs_from(row):
            _change(actor, before.submission_id, row)
    if tally.added or tally.changed:
        ledger.record(
            verbs.SUBMISSIONS_IMPORTED,
            subject_id=consultation.id,
            actor_id=actor.account_id,
            added=tally.added,
            changed=tally.changed,
        )
    return tally


@dataclass(frozen=True)
class _Before:
    """What came of a row the last time; one that was withdrawn since stays so."""

    submission_id: int
    answers: str
    stands: bool

    def differs_from(self, row: Incoming) -> bool:
        return self.stands and self.answers != canonical(row.answers)


def _good(consultation: Consultation, rows: Sequence[Incoming]) -> dict[str, Incoming]:
    return {key_of(consultation, row): row for row in rows if not row.faults}


def _tally(rows: Sequence[Incoming], known: Mapping[str, _Before], consultation: Consultation) -> Tally:
    good = _good(consultation, rows)
    changed = [known[key].differs_from(row) for key, row in good.items() if key in known]
    return Tally(
        added=len(good) - len(changed),
        changed=changed.count(True),
        unchanged=changed.count(False),
        refused=len(rows) - len(good),
    )


def _known(consultation: Consultation, rows: Sequence[Incoming]) -> dict[str, _Before]:
    """The submissions that came before, by their keys."""
    found = db.session.execute(
        select(Submission.origin_key, Submission.id, Submission.state, SubmissionVersion.answers)
        .join(
            SubmissionVersion,
            (SubmissionVersion.submission_id == Submission.id) & (SubmissionVersion.number == Submission.version),
        )
        .where(Submission.origin_key.in_({key_of(consultation, row) for row in rows}))
    )
    return {str(row.origin_key): _Before(row.id, row.answers, row.state is SubmissionState.SENT) for row in found}


def _areas(rows: Sequence[Incoming]) -> dict[str, int]:
    codes = {row.fields["area"] for row in rows if row.fields["area"]}
    return {code: key for code, key in db.session.execute(select(Area.code, Area.id).where(Area.code.in_(codes)))}  # noqa: C416 - a Row is not typed as a pair


def _add(actor: Viewer, consultation: Consultation, row: Incoming, areas: Mapping[str, int]) -> None:
    facts: dict[str, Any] = {name: row.fields[name] for name in ("name", "for_name", "for_relation")}
    submission, _code = begin(
        actor,
        consultation=consultation,
        channel=Channel.PAPER if row.channel is Channel.WEB else row.channel,
        respondent=Respondent.SOMEBODY if row.fields["for_name"] else Respondent.SELF,
        email=row.fields["email"] or None,
        area_id=areas.get(row.fields["area"]),
        transcriber_id=actor.account_id,
        origin_key=key_of(consultation, row),
        **facts,
    )
    _answer(actor, submission, row)
    if row.sent_at is not None:
        submission.sent_at = min(row.sent_at, clock.now())
        db.session.execute(
            update(AnswerChoice).where(AnswerChoice.submission_id == submission.id).values(sent_at=submission.sent_at)
        )
    submission.channel = row.channel


def _change(actor: Viewer, submission_id: int, row: Incoming) -> None:
    draft = amend(actor, submission=db.session.get_one(Submission, submission_id))
    draft.channel = Channel.PAPER  # taken as it came, whether or not the consultation is still open
    _answer(actor, draft, row)


def _answer(actor: Viewer, submission: Submission, row: Incoming) -> None:
    emptied = dict.fromkeys(submissions.answers_of(submission))
    answers = emptied | row.answers
    save_answers(actor, submission=submission, base_revision=submission.revision, answers=answers)
    send(actor, submission=submission)
