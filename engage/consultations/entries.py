"""A question as it stands on a page, and the words of those who build beside it."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from engage.consultations.definition import Boxes, Question, QuestionKind, box_name, scale_of
from engage.core import text


@dataclass(frozen=True)
class Entry:
    """One question on a page: what stands in its boxes, and what is wrong with that."""

    question: Question
    boxes: Boxes = field(default_factory=dict)
    fault: str | None = None
    quote: Markup | None = None
    files: Sequence[Any] = ()

    @property
    def name(self) -> str:
        """What its first box is called."""
        return box_name(self.question)

    @property
    def target(self) -> str:
        """The id to which an error leads."""
        return target_of(self.question)

    @property
    def scale(self) -> range:
        """The numbers of a scale."""
        return scale_of(self.question)

    def texts(self, part: str = "") -> list[str]:
        """The texts in a part's boxes."""
        return list(self.boxes.get(part, ()))

    def one(self, part: str = "") -> str:
        """The text in a part's only box."""
        return (self.texts(part) or [""])[0]


def target_of(question: Question) -> str:
    """The id of the first control of a question."""
    firsts = {
        QuestionKind.DATE: "-day",
        QuestionKind.CONTACT: "-name",
        QuestionKind.FILE: "-upload",
    }
    if question.kind is QuestionKind.MATRIX and question.rows:
        return f"{box_name(question)}-{question.rows[0].key}-0"
    if question.kind is QuestionKind.RANKING and question.options:
        return f"{box_name(question)}-{question.options[0].key}"
    chosen = (QuestionKind.ONE_CHOICE, QuestionKind.MANY_CHOICE, QuestionKind.SCALE)
    return box_name(question) + ("-0" if question.kind in chosen else firsts.get(question.kind, ""))


@functools.lru_cache(maxsize=500)
def rendered(words: str) -> Markup | None:
    """Words of those who build, rendered as a publication's are."""
    if text.is_blank(words):
        return None
    return text.stored("\n".join(str(block.html) for block in text.split_blocks(words)))
