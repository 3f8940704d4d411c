"""What every change of a response keeps true: counters, its number, and the one text that everything public reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, text

from engage.consultations.models import Consultation
from engage.core import cache, undoing
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.core.text import redacted_source
from engage.responses.models import RESPONSES_SCOPE, PublicAnswer, Response, ResponseRedaction, ResponseState
from engage.responses.queries import response_texts, responses
from engage.submissions.models import Submission

UNDO_KIND = "response"
MOMENTS = ("waiting_since", "published_at")
PLAIN = ("version", "number", "reason_key", "shown_name", "highlight", "spokesperson")


@dataclass(frozen=True)
class Counted:
    """What a response counts for."""

    public: bool = False
    waits: bool = False

    @classmethod
    def of(cls, response: Response) -> "Counted":
        """What it counts for now."""
        return cls(response.is_public, response.waiting_since is not None)


def lock_consultation(consultation_id: int) -> Consultation:
    """The consultation, held until the end of the unit of work, so that numbers are given one at a time."""
    return db.session.scalars(
        select(Consultation)
        .where(Consultation.id == consultation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


@contextmanager
def changing(response: Response) -> Iterator[Consultation]:
    """Hold the consultation while a response changes; afterwards counters and the public text are right."""
    consultation = lock_consultation(response.consultation_id)
    db.session.refresh(response)
    before = Counted.of(response)
    yield consultation
    settle(consultation, response, before)


@contextmanager
def undoable(actor: Viewer, response: Response, done: str) -> Iterator[None]:
    """Change a response by a decision that can be taken back for a while."""
    with changing(response):
        before = standing(response)
        yield
    change = {"before": before, "after": standing(response)}
    undoing.keep(actor, UNDO_KIND, response.submission_id, done, change)


def settle(consultation: Consultation, response: Response, before: Counted) -> None:
    """Bring counters, public text and ready-made pages to what a response is now."""
    now = Counted.of(response)
    consultation.published_count += now.public - before.public
    consultation.waiting_count += now.waits - before.waits
    db.session.flush()
    _write_public_text(response)
    if before.public or now.public:
        about = responses.publications_about(consultation.id)
        cache.bump(RESPONSES_SCOPE, consultation.scope, *(f"publication:{publication_id}" for publication_id in about))


def next_number(consultation_id: int) -> int:
    """The number of the next response to be published; the consultation is held."""
    last = db.session.scalar(select(func.max(Response.number)).where(Response.consultation_id == consultation_id))
    return (last or 0) + 1


def standing(response: Response) -> dict[str, Any]:
    """What a decision can change of a response, to be kept as JSON so that it can be undone."""
    found: dict[str, Any] = {name: getattr(response, name) for name in PLAIN}
    for name in MOMENTS:
        moment = getattr(response, name)
        found[name] = moment.isoformat() if moment else None
    found["state"] = response.state.value
    newest = select(func.max(ResponseRedaction.id)).where(ResponseRedaction.submission_id == response.submission_id)
    found["redaction"] = db.session.scalar(newest) or 0
    return found


def put_back(response: Response, before: dict[str, Any]) -> None:
    """Let a response stand as it once stood; what was blacked out since shows again."""
    for name in PLAIN:
        setattr(response, name, before[name])
    for name in MOMENTS:
        setattr(response, name, datetime.fromisoformat(before[name]) if before[name] else None)
    response.state = ResponseState(before["state"])
    newer = (ResponseRedaction.submission_id == response.submission_id, ResponseRedaction.id > before["redaction"])
    db.session.execute(delete(ResponseRedaction).where(*newer).execution_options(synchronize_session="fetch"))


def _write_public_text(response: Response) -> None:
    of_this = PublicAnswer.submission_id == response.submission_id
    db.session.execute(delete(PublicAnswer).where(of_this).execution_options(synchronize_session=False))
    texts = _redacted(response) if response.is_public and response.version else {}
    if texts:
        rows = [
            {"submission_id": response.submission_id, "question": key, "text": words} for key, words in texts.items()
        ]
        db.session.execute(insert(PublicAnswer), rows)
    response.highlight = "\n".join(
        quote for quote in response.highlight.split("\n") if stands_in(quote, texts.values())
    )
    _index(response, texts)
    db.session.flush()


def stands_in(quote: str, texts: Any) -> bool:
    """Whether words stand in one of the texts, whatever spaces and line ends are between them."""
    wanted = " ".join(quote.split())
    return bool(wanted) and any(wanted in " ".join(each.split()) for each in texts)


def _redacted(response: Response) -> dict[str, str]:
    submission, version = db.session.get_one(Submission, response.submission_id), response.version or 0
    black: dict[str, list[tuple[int, int]]] = {}
    for row in response_texts.redactions_of(submission.id):
        if row.version == version:
            black.setdefault(row.question, []).append((row.start, row.end))
    texts = response_texts.sent_texts(submission, version)
    return {key: redacted_source(words, black.get(key, [])) for key, words in texts.items()}


def _index(response: Response, texts: dict[str, str]) -> None:
    """Keep what is looked for in the same unit of work, so that a search never finds what is no longer shown."""
    key = "submission_id" if db.engine.dialect.name == "postgresql" else "rowid"
    db.session.execute(
        text(f"DELETE FROM search_index_response WHERE {key} = :id"),  # noqa: S608 - a fixed name
        {"id": response.submission_id},
    )
    if texts:
        db.session.execute(
            text(f"INSERT INTO search_index_response ({key}, name, words) VALUES (:id, :name, :words)"),  # noqa: S608 - a fixed name
            {"id": response.submission_id, "name": response.shown_name, "words": "\n".join(texts.values())},
        )
