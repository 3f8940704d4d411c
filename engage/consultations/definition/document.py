"""The whole definition: pages of questions, and the equality questions in a set of their own."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from pydantic import Field, ValidationError

from engage.consultations.definition.conditions import Condition
from engage.consultations.definition.questions import KEY, LONGEST_LINE, Part, Question


class DefinitionProblem(Exception):
    """A text that is no definition; the sentences say where and why."""

    def __init__(self, sentences: list[str]) -> None:
        """Keep what is wrong, a sentence each."""
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Page(Part):
    """One page of the form."""

    key: str = Field(pattern=KEY)
    title: str = Field(min_length=1, max_length=LONGEST_LINE)
    introduction: str = Field(default="", max_length=20_000)
    questions: tuple[Question, ...] = Field(default=(), max_length=200)
    show_if: Condition | None = None


class Definition(Part):
    """Pages of questions in their order; `equality` holds questions whose answers are kept apart."""

    pages: tuple[Page, ...] = Field(default=(), max_length=200)
    equality: tuple[Question, ...] = Field(default=(), max_length=100)

    def questions(self) -> Iterator[Question]:
        """All questions of the pages, in their order."""
        for page in self.pages:
            yield from page.questions

    def question(self, key: str) -> Question | None:
        """The question of the pages with this key."""
        return next((question for question in self.questions() if question.key == key), None)

    def page(self, key: str) -> Page | None:
        """The page with this key."""
        return next((page for page in self.pages if page.key == key), None)


def read_definition(body: str) -> Definition:
    """The definition that a JSON text holds; raises DefinitionProblem with a sentence for each fault."""
    try:
        return Definition.model_validate_json(body)
    except ValidationError as error:
        raise DefinitionProblem([_sentence(fault) for fault in error.errors()[:20]]) from error


def write_definition(definition: Definition) -> str:
    """The definition as canonical JSON: the same definition is always the same text."""
    return canonical(definition.model_dump(mode="json", exclude_defaults=True))


def canonical(value: Any) -> str:
    """A value as JSON in one form only."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def fingerprint_of(reference: str, definition: Definition, answers: dict[str, Any]) -> str:
    """A SHA-256, in hexadecimal digits, that binds a reference, the questions as they were put and the answers."""
    bound = {
        "reference": reference,
        "questions": json.loads(write_definition(definition)),
        "answers": answers,
    }
    return hashlib.sha256(canonical(bound).encode()).hexdigest()


def _sentence(fault: Any) -> str:
    place = " → ".join(str(part + 1) if isinstance(part, int) else str(part) for part in fault["loc"])
    return f"{place or 'The file'}: {fault['msg']}."
