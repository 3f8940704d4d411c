"""What reach holds of a person: that they were invited, and where they stood on a map."""

from sqlalchemy import ColumnElement, String, and_, cast, literal, or_, select

from engage.consultations.models import Consultation
from engage.core.person import Fate, Holding, Person, addressed, holds, one_of
from engage.reach.models import Invitation, Placement


def _invited(person: Person) -> ColumnElement[bool]:
    return or_(
        one_of(Invitation.contact_id, person.ids("contact")),
        and_(Invitation.contact_id.is_(None), addressed(Invitation.email, person)),
    )


holds(
    Holding(
        "Consultations to which you were invited",
        Invitation,
        _invited,
        Fate.EMPTIED,
        "that somebody was invited goes on being counted",
        also=(
            ("To", select(Consultation.title).where(Consultation.id == Invitation.consultation_id).scalar_subquery()),
            "at",
        ),
        # An address stands once for a consultation, so that each is replaced by something of its own.
        empties={"email": literal("erased ").concat(cast(Invitation.id, String))},
    ),
    Holding(
        "Where you stood on a map of stakeholders",
        Placement,
        lambda person: one_of(Placement.contact_id, person.ids("contact")),
        Fate.EMPTIED,
        "the map goes on showing how many stood there",
        also=("across", "up", "at", "superseded_at"),
        empties={"reason": ""},
        only_by_staff=True,
    ),
)
