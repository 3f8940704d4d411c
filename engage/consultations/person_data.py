"""What consultations hold of a person."""

from sqlalchemy import or_

from engage.consultations.models import Consultation
from engage.core.person import Fate, Holding, holds, mentions

holds(
    Holding(
        "Consultations that name you as the one to ask",
        Consultation,
        lambda person: or_(mentions(person, Consultation.contact_email), mentions(person, Consultation.contact_name)),
        Fate.KEPT,
        "it is the public record of who answered for it in the body’s name; an editor changes who answers now",
        also=("title",),
    ),
)
