"""The mails of casework: what became of an appeal."""

from engage.casework.models import Appeal
from engage.core.messages import Message, compose


def appeal_received(appeal: Appeal, to: str, title: str, url: str) -> Message:
    """To a writer who appealed: by when it is answered."""
    return compose("appeal_received", to=to, title=title, due_at=appeal.due_at, url=url)


def appeal_answered(appeal: Appeal, to: str, title: str, url: str) -> Message:
    """To a writer whose appeal was decided: the outcome with its reason."""
    return compose(
        "appeal_answered", to=to, title=title, overturned=appeal.state == "overturned", answer=appeal.answer, url=url
    )
