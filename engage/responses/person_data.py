"""What published responses hold of a person."""

from engage.core.permissions import Viewer
from engage.core.person import Fate, Holding, Person, Wish, erases, holds, one_of
from engage.core.search_index import purge
from engage.responses import person_erasing
from engage.responses.models import PublicAnswer, Response
from engage.submissions.person_data import COUNTED

__all__ = ["person_erasing"]


@erases
def purge_search(_actor: Viewer, _person: Person, _wish: Wish) -> bool:
    """Let the words that were taken out vanish from the files of the search too."""
    return purge("search_index_response")


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
