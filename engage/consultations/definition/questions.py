"""Questions and their options.

The value of an answer, as it is stored (canonical JSON), by kind:

| kind | value |
|---|---|
| short_text, long_text | the text |
| one_choice | `{"choice": option}` and, for an option that asks for words, `"other": text` |
| many_choice | `{"choices": [options in their order]}` and `"other"` likewise |
| scale | a whole number from `lowest` to `highest` |
| matrix | `{row: option}` |
| ranking | all ranked options, the first one first |
| number | the number as a decimal text without needless zeros |
| date | `YYYY-MM-DD` |
| postcode | `{"postcode": text}`, with `"area": code` when it was chosen |
| file | `{"files": [ids of submission files]}` |
| contact | `{"name", "email", "phone", "address"}`, what was given |
| agreement | `true` |

An information block has no answer. A question that was left empty has no answer, not an empty one.
"""

import secrets
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from engage.consultations.definition.conditions import Condition

KEY = r"^[a-z0-9]{4,32}$"
LONGEST_LINE, LONGEST_TEXT = 300, 100_000


class QuestionKind(StrEnum):
    """What is asked for."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    ONE_CHOICE = "one_choice"
    MANY_CHOICE = "many_choice"
    SCALE = "scale"
    MATRIX = "matrix"
    RANKING = "ranking"
    NUMBER = "number"
    DATE = "date"
    POSTCODE = "postcode"
    FILE = "file"
    CONTACT = "contact"
    AGREEMENT = "agreement"
    INFORMATION = "information"

    @property
    def label(self) -> str:
        """The kind as those who build read it."""
        return _LABELS[self]


_LABELS = {
    QuestionKind.SHORT_TEXT: "Short text",
    QuestionKind.LONG_TEXT: "Long text",
    QuestionKind.ONE_CHOICE: "One choice",
    QuestionKind.MANY_CHOICE: "Several choices",
    QuestionKind.SCALE: "Scale",
    QuestionKind.MATRIX: "Table of choices",
    QuestionKind.RANKING: "Ranking",
    QuestionKind.NUMBER: "Number",
    QuestionKind.DATE: "Date",
    QuestionKind.POSTCODE: "Postcode and area",
    QuestionKind.FILE: "File",
    QuestionKind.CONTACT: "Contact details",
    QuestionKind.AGREEMENT: "Agreement",
    QuestionKind.INFORMATION: "Information",
}
ANSWERED_BY_OPTIONS = frozenset(
    {QuestionKind.ONE_CHOICE, QuestionKind.MANY_CHOICE, QuestionKind.MATRIX, QuestionKind.RANKING}
)


class Part(BaseModel):
    """A part of a definition: immutable, and nothing in it that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(Part):
    """One option; `other` asks for words beside it, `alone` cannot be chosen together with another."""

    key: str = Field(pattern=KEY)
    label: str = Field(min_length=1, max_length=LONGEST_LINE)
    other: bool = False
    alone: bool = False


class Question(Part):
    """One question, or an information block that quotes a plan's block by publication, revision and anchor."""

    key: str = Field(pattern=KEY)
    kind: QuestionKind
    label: str = Field(default="", max_length=1000)
    help: str = Field(default="", max_length=5000)
    required: bool = False
    longest: int | None = Field(default=None, ge=1, le=LONGEST_TEXT)
    least: int | None = None
    most: int | None = None
    options: tuple[Option, ...] = Field(default=(), max_length=400)
    rows: tuple[Option, ...] = Field(default=(), max_length=100)
    lowest_label: str = Field(default="", max_length=LONGEST_LINE)
    highest_label: str = Field(default="", max_length=LONGEST_LINE)
    publication_id: int | None = None
    revision: int | None = None
    anchor: str | None = None
    show_if: Condition | None = None

    @property
    def asks(self) -> bool:
        """Whether it takes an answer."""
        return self.kind is not QuestionKind.INFORMATION

    def option(self, key: str) -> Option | None:
        """The option with this key."""
        return next((option for option in self.options if option.key == key), None)


def new_key() -> str:
    """A key for a new page, question or option: random, so that it never depends on a place or a wording."""
    return secrets.token_hex(4)
