"""What copies and erasures themselves hold of a person."""

from engage.core.person import Fate, Holding, addressed, holds, mentions
from engage.person.models import PersonCopy, PersonErasure

holds(
    Holding(
        "Copies of what is held of you",
        PersonCopy,
        lambda person: addressed(PersonCopy.email, person),
        Fate.EMPTIED,
        "that a copy was asked for stays; whose it was does not",
        also=("state", "by_staff", "asked_at", "ready_at"),
        empties={"email": ""},
    ),
    Holding(
        "Your erasure",
        PersonErasure,
        lambda person: mentions(person, PersonErasure.whom, PersonErasure.tell),
        Fate.KEPT,
        "until everything is erased and you are told; then it is emptied too",
        also=("state", "asked_at"),
        unseen={"whom": "it says who you are, so that the erasure can go on", "tell": "your address"},
    ),
)
