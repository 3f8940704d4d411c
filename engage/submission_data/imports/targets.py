"""What a column of a table can be: something about the submission, or an answer or a part of one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engage.consultations.definition import Definition, Question, QuestionKind
from engage.consultations.definition.boxes import parts_of
from engage.submission_data.exports import columns_of

FIELDS = {
    "key": "What names the row there",
    "sent_at": "When it was sent",
    "name": "Name",
    "email": "Email address",
    "for_name": "For whom somebody else answered",
    "for_relation": "How the writer stands to that person",
    "channel": "Channel",
    "area": "Code of the area",
}
_IN_PARTS_ONLY = (QuestionKind.MATRIX, QuestionKind.CONTACT)
_NAMES = {"reference": "key", "id": "key", "date": "sent_at", "e-mail": "email", "submitted": "sent_at"}


@dataclass(frozen=True)
class Target:
    """One thing that a column can be; `part` is a part of a question's boxes, or an option to be ticked."""

    id: str
    label: str
    question: str = ""
    part: str = ""


def targets_of(definition: Definition) -> dict[str, Target]:
    """All that a column can be, by its id: a field, `question` or `question.part`."""
    found = [Target(field, label) for field, label in FIELDS.items()]
    for question in definition.questions():
        found += _of_question(question)
    return {target.id: target for target in found}


def guess(headings: Iterable[str], definition: Definition) -> dict[str, str]:
    """What each column seems to be: by the names of our own exports, by ids, or by the words of the question."""
    targets = targets_of(definition)
    known = {target.label.casefold(): target.id for target in targets.values()} | _own_names(definition)
    known |= _NAMES | {name.casefold(): name for name in targets}
    found = {heading: known.get(heading.casefold(), "") for heading in headings}
    return {heading: target for heading, target in found.items() if target in targets}


def _own_names(definition: Definition) -> dict[str, str]:
    """The names of the columns of our own files, which are parts of answers in the order of their options."""
    return {
        column.name: column.question.key if column.part in ("", "postcode") else f"{column.question.key}.{column.part}"
        for column in columns_of([list(definition.questions())])
    }


def _of_question(question: Question) -> list[Target]:
    if not question.asks or question.kind is QuestionKind.FILE:
        return []
    whole = [] if question.kind in _IN_PARTS_ONLY else [Target(question.key, question.label, question.key)]
    return whole + [
        Target(f"{question.key}.{part}", f"{question.label} – {label}", question.key, part)
        for part, label in _parts(question).items()
    ]


def _parts(question: Question) -> Mapping[str, str]:
    match question.kind:
        case QuestionKind.MANY_CHOICE | QuestionKind.RANKING:
            options = {option.key: option.label for option in question.options}
        case QuestionKind.MATRIX:
            return {row.key: row.label for row in question.rows}
        case QuestionKind.DATE:
            return {}
        case _:
            options = {}
    named = {part: part.replace("other", "in their own words") for part in parts_of(question) if part}
    return options | ({} if question.kind is QuestionKind.RANKING else named)
