"""Which addresses mail does not write to, as the lists of the directory count and tell it."""

from typing import Any

from sqlalchemy import Select, select

from engage.core import clock
from engage.directory.models import Purpose
from engage.lists import withheld
from engage.mail.kinds import BY_MESSAGE, NEWSLETTERS
from engage.mail.models import Objection, Subscriber, Suppression
from engage.mail.newsletter_people import PAUSED, SUPPRESSED

STOPPED = "Asked us not to send messages of this kind."
_KINDS = {Purpose.INVITATIONS: BY_MESSAGE["invitation"], Purpose.NEWS: NEWSLETTERS}


def _suppressed(_purpose: Purpose) -> Select[Any]:
    return select(Suppression.email)


def _stopped(purpose: Purpose) -> Select[Any] | None:
    kind = _KINDS.get(purpose)
    if kind is None:
        return None
    wanted = select(Subscriber.email).join(Objection, Objection.subscriber_id == Subscriber.id)
    return wanted.where(Objection.kind == kind.key)


def _paused(purpose: Purpose) -> Select[Any] | None:
    if purpose is not Purpose.NEWS:
        return None
    return select(Subscriber.email).where(Subscriber.paused_until > clock.now())


withheld.offer(SUPPRESSED, _suppressed)
withheld.offer(STOPPED, _stopped)
withheld.offer(PAUSED, _paused)
