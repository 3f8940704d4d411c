"""How an erasure is carried out: each batch in a unit of work of its own, from the beginning again after a death."""

from engage.core.database import unit_of_work
from engage.core.permissions import Viewer
from engage.core.person import Person, Wish, steps
from engage.core.person_erasing import take
from engage.person.actions import erasures
from engage.person.models import PersonErasure


def erase(erasure: PersonErasure) -> None:
    """Carry a claimed erasure to its end; what an earlier worker did is found to be done."""
    erasure_id, actor = erasure.id, Viewer(account_id=erasure.account_id)
    person, wish = Person.from_json(erasure.whom), Wish(withdraws=erasure.withdraws)
    for step in steps():
        more = True
        while more:
            with unit_of_work():
                erasures.hold_on(erasure_id)
                more = take(actor, step, person, wish)
    with unit_of_work():
        erasures.finish_erasure(erasure_id)
