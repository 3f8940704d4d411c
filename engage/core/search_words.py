"""What a person typed into the search box, as words and phrases that no engine can misread."""

import re
from collections.abc import Sequence

MOST = 12
_TERM = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


def terms(typed: str) -> list[str]:
    """The phrases in quotation marks and the single words, at most `MOST`, without any sign of a query language."""
    found = [" ".join(_WORD.findall(phrase or word)) for phrase, word in _TERM.findall(typed[:300])]
    return [term for term in dict.fromkeys(found) if term][:MOST]


def quoted(wanted: Sequence[str]) -> str:
    """The terms as quoted phrases: each must be there, in FTS5 and in PostgreSQL's web search alike."""
    return " ".join(f'"{term}"' for term in wanted)
