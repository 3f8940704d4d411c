"""The mails about copies and erasures."""

from engage.core.messages import Message, compose
from engage.person.models import PersonErasure


def erased(erasure: PersonErasure) -> Message:
    """To who was erased: it is done, and what is kept."""
    return compose("person_erased", to=erasure.tell, withdraws=erasure.withdraws)
