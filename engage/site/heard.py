"""What was published of the responses to the consultations about a plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.consultations.models import Consultation
from engage.responses.queries import published
from engage.responses.queries.published import Published

MOST = 4


@dataclass(frozen=True)
class Heard:
    """The consultations of which responses are published, and what is highlighted of them."""

    consultations: Sequence[Consultation]
    highlights: Sequence[tuple[Published, Consultation]]


def heard_about(publication_id: int) -> Heard | None:
    """What the page of a publication shows of published responses; nothing when there is none."""
    answered = published.heard_about(publication_id)
    if not answered:
        return None
    return Heard(answered, published.highlighted([each.id for each in answered], MOST))
