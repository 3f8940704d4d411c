"""What becomes public by the clock is written down once."""

from engage.core import clock, text
from engage.core.database import reading, unit_of_work
from engage.core.jobs import job
from engage.core.permissions import VISITOR
from engage.publishing import actions, queries
from engage.publishing.actions import redrawing


@job("publishing.announce")
def announce_due() -> None:
    """Write of each publication, and of each update, whose time has come that it is public."""
    more = True
    while more:
        with unit_of_work():
            now = clock.now()
            due, overtaken = queries.due_for_announcement(now), queries.due_for_update(now)
            for publication in due:
                actions.announce(VISITOR, publication=publication)
            for publication in overtaken:
                actions.settle_update(publication)
        more = bool(due or overtaken)


@job("publishing.redraw", every=5)
def redraw() -> None:
    """Draw again what an older renderer drew, one publication after the other."""
    with unit_of_work():
        redrawing.redraw_pages()
    while True:
        with reading():
            publication_id = redrawing.next_publication()
        if publication_id is None:
            return
        _redraw(publication_id)


def _redraw(publication_id: int) -> None:
    with reading():
        numbers = redrawing.old_revisions(publication_id)
    for number in numbers:
        with reading():
            row = queries.revision(publication_id, number)
            body = row.body if row is not None else ""
        blocks = text.split_blocks(body)
        with unit_of_work():
            redrawing.redraw_revision(publication_id, number, blocks)
    with unit_of_work():
        redrawing.pass_publication(publication_id)
