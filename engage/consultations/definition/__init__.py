"""The one definition of a consultation's questions, from which every channel is made: pure, knows no table."""

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

__all__ = [
    "ANSWERED_BY_OPTIONS",
    "Answers",
    "Condition",
    "Definition",
    "DefinitionProblem",
    "Option",
    "Page",
    "Question",
    "QuestionKind",
    "Test",
    "fingerprint_of",
    "holds",
    "new_key",
    "read_definition",
    "route",
    "visible_questions",
    "write_definition",
]
