"""Names, postcodes and addresses as they are compared: without what people write in different ways."""

import re
import unicodedata
from functools import lru_cache

# Words that stand in half of all names, or in none of the ways that people say them.
_EMPTY = frozenset({"the", "of", "and", "for", "in", "at", "on", "a", "an"})
_SILENT = str.maketrans({"'": None, "’": None, "‘": None, "`": None, "´": None, ".": None, "&": " and "})
_WORD = re.compile(r"[^\W_]+")
_PLAIN_WORD = re.compile(r"[a-z0-9]+")
_NO_POSTCODE = re.compile(r"[^A-Z0-9]")
_TELEPHONE = re.compile(r"[+(]?[0-9][0-9 ().,/+-]*((ext(ension)?\.?|x) *[0-9]+)?", re.IGNORECASE)
NO_TELEPHONE = "Enter a telephone number, like 01632 960 001 or 01632 960 001 ext 12."
LONGEST_WORD = 60
MOST_WORDS = 20
# More than the names of one batch of a register: what forgets the first name before the last is asked is of no use.
REMEMBERED = 16_384


@lru_cache(maxsize=REMEMBERED)
def _plain(text: str) -> str:
    """A name in small letters without accents and silent signs."""
    plain = text.translate(_SILENT).casefold()
    if plain.isascii():
        return plain
    return "".join([each for each in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(each)])


@lru_cache(maxsize=REMEMBERED)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name, folded, in their order, each once, without those that say nothing."""
    found = dict.fromkeys([word[:LONGEST_WORD] for word in _WORD.findall(_plain(text))])
    telling = [word for word in found if word not in _EMPTY]
    return tuple((telling or list(found))[:MOST_WORDS])


def name_key(text: str) -> str:
    """A name as names are compared and sorted."""
    return " ".join(words_of(text))


def postcode_key(postcode: str) -> str:
    """A postcode as postcodes are compared."""
    key = postcode.upper().replace(" ", "")
    return key if key.isascii() and key.isalnum() else _NO_POSTCODE.sub("", key)


def phone_key(number: str) -> str:
    """A telephone number as numbers are compared: its digits, a British one as it is dialled at home."""
    digits = re.sub(r"\D", "", number.replace("(0)", ""))
    digits = digits.removeprefix("00") if digits.startswith("0044") else digits
    return f"0{digits[2:]}" if digits.startswith("44") and len(digits) > 10 else digits


def is_telephone(text: str) -> bool:
    """Whether a text can be dialled: figures, with an extension at most."""
    return _TELEPHONE.fullmatch(text.strip()) is not None and len(phone_key(text)) >= 3


def slug_of(text: str, longest: int = 70) -> str:
    """A name as a part of an address; empty where nothing of it can be one."""
    return "-".join(_PLAIN_WORD.findall(_plain(text)))[:longest].strip("-")


def register_key(kind: str, source: str) -> str:
    """A register as registers are compared: the kind of its lines, and from where its files come."""
    key = name_key(source)
    return f"{kind}@{key}" if key else kind


def is_from(register: str, source: str) -> bool:
    """Whether a register came from a source, or from none that was named."""
    return register.partition("@")[2] == name_key(source)
