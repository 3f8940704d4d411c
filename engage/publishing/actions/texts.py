"""What the texts of a publication must be."""

import re
import unicodedata

from engage.core.errors import Refused
from engage.core.text import clean_line, clean_text, is_blank

LONGEST_TITLE = 200
LONGEST_STANDFIRST = 1000
LONGEST_BODY = 400_000
LONGEST_LINE = 300
LONGEST_SLUG = 80
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def title_text(value: str) -> str:
    """The title as it is kept; refuses none and one that is too long."""
    value = clean_line(value)
    if is_blank(value):
        raise Refused("Enter a title.", "title")
    return _short_enough(value, LONGEST_TITLE, "The title", "title")


def standfirst_text(value: str) -> str:
    """The standfirst as it is kept."""
    return _short_enough(clean_text(value), LONGEST_STANDFIRST, "The standfirst", "standfirst")


def body_text(value: str) -> str:
    """The body as it is kept."""
    return _short_enough(clean_text(value), LONGEST_BODY, "The text", "body")


def check_texts(*, title: str | None = None, standfirst: str = "", body: str = "") -> str:
    """The body as it would be kept; refuses texts that could not be saved, before the slow work on them begins."""
    if title is not None:
        title_text(title)
    standfirst_text(standfirst)
    return body_text(body)


def line_text(value: str, field: str, called: str) -> str:
    """One line beside the text: a name, a role, a caption."""
    return _short_enough(clean_line(value), LONGEST_LINE, called, field)


def _short_enough(value: str, longest: int, called: str, field: str) -> str:
    if len(value) > longest:
        over = len(value) - longest
        raise Refused(f"{called} must be {longest:,} characters or fewer. It is {over:,} too long.", field)
    return "" if is_blank(value) else value


def slug_text(value: str) -> str:
    """An address that was chosen; refuses what is not lower-case letters, digits and hyphens."""
    if not _SLUG.fullmatch(value) or len(value) > LONGEST_SLUG:
        raise Refused(
            f"Use lower-case letters, digits and single hyphens, at most {LONGEST_SLUG}, such as care-closer-to-home.",
            "slug",
        )
    return value


def slug_from(title: str, otherwise: str) -> str:
    """An address made from a title; `otherwise` where the title has no plain letters."""
    plain = unicodedata.normalize("NFKD", title.replace("’", "").replace("'", "")).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return words[:60].rpartition("-")[0] if len(words) > 60 and "-" in words[:60] else words[:60] or otherwise
