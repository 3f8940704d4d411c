"""Which lists of the directory the launch of a consultation writes to."""

from collections.abc import Collection

from sqlalchemy import delete

from engage.consultations import queries
from engage.consultations.actions.building import lock_draft, note_change
from engage.consultations.models import Consultation, ConsultationList
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.lists.queries import stakeholder_list

MOST_LISTS = 10


def set_lists(actor: Viewer, *, consultation: Consultation, list_ids: Collection[int]) -> None:
    """Say to which lists the launch writes; the same again changes nothing."""
    lock_draft(consultation)
    wanted = sorted(set(list_ids))
    held = queries.lists_of(consultation.id)
    if wanted == held:
        return
    if len(wanted) > MOST_LISTS:
        raise Refused(f"Choose at most {MOST_LISTS} lists. A list of the directory can hold several groups.", "lists")
    for list_id in wanted:
        found = stakeholder_list(list_id)
        if found is None or (found.removed_at is not None and list_id not in held):
            raise Refused("One of these lists is not in the directory any more. Choose again.", "lists")
    db.session.execute(delete(ConsultationList).where(ConsultationList.consultation_id == consultation.id))
    db.session.add_all(ConsultationList(consultation_id=consultation.id, list_id=each) for each in wanted)
    note_change(actor, consultation, "lists")
