"""What screening holds of a person: what somebody who broke the rules may not do for a time."""

from sqlalchemy import ColumnElement, and_, not_, or_

from engage.core import clock
from engage.core.person import Fate, Holding, Person, addressed, holds, one_of
from engage.screening.models import Sanction


def _theirs(person: Person) -> ColumnElement[bool]:
    return or_(one_of(Sanction.account_id, person.ids("account")), addressed(Sanction.email, person))


def _in_force() -> ColumnElement[bool]:
    return and_(Sanction.lifted_at.is_(None), or_(Sanction.ends_at.is_(None), Sanction.ends_at > clock.now()))


holds(
    Holding(
        "What you may not do for a time",
        Sanction,
        lambda person: and_(_theirs(person), _in_force()),
        Fate.KEPT,
        "as long as it lasts, so that asking to be erased is no way round it; erase again once it is over",
        also=("step", "at", "ends_at"),
    ),
    Holding(
        "What you could not do for a time",
        Sanction,
        lambda person: and_(_theirs(person), not_(_in_force())),
        Fate.EMPTIED,
        "the number of decisions stays right",
        also=("step", "at", "ends_at", "lifted_at"),
        empties={"email": None, "says": ""},
    ),
)
