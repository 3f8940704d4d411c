"""A draft is saved a page at a time, from two browsers at once if need be."""

import functools
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engage.consultations.definition import (
    Boxes,
    Definition,
    Question,
    visible_questions,
    words_of,
)
from engage.consultations.definition.document import canonical
from engage.core import clock
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.submissions import queries
from engage.submissions.models import Answer, SetAsideAnswer, Submission, SubmissionState
from engage.submissions.queries.submissions import Kept, kept_of, values_of

SENT_ALREADY = "This response was sent already. To change it, choose “Change your answers” on its receipt."
NO_SUCH_QUESTION = "This question does not belong to the consultation."
NOBODY_ELSE: Mapping[str, int | None] = {}
OPEN_STATES = (SubmissionState.DRAFT, SubmissionState.TOO_LATE)
_answers: Any = Answer.__table__
_submissions: Any = Submission.__table__
_LOCK = (
    select(_submissions.c.revision, _submissions.c.state)
    .where(_submissions.c.id == bindparam("of"))
    .with_for_update(of=_submissions)
)
_MOVE = (
    update(_submissions)
    .where(_submissions.c.id == bindparam("of"))
    .values(revision=bindparam("to"), saved_at=bindparam("at"), saved_page=bindparam("page"))
)


@dataclass(frozen=True)
class SaveResult:
    """What a save left behind: the revision, all values, and the questions whose text met another and was set aside."""

    revision: int
    answers: Mapping[str, Any]
    conflicts: tuple[str, ...] = ()
    changed: tuple[str, ...] = field(default=())


def save_answers(
    actor: Viewer,
    *,
    submission: Submission,
    base_revision: int,
    answers: Mapping[str, Any],
    typed: Mapping[str, Boxes] | None = None,
    untouched: Collection[str] = (),
    page: str = "",
) -> SaveResult:
    """Save values as `read_value` gives them (None empties an answer), and what was typed and is no answer yet.

    An answer that was saved from elsewhere after `base_revision` stays, and another text for it is set aside for a
    choice. What the person left as the page showed it (`untouched`) changes nothing. Answers to questions that are
    not shown with these answers are dropped. A save that changes nothing leaves the revision as it is.
    """
    definition = queries.questions_of(submission)
    wanted = _contents(definition, answers, typed or {})
    revision = locked(submission)
    kept = kept_of(submission.id)
    new, conflicts = _sorted_out(kept, wanted, base_revision, untouched)
    new = _shown_only(definition, kept, new)
    if new:
        revision += 1
        write_answers(actor, submission, definition, new, revision)
    if new or page:
        move(submission, revision, page)
    if conflicts:
        _put_aside(actor, submission, conflicts)
    merged = values_of({key: one for key, one in {**kept, **new}.items() if one is not None})
    return SaveResult(revision, merged, tuple(conflicts), tuple(new))


def move(submission: Submission, revision: int, page: str) -> None:
    """Note a revision of a draft, saved now, and the page that was saved last."""
    db.session.execute(_MOVE, {"of": submission.id, "to": revision, "at": clock.now(), "page": page})
    db.session.expire(submission, ["revision", "saved_at", "saved_page"])


def locked(submission: Submission) -> int:
    """The revision as it stands, nobody else changing it until this unit of work ends."""
    row = db.session.execute(_LOCK, {"of": submission.id}).one_or_none()
    if row is None or SubmissionState(row.state) not in OPEN_STATES:
        raise Refused(SENT_ALREADY)
    return int(row.revision)


def _contents(
    definition: Definition, answers: Mapping[str, Any], typed: Mapping[str, Boxes]
) -> dict[str, tuple[str, str | None] | None]:
    known = {question.key for question in definition.questions() if question.asks}
    if not known.issuperset(answers) or not known.issuperset(typed):
        raise Refused(NO_SUCH_QUESTION)
    wanted = {key: None if value is None else (canonical(value), None) for key, value in answers.items()}
    return wanted | {key: ("null", canonical(dict(boxes))) for key, boxes in typed.items()}


def _sorted_out(
    kept: Mapping[str, Kept],
    wanted: Mapping[str, tuple[str, str | None] | None],
    base: int,
    untouched: Collection[str],
) -> tuple[dict[str, Kept | None], dict[str, tuple[str, str | None]]]:
    """What to write (None to empty), and what meets another text that the person had not seen."""
    new: dict[str, Kept | None] = {}
    conflicts: dict[str, tuple[str, str | None]] = {}
    for key, content in wanted.items():
        there = kept.get(key)
        if key in untouched or content == (there.content if there else None):
            continue
        if there is not None and there.revision > base:
            if content is not None:
                conflicts[key] = content
        else:
            new[key] = Kept(*content, 0) if content is not None else None
    return new, conflicts


def _shown_only(
    definition: Definition, kept: Mapping[str, Kept], new: Mapping[str, Kept | None]
) -> dict[str, Kept | None]:
    merged = {key: one for key, one in {**kept, **new}.items() if one is not None}
    shown = {question.key for question in visible_questions(definition, values_of(merged))}
    return {key: one for key, one in new.items() if key in shown or (one is None and key in kept)}


def write_answers(
    actor: Viewer,
    submission: Submission,
    definition: Definition,
    new: Mapping[str, Kept | None],
    revision: int,
    *,
    writers: Mapping[str, int | None] = NOBODY_ELSE,
) -> None:
    """Write what is new; the actor wrote it, but for what somebody else did."""
    rows = [
        {
            "submission_id": submission.id,
            "question": key,
            "consultation_id": submission.consultation_id,
            "value": one.value,
            "text": words_of(question_of(definition, key), one.answer),
            "typed": one.typed,
            "revision": revision,
            "account_id": writers.get(key, actor.account_id),
        }
        for key, one in new.items()
        if one is not None
    ]
    if rows:
        db.session.execute(_upsert(db.engine.dialect.name), rows)
    emptied = [key for key, one in new.items() if one is None]
    if emptied:
        db.session.execute(
            delete(_answers).where(_answers.c.submission_id == submission.id, _answers.c.question.in_(emptied))
        )


def question_of(definition: Definition, key: str) -> Question:
    """The question of a key; Refused where the consultation has none."""
    found = definition.question(key)
    if found is None:
        raise Refused(NO_SUCH_QUESTION)
    return found


@functools.cache
def _upsert(dialect: str) -> Any:
    insert = insert_postgresql if dialect == "postgresql" else insert_sqlite
    new = insert(_answers)
    fresh = {name: new.excluded[name] for name in ("value", "text", "typed", "revision", "account_id")}
    return new.on_conflict_do_update(index_elements=["submission_id", "question"], set_=fresh)


def _put_aside(actor: Viewer, submission: Submission, conflicts: Mapping[str, tuple[str, str | None]]) -> None:
    known = {(one.question, one.value, one.typed) for one in queries.set_aside(submission)}
    db.session.add_all(
        SetAsideAnswer(
            submission_id=submission.id,
            question=key,
            value=content[0],
            typed=content[1],
            account_id=actor.account_id,
            at=clock.now(),
        )
        for key, content in conflicts.items()
        if (key, *content) not in known
    )
    db.session.flush()
