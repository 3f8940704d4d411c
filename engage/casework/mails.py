"""The mails of casework: what became of an appeal."""

from engage.casework.models import Appeal
from engage.comments.models import Reason
from engage.core.messages import Message, compose
from engage.screening.models import Sanction


def appeal_received(appeal: Appeal, to: str, title: str, url: str) -> Message:
    """To a writer who appealed: by when it is answered."""
    return compose("appeal_received", to=to, title=title, due_at=appeal.due_at, url=url)


def appeal_answered(appeal: Appeal, to: str, title: str, url: str) -> Message:
    """To a writer whose appeal was decided: the outcome with its reason."""
    return compose(
        "appeal_answered", to=to, title=title, overturned=appeal.state == "overturned", answer=appeal.answer, url=url
    )


def sanction_set(sanction: Sanction, reason: Reason, to: str, url: str) -> Message:
    """To a person who was warned, or may not comment freely for a time: what, why, until when, and how to appeal."""
    return compose(
        "sanction_set",
        to=to,
        step=sanction.step.value,
        says=sanction.says,
        reason=reason,
        ends_at=sanction.ends_at,
        url=url,
    )
