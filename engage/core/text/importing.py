"""Markdown written for other systems, made ours."""

import re
from collections.abc import Iterable, Iterator

from engage.core.text.cleaning import clean_text
from engage.core.text.importing_tables import import_tables

_FENCE = re.compile(r" {0,3}(```|~~~)")
_TIGHT_HEADING = re.compile(r"(#{2,6}(?=[^#\s])|#(?=[A-Z]))")
_ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}")
_DIRECTIVE = re.compile(r"\s*(\{[a-z][a-z-]*\}|</?(div|section|span)\b[^<>]*>)\s*", re.IGNORECASE)
_FILE = re.compile(r"\{[A-Z]+=([^{}\s]+)\}")
# A list that the other system would have replaced by a contents list; our pages make their own.
_CONTENTS = re.compile(r"^(?:[*+-]|\d{1,3}\.) [^\n]*\n\{:\s?toc\s?\}", re.MULTILINE)
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]{1,40})\]:\s*")
_NOTE_MARK = re.compile(r"\[\^([^\]\s]{1,40})\]")


def import_markdown(source: str) -> str:
    """The text in our Markdown, without loss of words: attributes dropped, footnotes at the end."""
    body: list[str] = []
    notes: list[str] = []
    text = import_tables(_CONTENTS.sub("", clean_text(source)))
    for line, in_code, in_note in _placed(text.split("\n")):
        (notes if in_note else body).append(line if in_code else _imported(line, in_note))
    return clean_text("\n".join([*body, "", *notes]))


def _placed(lines: Iterable[str]) -> Iterator[tuple[str, bool, bool]]:
    """Each line with whether it is code, and whether it belongs to a footnote."""
    fence, in_note, blank = "", False, False
    for line in lines:
        mark = _FENCE.match(line)
        in_code = bool(fence or mark)
        if mark:
            fence = "" if fence == mark[1] else fence or mark[1]
        in_note = not in_code and (bool(_NOTE.match(line)) or (in_note and _continues(line, blank)))
        blank = not line.strip()
        yield line, in_code, in_note


def _continues(line: str, after_blank: bool) -> bool:
    return not line.strip() or line.startswith("    ") or not after_blank


def _imported(line: str, in_note: bool) -> str:
    if _DIRECTIVE.fullmatch(line):
        return ""
    if in_note:
        line = line.removeprefix("    ")
    note = _NOTE.match(line)
    if note:
        line = f"\n\\[{note[1]}\\] {line[note.end() :]}"
    line = _TIGHT_HEADING.sub(r"\1 ", line, count=1) if line.startswith("#") else line
    line = _FILE.sub(r"\1", _ATTRIBUTES.sub("", line))
    return _NOTE_MARK.sub(r"\\[\1\\]", line)
