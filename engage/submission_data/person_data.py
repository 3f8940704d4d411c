"""What the files of submissions hold of a person."""

from engage.core.person import Fate, Holding, holds, mentions
from engage.submission_data import person_erasing
from engage.submission_data.models import SubmissionImport

__all__ = ["person_erasing"]

holds(
    Holding(
        "Lines of imported responses that could not be taken",
        SubmissionImport,
        lambda person: mentions(person, SubmissionImport.faults),
        Fate.BLACKED_OUT,
        "other lines are about other people",
        unseen={"faults": "most lines are about other people"},
        also=("asked_at",),
        blacks_out=("faults",),
        only_by_staff=True,
    ),
)
