"""A few words of a longer text."""

from engage.core.text.cleaning import clean_line, is_mark

QUOTE_LENGTH = 200


def excerpt(text: str, length: int) -> str:
    """The beginning of the text as one line of at most `length` characters, cut between words."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    end = text.rfind(" ", 0, max(length, 0))
    if end <= 0:
        end = max(length - 1, 0)
        while end and (is_mark(text[end]) or text[end] in "\u200c\u200d" or text[end - 1] == "\u200d"):
            end -= 1
    return (text[:end].rstrip(" ,;:-\u2013\u2014") + "\u2026")[: max(length, 0)]


def quote_of(block_text: str, selected: str | None) -> str:
    """The words of the block that a comment is about: those selected, or else the block's beginning."""
    wanted = clean_line(selected or "")
    whole = clean_line(block_text)
    return wanted if wanted and wanted in whole else excerpt(whole, QUOTE_LENGTH)
