"""The mails of casework: what became of an appeal."""

from engage.casework.models import Appeal, IllegalReport, Watch, Worry
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


def escalated(to: str, worry: Worry, procedure: str, url: str) -> Message:
    """To somebody who is named for it: what is serious, and what is to be done. The words stay at the desk."""
    return compose("escalated", to=to, worry=worry.label, procedure=procedure, url=url)


def illegal_received(report: IllegalReport) -> Message:
    """To whoever reported something as illegal: by when it is answered."""
    return compose("illegal_received", to=report.email, number=report.id, due_at=report.due_at)


def illegal_answered(report: IllegalReport, write_to: str) -> Message:
    """To whoever reported something as illegal: the answer."""
    return compose(
        "illegal_answered",
        to=report.email,
        number=report.id,
        removed=bool(report.removed),
        answer=report.answer,
        write_to=write_to,
    )


def target_missed(to: str, watch: Watch, url: str) -> Message:
    """To somebody on duty: that the promised time is missed, or will be."""
    return compose("target_missed", to=to, late=watch.late, soon=watch.soon, first_due=watch.first_due, url=url)


def flood(to: str, title: str, minutes: int, url: str) -> Message:
    """To somebody on duty: that many comments came at once, so that a thread was slowed down."""
    return compose("flood", to=to, title=title, minutes=minutes, url=url)
