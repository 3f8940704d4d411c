"""What a person typed into the search box, as words and phrases that no engine can misread."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func

MOST = 12
_MARKS = {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u2011": "-"}
_TO_PLAIN = str.maketrans(_MARKS)
_TERM = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


def plain_marks(text: str) -> str:
    """A text with the apostrophes, quotation marks and dashes that a keyboard has."""
    return text.translate(_TO_PLAIN)


def with_plain_marks(column: Any) -> ColumnElement[str]:
    """A column with the marks of a keyboard, to be compared with a text that has them too."""
    for mark, plain in _MARKS.items():
        column = func.replace(column, mark, plain)
    return func.lower(column)


def holds(column: Any, words: str) -> ColumnElement[bool]:
    """That a column holds the words, whichever apostrophes, quotation marks and dashes either has."""
    return with_plain_marks(column).icontains(plain_marks(words), autoescape=True)


def terms(typed: str) -> list[str]:
    """The phrases in quotation marks and the single words, at most `MOST`, without any sign of a query language."""
    found = [" ".join(_WORD.findall(phrase or word)) for phrase, word in _TERM.findall(typed[:300])]
    return [term for term in dict.fromkeys(found) if term][:MOST]


def quoted(wanted: Sequence[str]) -> str:
    """The terms as quoted phrases: each must be there, in FTS5 and in PostgreSQL's web search alike."""
    return " ".join(f'"{term}"' for term in wanted)
