"""What copies and erasures themselves hold of a person."""

import functools

from sqlalchemy import select

from engage.core.database import after_commit, db
from engage.core.permissions import Viewer
from engage.core.person import Fate, Holding, Person, Wish, addressed, erases, holds, mentions
from engage.person import work
from engage.person.actions.copies import expire_copy
from engage.person.models import PersonCopy, PersonErasure


@erases
def take_copies_away(_actor: Viewer, person: Person, _wish: Wish) -> bool:
    """Take away copies that lie there, with their files."""
    for copy in db.session.scalars(select(PersonCopy).where(addressed(PersonCopy.email, person))).all():
        expire_copy(copy)
        after_commit(functools.partial(work.remove_copy, copy.key))
    return False


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
