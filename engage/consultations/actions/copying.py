"""How a consultation begins with what an earlier one had."""

from collections.abc import Sequence

from engage.consultations import queries
from engage.consultations.actions.building import add_definition, add_notice, create_consultation, set_details
from engage.consultations.definition import write_definition
from engage.consultations.models import Consultation
from engage.core.permissions import Viewer
from engage.publishing.models import Publication

COPIED = (
    "summary",
    "to_decide",
    "already_fixed",
    "audience",
    "organisation_id",
    "contact_name",
    "contact_email",
    "contact_phone",
    "organisations_public",
    "asks_consent",
)


def copy_consultation(
    actor: Viewer, *, source: Consultation, title: str, publications: Sequence[Publication] = ()
) -> Consultation:
    """Begin a draft with the texts, questions and notice of another one; dates and what was sent stay behind."""
    made = create_consultation(actor, title=title, publications=publications or queries.publications_of(source))
    if made.definition or made.id == source.id:
        return made
    set_details(actor, consultation=made, **{name: getattr(source, name) for name in COPIED})
    definition, notice = queries.definition_of(source), queries.notice_of(source)
    if definition.pages or definition.equality:
        add_definition(actor, made, write_definition(definition))
    if notice is not None:
        add_notice(actor, made, notice.body)
    return made
