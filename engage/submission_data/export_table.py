"""What an export holds: its columns, and each submission as a row of them."""

import json
from dataclasses import dataclass
from typing import Any, Self

from engage.consultations.definition import QuestionKind
from engage.consultations.models import Consultation
from engage.core.database import db
from engage.submission_data.exports import HEADINGS, Cell, Column, codebook, columns_of, row_of
from engage.submission_data.models import ExportContent, SubmissionExport
from engage.submissions import queries as submissions

ABOUT = ("reference", "channel", "respondent", "organisation", "area", "sent_at", "version", "late", "consent")
PEOPLE = ("name", "email", "for_name", "for_relation")


@dataclass(frozen=True)
class Table:
    """The shape of one export; read once, good for all its batches."""

    columns: list[Column]
    people: bool
    equality: bool

    @classmethod
    def of(cls, export: SubmissionExport) -> Self:
        """The table of an export."""
        return cls.of_consultation(db.session.get_one(Consultation, export.consultation_id), export.content)

    @classmethod
    def of_consultation(cls, consultation: Consultation, content: ExportContent) -> Self:
        """The table that an export of this content has; reads the definitions that were answered."""
        definitions = submissions.definitions_answered(consultation)
        equality = content is ExportContent.EQUALITY
        people = content is ExportContent.ANSWERS_AND_PEOPLE
        columns = (
            columns_of([definition.equality for definition in definitions], prefix="e")
            if equality
            else columns_of([list(definition.questions()) for definition in definitions])
        )
        return cls(columns if people else _without_people(columns), people, equality)

    @property
    def names(self) -> list[str]:
        """The names of all columns."""
        about = ("area",) if self.equality else (*ABOUT, *(PEOPLE if self.people else ()))
        return [*about, *(column.name for column in self.columns)]

    @property
    def codebook(self) -> list[list[str]]:
        """What the columns mean, under headings."""
        return [HEADINGS, *codebook(self.columns, self.names)]

    def cells(self, row: Any) -> list[Cell]:
        """One row of the table."""
        answers = row_of(self.columns, json.loads(row.answers))
        if self.equality:
            return [row.area, *answers]
        people = [row.name, row.email, row.for_name, row.for_relation] if self.people else []
        return [*_about(row), *people, *answers]

    def object(self, row: Any) -> dict[str, Any]:
        """One row as an object: what is known of the submission, and its answers by the keys of their questions."""
        shown = {column.question.key for column in self.columns}
        answers = {key: value for key, value in json.loads(row.answers).items() if key in shown}
        if self.equality:
            return {"area": row.area, "answers": answers}
        found: dict[str, Any] = dict(zip(ABOUT, _about(row), strict=True))
        if self.people:
            found |= {name: getattr(row, name) for name in PEOPLE}
        return {**found, "answers": answers}


def _about(row: Any) -> list[Cell]:
    return [
        row.reference,
        row.channel.value,
        row.respondent.value,
        row.organisation,
        row.area,
        row.sent_at.isoformat(timespec="seconds"),
        row.version,
        1 if row.is_late else 0,
        row.consent.value,
    ]


def _without_people(columns: list[Column]) -> list[Column]:
    return [column for column in columns if column.question.kind is not QuestionKind.CONTACT]
