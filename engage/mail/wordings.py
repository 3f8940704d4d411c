"""What pages say where somebody agrees or refuses; its version is made from the words, so that it cannot lie."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """A sentence of a page, and the version by which the record of a consent names it."""

    name: str
    words: str

    @property
    def version(self) -> str:
        """The name with a digest of the words: other words are another version."""
        return f"{self.name}-{hashlib.sha256(self.words.encode()).hexdigest()[:10]}"

    def __str__(self) -> str:
        """The words, for the page that shows them."""
        return self.words


FOLLOW = Wording(
    "follow",
    "I want emails about this, as often as I choose here, until I stop them. "
    "Every email says how to change or stop them.",
)
CONFIRM = Wording(
    "confirm",
    "I agree to get emails about what is ticked, as often as it says. Every email says how to change or stop them.",
)
PREFERENCES = Wording(
    "preferences",
    "You decide what we write to you about. What you choose here holds until you change it.",
)
STOP = Wording("stop", "You will get no more updates from us about what you follow.")
REPLIES = Wording("replies", "We write to you when somebody replies to a comment of yours, until you stop it.")
PAUSE = Wording(
    "pause",
    "We send you no updates until that day, and do not send afterwards what you missed. "
    "It stays on the pages of what you follow.",
)
OBJECT = Wording(
    "object",
    "Some of our messages you did not ask for one by one: we send them because we have a duty to keep people "
    "informed. You may object to any kind of them, for any reason.",
)
ADDRESS = Wording(
    "address",
    "We write to both addresses. The updates go to the new one as soon as a button was pressed in both messages.",
)
NONE = Wording("none", "Nothing was shown: it was done by the site.")
