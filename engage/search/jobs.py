"""Keeps the search index up with the ledger."""

from engage.core import ledger
from engage.core.database import unit_of_work
from engage.core.jobs import job
from engage.publishing import verbs
from engage.search import actions

READER = "search.index"
BATCH = 100
TOLD = (
    verbs.PUBLICATION_PUBLISHED,
    verbs.PUBLICATION_UPDATED,
    verbs.PUBLICATION_DETAILS_CHANGED,
    verbs.PUBLICATION_WITHDRAWN,
)


@job("search.index", after_seal=True)
def index_what_changed() -> None:
    """Index again every publication that the ledger says has changed."""
    while _batch():
        pass


def _batch() -> int:
    with unit_of_work():
        told = ledger.read(READER, verbs=TOLD, limit=BATCH)
        for publication_id in dict.fromkeys(each.entry.subject_id for each in told):
            actions.index_publication(publication_id)
        if told:
            ledger.advance(READER, told[-1].position)
    return len(told)
