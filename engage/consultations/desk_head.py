"""The head of the desk's pages about one consultation."""

from dataclasses import dataclass

from flask import url_for

from engage.consultations import queries, rights
from engage.consultations.models import Consultation, ConsultationState
from engage.consultations.standing import Standing, standing
from engage.core.access import viewer
from engage.core.permissions import Permission

Tab = tuple[str, str, bool, None]


@dataclass(frozen=True, order=True)
class Place:
    """A page of the desk about one consultation, in the order of the tabs."""

    order: int
    endpoint: str
    label: str
    permission: Permission


_places: list[Place] = []


def place(endpoint: str, label: str, order: int, permission: Permission) -> None:
    """Give the desk of each consultation a tab, for those with a permission."""
    made = Place(order, endpoint, label, permission)
    if made not in _places:
        _places.append(made)
        _places.sort()


place("consultations_staff.edit", "Details", 10, rights.BUILD)
place("consultations_staff.questions", "Questions", 20, rights.BUILD)
place("consultations_staff.notice", "Privacy notice", 30, rights.BUILD)
place("consultations_staff.materials", "Documents", 40, rights.BUILD)
place("consultations_staff.mailing", "Lists", 50, rights.BUILD)
place("consultations_staff.rehearsal", "Launch", 60, rights.BUILD)


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
            (one.label, url_for(one.endpoint, consultation_id=self.it.id), one.endpoint.endswith(f".{self.here}"), None)
            for one in _places
            if viewer().may(one.permission)
        ]
