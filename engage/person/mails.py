"""The mails about copies and erasures."""

from flask import url_for

from engage.core.messages import Message, compose, link
from engage.person.models import PersonCopy, PersonErasure


def copy_ready(copy: PersonCopy, to: str) -> Message:
    """To who asked for a copy: it can be fetched for a week, signed in."""
    endpoint = "person_staff.index" if copy.by_staff else "person.home"
    return compose("person_copy_ready", to=to, by_staff=copy.by_staff, url=link(url_for(endpoint)))


def erased(erasure: PersonErasure) -> Message:
    """To who was erased: it is done, and what is kept."""
    return compose("person_erased", to=erasure.tell, withdraws=erasure.withdraws, own=erasure.own)
