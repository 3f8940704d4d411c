"""Personal data in a text: telephone and NHS numbers, addresses and email addresses of the United Kingdom.

Each pattern can begin only where its first sign stands and reads on for a bounded length, so that no text is slow.
"""

import re
from collections.abc import Iterator

Span = tuple[int, int]

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_DIGITS = re.compile(r"(?<![\w.,])(?:\+|\()?\d(?:[ ().\-\u2010-\u2015\u00a0]{0,3}\d){8,14}(?![\d])")
_POSTCODE = re.compile(r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[ABD-HJLNP-UW-Z]{2}(?!\w)", re.IGNORECASE)
_STREET = (
    "street|st|road|rd|avenue|ave|lane|ln|close|drive|dr|crescent|terrace|grove|gardens|court|place|way|row|mews|walk"
)
_NUMBER = r"(?<![\w£.,:])(?:flat |no\.? ?)?\d{1,4}[a-d]?,? {1,2}"
_ADDRESS = re.compile(rf"{_NUMBER}(?:[A-Z][a-z'\u2019-]{{1,20}} ){{1,3}}(?i:{_STREET})(?!\w)")
_HOUSE = re.compile(
    rf"{_NUMBER}(?:(?-i:[A-Z])|(?:[a-z'\u2019-]{{1,20}} ){{1,3}}(?:{_STREET})(?!\w))",
    re.IGNORECASE,
)
_BEFORE_POSTCODE = 90
_ASCII = {digit: str(int(chr(digit))) for digit in (*range(0x660, 0x66A), *range(0xFF10, 0xFF1A))}
NHS_DIGITS = 10


def telephone_numbers(text: str) -> list[Span]:
    """Numbers that can be dialled in the United Kingdom, however they are spaced."""
    return [span for span, digits in _runs(text) if _is_telephone(digits, text[span[0]])]


def nhs_numbers(text: str) -> list[Span]:
    """Ten figures whose last is their check digit, and which are no telephone number."""
    return [span for span, digits in _runs(text) if is_nhs_number(digits) and not digits.startswith("0")]


def email_addresses(text: str) -> list[Span]:
    """Email addresses."""
    return [found.span() for found in _EMAIL.finditer(text)] if "@" in text else []


def addresses(text: str) -> list[Span]:
    """A house number with its street, or with a postcode soon behind it."""
    spans = {found.span() for found in _ADDRESS.finditer(text)}
    for postcode in _POSTCODE.finditer(text):
        first = max(0, postcode.start() - _BEFORE_POSTCODE)
        houses = [house.start() for house in _HOUSE.finditer(text, first, postcode.start())]
        if houses:
            spans.add((houses[-1], postcode.end()))
    return sorted(spans)


def is_nhs_number(digits: str) -> bool:
    """Whether ten figures bear the check digit of an NHS number (modulus 11)."""
    if len(digits) != NHS_DIGITS or len(set(digits)) == 1:
        return False
    rest = sum(int(digit) * (NHS_DIGITS - place) for place, digit in enumerate(digits[:-1])) % 11
    return (11 - rest) % 11 == int(digits[-1])


def _runs(text: str) -> Iterator[tuple[Span, str]]:
    for found in _DIGITS.finditer(text):
        yield found.span(), "".join(character for character in found[0].translate(_ASCII) if character.isdecimal())


def _is_telephone(digits: str, first: str) -> bool:
    if digits.startswith("0044"):
        digits = "0" + digits[4:].removeprefix("0")
    elif digits.startswith("44") and first in "+(4":
        digits = "0" + digits[2:].removeprefix("0")
    return digits[:2] in ("01", "02", "03", "07", "08") and len(digits) in (10, 11)
