"""What a message speaks of, looked at once more when it leaves: is it still public?"""

from collections import defaultdict
from collections.abc import Callable, Collection

import structlog
from sqlalchemy import select

from engage.comments.models import Comment
from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.database import db
from engage.core.messages import About
from engage.publishing.models import Publication

log = structlog.get_logger()
Check = Callable[[Collection[int]], set[int]]


def are_public(things: Collection[About]) -> bool:
    """Whether all of it may still be told; one statement for each kind."""
    by_kind: dict[str, set[int]] = defaultdict(set)
    for kind, number in things:
        by_kind[kind].add(number)
    return all(_still(kind, numbers) for kind, numbers in by_kind.items())


def _still(kind: str, numbers: set[int]) -> bool:
    if kind not in STILL_PUBLIC:
        log.error("mail_about_unknown_kind", kind=kind)
        return True
    return numbers <= STILL_PUBLIC[kind](numbers)


def _comments(numbers: Collection[int]) -> set[int]:
    return set(db.session.scalars(select(Comment.id).where(Comment.id.in_(numbers), Comment.public())))


def publications(numbers: Collection[int]) -> set[int]:
    """Those of the publications that stand in lists now."""
    listed = select(Publication.id).where(Publication.id.in_(numbers), Publication.listed(clock.now()))
    return set(db.session.scalars(listed))


def _consultations(numbers: Collection[int]) -> set[int]:
    """Those that were not called off."""
    standing = (Consultation.public(), Consultation.withdrawn_at.is_(None))
    return set(db.session.scalars(select(Consultation.id).where(Consultation.id.in_(numbers), *standing)))


STILL_PUBLIC: dict[str, Check] = {
    "comment": _comments,
    "consultation": _consultations,
    "publication": publications,
}
