"""What every text goes through before it is stored: one spelling, nothing hidden."""

import re
import unicodedata
from collections.abc import Callable

MARKS_PER_BASE = 4

_LAST_OF_PLANES = (plane | low for plane in range(0, 0x110000, 0x10000) for low in (0xFFFE, 0xFFFF))
_HIDDEN = [
    *(code for code in range(0x20) if code not in {0x09, 0x0A}),
    *range(0x7F, 0xA0),  # delete and the C1 controls
    0xAD,  # soft hyphens, left by copying from PDF
    0x180E,
    0x200B,
    *range(0x202A, 0x202F),  # bidi embeddings and overrides
    *range(0x2060, 0x2070),  # word joiner, invisible operators, bidi isolates, deprecated controls
    0x3164,
    *range(0xD800, 0xE000),  # surrogates cannot be stored or sent
    0xFEFF,
    0xFFA0,
    *range(0xFFF9, 0xFFFC),
    *range(0x1D173, 0x1D17B),
    *range(0xFDD0, 0xFDF0),  # noncharacters
    *_LAST_OF_PLANES,
]
_LINE_BREAKS = (0x0B, 0x0C, 0x85, 0x2028, 0x2029)
_TABLE: dict[int, str | None] = dict.fromkeys(_HIDDEN) | dict.fromkeys(_LINE_BREAKS, "\n")

# Joiners shape words in Indic and Arabic scripts and hold emoji together; elsewhere they only hide.
_JOINERS = re.compile("(?<=[\u0590-\u1fff\u2070-\U0010ffff])([\u200c\u200d])[\u200c\u200d]*|[\u200c\u200d]+")
# Tag characters spell the flags of England, Scotland and Wales; elsewhere they only hide.
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{1,16}\U000e007f)|[\U000e0000-\U000e007f]")
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zs", "Zl", "Zp", "Mn", "Me"})


# Not among them is what copying leaves behind without anybody's doing: soft hyphens, zero-width spaces, byte order
# marks, and the embeddings and isolates around numbers in an address book.
_LOUD = re.compile(
    "[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\u202d\\u202e\\ud800-\\udfff\\ufdd0-\\ufdef\\ufff9-\\ufffb\\ufffe\\uffff]"
)


class TextProblem(ValueError):
    """A text that cannot be taken as it is; its str is a plain sentence for the person who wrote it."""


def clean_line(value: str) -> str:
    """One line: cleaned, with all white space folded to single spaces. Cleaning twice changes nothing."""
    return _until_stable(lambda text: " ".join(_clean_characters(text).split()), value)


def clean_text(value: str) -> str:
    """Text of many lines: cleaned, line ends folded to one newline. Cleaning twice changes nothing.

    Spaces at the end of a line go, but for the two that are a line break in Markdown.
    """
    return _until_stable(lambda text: _trim_lines(_clean_characters(text)), value)


def clean_characters(value: str) -> str:
    """The value without what is hidden in it, its spaces and line ends as they are. Twice changes nothing."""
    return _until_stable(_clean_characters, value)


def is_blank(value: str) -> bool:
    """Whether nothing of the value would be seen: only spaces and invisible characters."""
    return all(character in _FILLERS or unicodedata.category(character) in _UNSEEN for character in set(value))


def loses_what_was_meant(value: str) -> bool:
    """Whether cleaning takes out what a person should be told of: controls, overrides, heaps of marks."""
    return _LOUD.search(value) is not None or _limit_marks(value) != value


def drop_hidden(value: str) -> str:
    """The value without controls and noncharacters; every other character keeps its place in the order."""
    return value.replace("\r\n", "\n").replace("\r", "\n").translate(_TABLE)


def is_mark(character: str) -> bool:
    """Whether the character stacks on the one before it."""
    return unicodedata.combining(character) != 0 or unicodedata.category(character) in {"Mn", "Me"}


def _until_stable(step: Callable[[str], str], value: str) -> str:
    while (after := step(value)) != value:
        value = after
    return value


def _clean_characters(value: str) -> str:
    value = drop_hidden(value)
    if value.isascii():
        return value
    value = _JOINERS.sub(r"\1", _TAGS.sub(r"\1", value))
    # Marks are limited before they are normalised, because sorting a long run of them is quadratic.
    return unicodedata.normalize("NFC", _limit_marks(value))


def _limit_marks(value: str) -> str:
    marks = "".join(sorted(filter(is_mark, set(value))))
    if not marks:
        return value
    one = f"[\u200c\u200d]?[{re.escape(marks)}]"
    return re.sub(f"((?:{one}){{{MARKS_PER_BASE}}})(?:{one})+", r"\1", value)


def _trim_lines(value: str) -> str:
    lines = value.split("\n")
    ends = [*(line.strip() == "" for line in lines[1:]), True]
    kept = (_trim_end(line, last) for line, last in zip(lines, ends, strict=True))
    return "\n".join(kept).strip("\n")


def _trim_end(line: str, last_of_paragraph: bool) -> str:
    trimmed = line.rstrip()
    return trimmed + "  " if trimmed and line.endswith("  ") and not last_of_paragraph else trimmed
