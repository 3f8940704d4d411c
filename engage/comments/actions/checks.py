"""What is asked of every comment before it is taken."""

from engage.comments import queries
from engage.comments.models import Thread
from engage.core import clock
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_text, is_blank
from engage.publishing import queries as publishing
from engage.publishing.models import Publication

LONGEST = 10_000
STOPPED = "Comments are stopped on the whole site for the moment. Keep your text and try later."
BLOCKED = (
    "Comments from this address are not accepted on this site, because of earlier ones that broke the rules. "
    "Write to the people who run the site if you think that this is wrong."
)


def check_words(body: str) -> str:
    """The cleaned words; refuses none, and more than a page can bear."""
    cleaned = clean_text(body)
    if is_blank(cleaned):
        raise Refused("Write your comment.", "body")
    if len(cleaned) > LONGEST:
        raise Refused(f"Your comment must be {LONGEST:,} characters or fewer. It has {len(cleaned):,}.", "body")
    return cleaned


def check_open(actor: Viewer, publication: Publication, thread: Thread, *, stopped: bool) -> None:
    """Refuse when no comment may be sent here now, and say why."""
    if not publishing.visible(actor, publication) or not publication.is_public(clock.now()):
        raise Refused("This page is not public, so nobody can comment on it.", "body")
    if publication.withdrawn_at is not None:
        raise Refused("This page has been withdrawn, so comments are closed.", "body")
    if stopped:
        raise Refused(STOPPED, "body")
    if not thread.accepts(clock.now()):
        raise Refused("Comments here have closed since you opened this page, so yours cannot be sent.", "body")


def check_address(email: str | None) -> None:
    """Refuse an address that is blocked, plainly."""
    if email and queries.is_blocked(email):
        raise Refused(BLOCKED, "body")
