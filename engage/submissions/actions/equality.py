"""Answers to the equality questions, in a store of their own: no key and no time lead to a response."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from engage.consultations.definition.document import canonical
from engage.consultations.models import Consultation
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.submissions.models import EqualityAnswer


def give_equality_answers(
    actor: Viewer,  # noqa: ARG001 - who answers is kept nowhere, in the ledger neither
    *,
    consultation: Consultation,
    number: int,
    area_id: int | None,
    answers: Mapping[str, Any],
) -> None:
    """Keep the answers under a random number; the same number a second time changes nothing, for they are final."""
    if not answers:
        return
    insert = insert_postgresql if db.engine.dialect.name == "postgresql" else insert_sqlite
    table: Any = EqualityAnswer.__table__
    values = {
        "id": number,
        "consultation_id": consultation.id,
        "area_id": area_id,
        "answers": canonical(dict(answers)),
    }
    db.session.execute(insert(table).values(values).on_conflict_do_nothing())
