"""What can be looked for, kept in the unit of work that changes it, so that a search never finds what is gone."""

from engage.consultations import queries
from engage.consultations.definition import Definition
from engage.consultations.models import Consultation
from engage.core.search_index import forget, put


def index_consultation(consultation: Consultation) -> None:
    """Let a public consultation be found by its texts and questions as they are now."""
    forget("search_index_consultation", "consultation_id", consultation.id)
    if not consultation.is_public:
        return
    words = [consultation.to_decide, consultation.already_fixed, consultation.audience, consultation.results_text]
    words += _asked(queries.definition_of(consultation))
    values = {"title": consultation.title, "summary": consultation.summary, "words": "\n".join(filter(None, words))}
    put("search_index_consultation", "consultation_id", consultation.id, values)


def _asked(definition: Definition) -> list[str]:
    found = []
    for page in definition.pages:
        found += [page.title, page.introduction]
        for question in page.questions:
            found += [question.label, question.help]
    return found
