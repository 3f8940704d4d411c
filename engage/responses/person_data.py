"""What published responses hold of a person."""

from engage.core.person import Fate, Holding, holds, one_of
from engage.responses import person_erasing
from engage.responses.models import PublicAnswer, Response
from engage.submissions.person_data import COUNTED

__all__ = ["person_erasing"]

holds(
    Holding(
        "What is shown of your responses",
        Response,
        lambda person: one_of(Response.submission_id, person.ids("submission")),
        Fate.EMPTIED,
        COUNTED,
        also=("number", "state", "published_at"),
        empties={"shown_name": "", "spokesperson": ""},
    ),
    Holding(
        "Published answers",
        PublicAnswer,
        lambda person: one_of(PublicAnswer.submission_id, person.ids("submission")),
        Fate.KEPT,
        COUNTED,
        also=("question",),
    ),
)
