"""Erasures from asking to the last letter: a row first, then batch after batch by whoever holds its lease."""

from sqlalchemy import delete, select

from engage.core import clock, jobs, ledger, outbox
from engage.core.claiming import LEASE, claim_next
from engage.core.database import after_commit, db
from engage.core.errors import Refused
from engage.core.outbox import OutboxMessage
from engage.core.permissions import Viewer
from engage.core.person import Person, Wish, at_address, check_erasable
from engage.core.text import clean_line, is_blank
from engage.person import mails, verbs
from engage.person.models import ErasureState, PersonErasure

BUSY = (ErasureState.WAITING, ErasureState.WORKING)
WORK = "person.erase"
LONGEST_REASON = 300
OWN = "Asked for with the account, signed in"


def ask_own_erasure(actor: Viewer, *, wish: Wish) -> PersonErasure:
    """Begin the erasure of whoever asks, who is signed in and hears of its end; the directory's entry is staff's."""
    person = at_address(actor.email).without("contact", "engagement")
    erasure = ask_erasure(actor, person=person, wish=wish, reason=OWN, tell=actor.email)
    erasure.own = True
    return erasure


def ask_erasure(actor: Viewer, *, person: Person, wish: Wish, reason: str, tell: str = "") -> PersonErasure:
    """Begin the erasure of a person, who hears of its end at the address `tell`; the same one asked twice is one.

    Refuses while something must be settled first, and without a reason. The reason is kept, so it names nobody.
    """
    reason = clean_line(reason)
    if is_blank(reason):
        raise Refused("Say why, for example “She asked us to, letter of 3 May”.", "reason")
    if len(reason) > LONGEST_REASON:
        raise Refused(f"The reason must be {LONGEST_REASON} characters or fewer.", "reason")
    if any(word.lower() in reason.lower() for word in person.words):
        raise Refused("The reason is kept, so it must name nobody. Leave the name and the address out.", "reason")
    check_erasable(person)
    known = db.session.scalars(
        select(PersonErasure).where(PersonErasure.state.in_(BUSY), PersonErasure.whom == person.as_json())
    ).first()
    if known is not None:
        return known
    erasure = PersonErasure(
        whom=person.as_json(),
        tell=tell,
        withdraws=wish.withdraws,
        reason=reason,
        account_id=actor.account_id,
        asked_at=clock.now(),
    )
    db.session.add(erasure)
    db.session.flush()
    ledger.record(verbs.ERASURE_ASKED, subject_id=erasure.id, actor_id=actor.account_id, withdraws=erasure.withdraws)
    after_commit(_wake)
    return erasure


def _wake() -> None:
    jobs.wake(WORK)


def claim_erasure() -> PersonErasure | None:
    """Take the oldest erasure that nobody works at, for five minutes from its last sign of life."""
    found = claim_next(PersonErasure, BUSY)
    if found is not None:
        found.state = ErasureState.WORKING
    return found


def hold_on(erasure_id: int) -> None:
    """Show that the erasure is being worked at, in the unit of work of a batch."""
    db.session.get_one(PersonErasure, erasure_id).leased_until = clock.now() + LEASE
    db.session.flush()  # A batch may forget what was read, and with it what is not written yet.


def finish_erasure(erasure_id: int) -> None:
    """Note that everything is gone; who it was is forgotten with that, but for the letter that says so.

    Where another worker, which took this one for dead, has noted it already, nothing is noted twice.
    """
    erasure = db.session.get_one(PersonErasure, erasure_id, with_for_update=True, populate_existing=True)
    if erasure.state is not ErasureState.WORKING:
        return
    erasure.whom, erasure.leased_until, erasure.finished_at = "", None, clock.now()
    erasure.state = ErasureState.TELLING if erasure.tell else ErasureState.DONE
    if erasure.tell:
        outbox.put(mails.erased(erasure), key=_key(erasure))
    ledger.record(verbs.ERASED, subject_id=erasure.id, actor_id=erasure.account_id)


def forget_letters() -> None:
    """Forget the addresses of those who were told, once their letters have left or could not."""
    for erasure in db.session.scalars(select(PersonErasure).where(PersonErasure.state == ErasureState.TELLING)).all():
        letter = db.session.scalars(select(OutboxMessage).where(OutboxMessage.key == _key(erasure))).first()
        if letter is None or letter.settled_at is not None:
            db.session.execute(delete(OutboxMessage).where(OutboxMessage.key == _key(erasure)))
            erasure.tell, erasure.state = "", ErasureState.DONE


def _key(erasure: PersonErasure) -> str:
    return f"person-erased:{erasure.id}"
