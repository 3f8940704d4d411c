"""The one definition of a consultation's questions, from which every channel is made: pure, knows no table."""

from engage.consultations.definition.boxes import Boxes, box_name, boxes_of, forged, parts_of, typed_in
from engage.consultations.definition.conditions import Condition, Test, holds
from engage.consultations.definition.document import (
    Definition,
    DefinitionProblem,
    Page,
    fingerprint_of,
    read_definition,
    write_definition,
)
from engage.consultations.definition.questions import ANSWERED_BY_OPTIONS, Option, Question, QuestionKind, new_key
from engage.consultations.definition.routes import Answers, route, visible_questions
from engage.consultations.definition.values import Known, lacks, longest_of, read_boxes, read_value, scale_of
from engage.consultations.definition.words import choices_of, files_named, words_of

__all__ = [
    "ANSWERED_BY_OPTIONS",
    "Answers",
    "Boxes",
    "Condition",
    "Definition",
    "DefinitionProblem",
    "Known",
    "Option",
    "Page",
    "Question",
    "QuestionKind",
    "Test",
    "box_name",
    "boxes_of",
    "choices_of",
    "files_named",
    "fingerprint_of",
    "forged",
    "holds",
    "lacks",
    "longest_of",
    "new_key",
    "parts_of",
    "read_boxes",
    "read_definition",
    "read_value",
    "route",
    "scale_of",
    "typed_in",
    "visible_questions",
    "words_of",
    "write_definition",
]
