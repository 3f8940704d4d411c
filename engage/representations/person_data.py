"""What representations hold of a person."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from engage.core.person import Fate, Holding, Person, holds, one_of
from engage.core.undoing import UndoStep
from engage.directory.models import Organisation
from engage.representations.actions import UNDO_KIND as CLAIM
from engage.representations.models import Representation


def _by_account(column: Any) -> Callable[[Person], ColumnElement[bool]]:
    return lambda person: one_of(column, person.ids("account"))


holds(
    Holding(
        "Organisations that you speak for",
        Representation,
        _by_account(Representation.account_id),
        Fate.EMPTIED,
        "that somebody was confirmed to speak for it stays with the organisation’s response",
        also=(
            (
                "Organisation",
                select(Organisation.name).where(Organisation.id == Representation.organisation_id).scalar_subquery(),
            ),
            *("proposed_name", "state", "asked_at", "decided_at"),
        ),
        empties={"proof_email": None, "explanation": "", "decision_note": ""},
    ),
    Holding(
        "Decisions about speaking for an organisation that can be undone",
        UndoStep,
        lambda person: and_(
            UndoStep.kind == CLAIM,
            UndoStep.subject_id.in_(select(Representation.id).where(_by_account(Representation.account_id)(person))),
        ),
        Fate.DELETED,
        "the decision can no longer be undone",
        also=("done", "at"),
        only_by_staff=True,
    ),
)
