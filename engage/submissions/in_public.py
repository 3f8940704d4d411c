"""What becomes public of a submission. Responses stand above submissions and say it here, in the same unit of work."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engage.submissions.models import Submission


@dataclass(frozen=True)
class Face:
    """What whoever publishes submissions does when one was sent, withdrawn or lost a signature; and how it stands."""

    sent: Callable[[Submission], object]
    withdrawn: Callable[[Submission], object]
    signed: Callable[[Submission], object]
    standing: Callable[[Submission], Any]


_faces: list[Face] = []


def show(face: Face) -> None:
    """Let this publish submissions."""
    _faces[:] = [face]


def sent(submission: Submission) -> None:
    """A submission was sent, or sent anew."""
    for face in _faces:
        face.sent(submission)


def withdrawn(submission: Submission) -> None:
    """A submission was taken back."""
    for face in _faces:
        face.withdrawn(submission)


def signed(submission: Submission) -> None:
    """Other organisations than before sign what was sent."""
    for face in _faces:
        face.signed(submission)


def standing(submission: Submission) -> Any:
    """What its respondent is told of its publication; None where there is nothing to tell."""
    return next((face.standing(submission) for face in _faces), None)
