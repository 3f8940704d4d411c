"""What there is to choose from where two texts were saved for one question."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engage.consultations.definition import (
    Definition,
    Question,
    QuestionKind,
    words_of,
)
from engage.submissions.models import SetAsideAnswer
from engage.submissions.queries.submissions import Kept


@dataclass(frozen=True)
class Pair:
    """One question with the text that stands and those that were set aside for it, each with who wrote it if told."""

    question: Question
    stands: str
    by: str
    others: tuple[tuple[int, str, str], ...]

    @property
    def can_be_joined(self) -> bool:
        """Whether the texts can stand one below the other."""
        return self.question.kind is QuestionKind.LONG_TEXT


def choices_between(
    definition: Definition,
    kept: Mapping[str, Kept],
    waiting: Iterable[SetAsideAnswer],
    writers: Mapping[str, str],
    names: Mapping[int, str],
) -> list[Pair]:
    """The questions of which somebody has to choose the text, with all texts in words.

    `writers` says who wrote what stands, by question, and `names` who wrote the others, by account.
    """
    others: dict[str, list[tuple[int, str, str]]] = {}
    for one in waiting:
        words = _in_words(definition, one.question, one.value, one.typed)
        others.setdefault(one.question, []).append((one.id, words, names.get(one.account_id or 0, "")))
    return [
        Pair(
            question,
            _kept_words(definition, question.key, kept),
            writers.get(question.key, ""),
            tuple(others[question.key]),
        )
        for question in definition.questions()
        if question.key in others
    ]


def _kept_words(definition: Definition, key: str, kept: Mapping[str, Kept]) -> str:
    there = kept.get(key)
    return "" if there is None else _in_words(definition, key, there.value, there.typed)


def _in_words(definition: Definition, key: str, value: str, typed: str | None) -> str:
    question = definition.question(key)
    if typed is not None:
        return "\n".join(text for texts in json.loads(typed).values() for text in texts)
    return words_of(question, json.loads(value)) if question is not None else ""
