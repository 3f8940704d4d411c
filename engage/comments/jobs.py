"""What the worker does for comments."""

from engage.accounts.queries import account
from engage.accounts.verbs import ACCOUNT_ADDRESS_CHANGED, ACCOUNT_CLOSED, ACCOUNT_CONFIRMED
from engage.comments import actions
from engage.comments.actions import redrawing
from engage.core import ledger
from engage.core.database import reading, unit_of_work
from engage.core.jobs import job
from engage.core.permissions import VISITOR

ADOPTER = "comments.adopt"
FORGETTER = "comments.forget"
BATCH = 100


@job("comments.expire", every=5)
def expire() -> None:
    """Delete comments of guests that were not confirmed in time."""
    done = BATCH
    while done == BATCH:
        with unit_of_work():
            done = actions.expire_unconfirmed(VISITOR, limit=BATCH)


@job("comments.adopt", every=5, after_seal=True)
def adopt() -> None:
    """Give people who registered the comments that they wrote as guests."""
    done = BATCH
    while done == BATCH:
        with unit_of_work():
            done = _adopt_batch()


def _adopt_batch() -> int:
    entries = ledger.read(ADOPTER, verbs=[ACCOUNT_CONFIRMED, ACCOUNT_ADDRESS_CHANGED], limit=BATCH)
    for sealed in entries:
        found = account(sealed.entry.subject_id)
        if found is not None:
            actions.adopt_comments(found)
    if entries:
        ledger.advance(ADOPTER, entries[-1].position)
    return len(entries)


@job("comments.forget", every=5, after_seal=True)
def forget() -> None:
    """Let go of people who have closed their accounts."""
    done = BATCH
    while done == BATCH:
        with unit_of_work():
            done = _forget_batch()


def _forget_batch() -> int:
    entries = ledger.read(FORGETTER, verbs=[ACCOUNT_CLOSED], limit=BATCH)
    for sealed in entries:
        actions.forget_writer(sealed.entry.subject_id, names_kept=bool(sealed.entry.values["names_kept"]))
    if entries:
        ledger.advance(FORGETTER, entries[-1].position)
    return len(entries)


@job("comments.redraw", every=5)
def redraw() -> None:
    """Draw again what an older renderer drew, in batches that hold nobody up."""
    while True:
        with reading():
            batch = redrawing.draw_batch()
        if batch is None:
            return
        with unit_of_work():
            redrawing.keep_batch(batch)
