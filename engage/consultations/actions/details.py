"""What the texts, dates and addresses of a consultation must be."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from email_validator import EmailNotValidError, validate_email

from engage.core.errors import Refused
from engage.core.text import clean_line, clean_text, is_blank

LONGEST_TITLE = 200
LONGEST_SUMMARY = 1000
LONGEST_TEXT = 20_000
LONGEST_LINE = 300


def _line(field: str, called: str, longest: int = LONGEST_LINE) -> Callable[[Any], str]:
    return lambda value: _short_enough(clean_line(value), longest, called, field)


def _text(field: str, called: str, longest: int = LONGEST_TEXT) -> Callable[[Any], str]:
    return lambda value: _short_enough(clean_text(value), longest, called, field)


def _short_enough(value: str, longest: int, called: str, field: str) -> str:
    if len(value) > longest:
        over = len(value) - longest
        raise Refused(f"{called} must be {longest:,} characters or fewer. It is {over:,} too long.", field)
    return "" if is_blank(value) else value


def title_line(value: str) -> str:
    """The title as it is kept; refuses none."""
    title = _line("title", "The title", LONGEST_TITLE)(value)
    if not title:
        raise Refused("Enter a title.", "title")
    return title


def email_line(value: str) -> str:
    """The address to ask at, as it is kept; refuses what is no address."""
    value = clean_line(value)
    if not value:
        return ""
    try:
        return validate_email(value, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise Refused("Enter an email address like name@example.org.", "contact_email") from error


def _as_given(value: Any) -> Any:
    return value


FIELDS: Mapping[str, Callable[[Any], Any]] = {
    "title": title_line,
    "summary": _text("summary", "The summary", LONGEST_SUMMARY),
    "to_decide": _text("to_decide", "This text"),
    "already_fixed": _text("already_fixed", "This text"),
    "audience": _text("audience", "This text"),
    "organisation_id": _as_given,
    "contact_name": _line("contact_name", "The name"),
    "contact_email": email_line,
    "contact_phone": _line("contact_phone", "The telephone number", 60),
    "opens_at": _as_given,
    "closes_at": _as_given,
    "results_due": _as_given,
    "organisations_public": bool,
    "asks_consent": bool,
}


def checked_details(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given as it is kept; refuses a field that there is not, and dates in the wrong order."""
    unknown = given.keys() - FIELDS.keys()
    if unknown:
        raise TypeError(f"a consultation has no {', '.join(sorted(unknown))}")
    return {name: FIELDS[name](value) for name, value in given.items()}


def check_order(opens_at: datetime | None, closes_at: datetime | None, results_due: date | None) -> None:
    """Refuse dates that do not follow each other."""
    if opens_at and closes_at and closes_at <= opens_at:
        raise Refused("The closing time must be after the opening time.", "closes_at")
    if closes_at and results_due and results_due < closes_at.date():
        raise Refused("The results cannot be promised for a day before the consultation closes.", "results_due")
