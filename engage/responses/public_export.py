"""Published responses to take along: the one redacted text, as CSV or JSON Lines, a batch at a time."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import current_app, url_for

from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.core import tables
from engage.core.database import reading
from engage.responses.queries import published
from engage.responses.queries.published import Published, Wanted
from engage.responses.queries.response_texts import KEPT_BACK
from engage.submissions import queries as submissions

AT_A_TIME = 200
ABOUT = ("number", "by", "organisation", "area", "sent_at", "published_at", "version", "late", "address")


def labels_of(consultation: Consultation) -> dict[str, str]:
    """The questions whose answers can be public, by key, as they were put last."""
    found: dict[str, str] = {}
    for definition in submissions.definitions_answered(consultation):
        for question in definition.questions():
            if question.asks and question.kind not in KEPT_BACK:
                found.setdefault(question.key, question.label)
    return found


def csv_file(consultation_id: int, slug: str, labels: Mapping[str, str]) -> Iterator[bytes]:
    """A line for each response, a column for each question."""
    yield tables.csv_head([*ABOUT, *labels.values()])
    for batch in _batches(consultation_id):
        yield tables.csv_lines(
            [*_about(slug, each).values(), *(each.answers.get(key, "") for key in labels)] for each in batch
        )


def jsonl_file(consultation_id: int, slug: str, labels: Mapping[str, str]) -> Iterator[bytes]:
    """An object for each response, with the questions that it answers."""
    for batch in _batches(consultation_id):
        yield "".join(f"{json.dumps(_object(slug, each, labels), ensure_ascii=False)}\n" for each in batch).encode()


def _object(slug: str, shown: Published, labels: Mapping[str, str]) -> dict[str, Any]:
    said = [
        {"question": key, "asked": label, "text": shown.answers[key]}
        for key, label in labels.items()
        if key in shown.answers
    ]
    return {**_about(slug, shown), "answers": said}


def _about(slug: str, shown: Published) -> dict[str, Any]:
    address = url_for("responses.response", slug=slug, number=shown.number)
    said = (
        shown.number,
        shown.name or None,
        shown.organisation.slug if shown.organisation else None,
        shown.area or None,
        shown.sent_at.isoformat(timespec="seconds"),
        shown.at.isoformat(timespec="seconds"),
        shown.version,
        int(shown.is_late),
        f"{current_app.config['ENGAGE'].base_url}{address}",
    )
    return dict(zip(ABOUT, said, strict=True))


def _batches(consultation_id: int) -> Iterator[Sequence[Published]]:
    """All published responses, the newest first, each batch as it stands when it is read."""
    after = None
    while True:
        with reading():
            consultation = consultations.consultation(consultation_id)
            if consultation is None or not consultation.is_public:
                return
            rows = published.page_of_responses(consultation, Wanted(), after, AT_A_TIME)
        if rows:
            yield rows
        if len(rows) < AT_A_TIME:
            return
        after = (rows[-1].at, rows[-1].submission_id)
