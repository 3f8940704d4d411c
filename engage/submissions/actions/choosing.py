"""Two texts for one question: the person who answers chooses."""

from collections.abc import Collection

from engage.consultations.definition import Question, boxes_of, read_boxes
from engage.consultations.definition.document import canonical
from engage.core import clock
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.submissions import queries
from engage.submissions.actions.saving import locked, move, question_of, write_answers
from engage.submissions.models import Submission
from engage.submissions.queries.submissions import Kept, kept_of

TEXTS_CHANGED = "Your answers were changed from elsewhere after you opened this page. Look at the texts once more."


def settle_choices(
    actor: Viewer,
    *,
    submission: Submission,
    seen: Collection[int],
    chosen: Collection[int],
    base_revision: int,
    joined: Collection[str] = (),
) -> None:
    """Settle the texts that somebody saw set aside: those chosen take the place of what stands, the others go.

    To the answers of questions that are `joined` they are added below. Refuses when the answers were changed since, so
    that no text goes unseen.
    """
    revision = locked(submission)
    if revision != base_revision:
        raise Refused(TEXTS_CHANGED)
    definition = queries.questions_of(submission)
    new: dict[str, Kept | None] = {}
    writers: dict[str, int | None] = {}
    kept = kept_of(submission.id) if joined else {}
    for one in queries.set_aside(submission):
        if one.id not in seen:
            continue
        one.settled_at = clock.now()
        there = Kept(one.value, one.typed, 0)
        if one.question in joined:
            new[one.question] = _below(
                question_of(definition, one.question), new.get(one.question, kept.get(one.question)), there
            )
        elif one.id in chosen:
            new[one.question], writers[one.question] = there, one.account_id
    if new:
        write_answers(actor, submission, definition, new, revision + 1, writers=writers)
        db.session.flush()
        move(submission, revision + 1, submission.saved_page)


def _below(question: Question, first: Kept | None, second: Kept) -> Kept:
    """Two texts as one; kept as typed where that is no answer, being too long."""
    texts = [text for one in (first, second) if one is not None for text in _typed_in(question, one)]
    boxes = {"": ["\n\n".join(texts)]}
    value, fault = read_boxes(question, boxes)
    return Kept("null", canonical(boxes), 0) if fault else Kept(canonical(value), None, 0)


def _typed_in(question: Question, kept: Kept) -> list[str]:
    boxes = boxes_of(question, kept.answer) if kept.boxes is None else kept.boxes
    return list(boxes.get("", ()))
