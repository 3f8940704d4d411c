"""The head of the desk's pages about one consultation."""

from dataclasses import dataclass

from flask import url_for

from engage.consultations import queries, rights
from engage.consultations.models import Consultation, ConsultationState
from engage.consultations.standing import Standing, standing
from engage.core.access import viewer
from engage.core.errors import Refused
from engage.core.forms import Form

Tab = tuple[str, str, bool, None]
PLACES = {
    "edit": ("Details", rights.BUILD),
    "questions": ("Questions", rights.BUILD),
    "notice": ("Privacy notice", rights.BUILD),
    "materials": ("Documents", rights.BUILD),
    "mailing": ("Lists", rights.BUILD),
    "rehearsal": ("Launch", rights.BUILD),
    "submissions": ("Submissions", rights.READ),
    "entry": ("Entering", rights.ENTER),
    "drafting": ("Drafting", rights.HAND_ON),
    "exports": ("Files", rights.EXPORT),
    "imports": ("Taking in", rights.EXPORT),
}


@dataclass(frozen=True)
class About:
    """The consultation that a page of the desk is about, as the head of the page shows it."""

    it: Consultation
    here: str

    @property
    def standing(self) -> Standing:
        """Where it stands."""
        return standing(self.it)

    @property
    def is_draft(self) -> bool:
        """Whether it can still be built."""
        return self.it.state is ConsultationState.DRAFT

    @property
    def may_launch(self) -> bool:
        """Whether the viewer may launch, extend and correct it."""
        return queries.may_launch(viewer(), self.it)

    @property
    def tabs(self) -> list[Tab]:
        """The pages of the desk about it that the viewer may open."""
        return [
            (label, url_for(f"consultations_staff.{place}", consultation_id=self.it.id), place == self.here, None)
            for place, (label, permission) in PLACES.items()
            if viewer().may(permission)
        ]


def say(form: Form, refusal: Refused) -> None:
    """Put a refusal to the field that it is about, or to the top of the form."""
    form.refuse(refusal.field if refusal.field in form else None, refusal.sentence)
