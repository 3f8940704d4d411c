"""In which form and language somebody asked to be written to, in words: pure."""

from collections import Counter
from collections.abc import Iterable

from engage.directory.languages import LANGUAGES
from engage.directory.models import Format


def needs_of(language: str, form: Format) -> str:
    """The form and the language where they are not the usual ones; nothing where both are."""
    asked = [form.label] if form is not Format.STANDARD else []
    asked += [LANGUAGES.get(language, language)] if language != "en" else []
    return ", ".join(asked)


def tally(needs: Iterable[str]) -> list[tuple[str, int]]:
    """How many asked for what, the most first."""
    return Counter(each for each in needs if each).most_common()
