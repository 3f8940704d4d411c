"""What stands beside the questions of a page: quoted blocks, files that were added, areas to choose from."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from engage.consultations import queries
from engage.consultations.answering import Entry
from engage.consultations.definition import Known, Question, QuestionKind
from engage.consultations.models import Submission
from engage.core import text
from engage.taxonomy import queries as taxonomy
from engage.taxonomy.models import Area


def known(submission: Submission, questions: Iterable[Question]) -> Known:
    """The files and areas that answers to these questions may name; read only where a question asks for them."""
    kinds = {question.kind for question in questions}
    files = [file.id for file in queries.files_of(submission)] if QuestionKind.FILE in kinds else []
    areas = [area.code for area in taxonomy.all_areas()] if QuestionKind.POSTCODE in kinds else []
    return Known(files=files, areas=areas)


def area_choices(entries: Iterable[Entry]) -> list[tuple[Area, int]]:
    """The areas with their depth, if a question asks for one."""
    if not any(one.question.kind is QuestionKind.POSTCODE for one in entries):
        return []
    return taxonomy.tree(taxonomy.all_areas())


def dressed(entries: Sequence[Entry]) -> list[Entry]:
    """The questions with the blocks of plans that they quote."""
    quoted = [one.question for one in entries if one.question.publication_id and one.question.anchor]
    if not quoted:
        return list(entries)
    found = queries.quoted_blocks({(q.publication_id or 0, q.anchor or "") for q in quoted})
    return [
        replace(one, quote=text.stored(found[key]))
        if (key := (one.question.publication_id or 0, one.question.anchor or "")) in found
        else one
        for one in entries
    ]
