"""Writes of newsletters: begin, change, draw from plans and posts, say when it leaves, take it back."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from engage.core import cache, clock, ledger
from engage.core.database import after_commit, db
from engage.core.errors import Refused
from engage.core.jobs import wake
from engage.core.permissions import Viewer
from engage.core.text import RENDERER_VERSION, clean_line, clean_text, is_blank, render_comment
from engage.mail import queries_newsletters as queries
from engage.mail import verbs
from engage.mail.models import Newsletter, NewsletterItem, TargetKind

ARCHIVE = "newsletters"
LONGEST_TITLE = 150
LONGEST_BODY = 15_000
MOST_ITEMS = 20
CHANGED = (
    "Somebody changed this newsletter while the page was open. Your words are still in the boxes: look at the "
    "newsletter in another window, and save again to replace what stands there."
)


@dataclass(frozen=True)
class ToWhom:
    """The thing whose followers get it, or a list of the directory."""

    kind: TargetKind | None = None
    target_id: int = 0
    list_id: int | None = None


def begin(actor: Viewer, *, title: str, body: str, to_whom: ToWhom) -> Newsletter:
    """Begin a newsletter."""
    row = Newsletter(
        id=ledger.never_given(verbs.NEWSLETTER_BEGUN.subject, Newsletter.id),
        begun_at=clock.now(),
        begun_by=actor.account_id,
    )
    _write(row, title, body, to_whom)
    db.session.add(row)
    db.session.flush()
    ledger.record(verbs.NEWSLETTER_BEGUN, subject_id=row.id, actor_id=actor.account_id)
    return row


def change(actor: Viewer, *, newsletter: Newsletter, version: int, title: str, body: str, to_whom: ToWhom) -> None:
    """Change the words and to whom it goes; refuses when somebody else did since it was opened."""
    _require_draft(newsletter)
    if version != newsletter.version:
        raise Refused(CHANGED)
    _write(newsletter, title, body, to_whom)
    _note(actor, newsletter)


def _write(row: Newsletter, title: str, body: str, to_whom: ToWhom) -> None:
    title, body = clean_line(title), clean_text(body)
    if is_blank(title) or len(title) > LONGEST_TITLE:
        raise Refused(f"Enter a title of at most {LONGEST_TITLE} characters.", "title")
    if is_blank(body) or len(body) > LONGEST_BODY:
        raise Refused(f"Enter what you want to say, in at most {LONGEST_BODY:,} characters.", "body")
    row.title, row.body, row.html, row.renderer = title, body, str(render_comment(body)), RENDERER_VERSION
    row.target_kind, row.target_id, row.list_id = to_whom.kind, to_whom.target_id, to_whom.list_id


def _require_draft(row: Newsletter) -> None:
    if row.run_id is not None:
        raise Refused("This newsletter has been sent, so it cannot be changed.")
    if row.send_at is not None:
        raise Refused("This newsletter is scheduled. Take it back first, then change it.")


def _note(actor: Viewer, row: Newsletter) -> None:
    row.version += 1
    ledger.record(verbs.NEWSLETTER_CHANGED, subject_id=row.id, actor_id=actor.account_id, version=row.version)


def draw(actor: Viewer, *, newsletter: Newsletter, publication_id: int, anchor: str = "") -> None:
    """Put a plan or a post, or one block of it, at the end; a second time changes nothing."""
    _require_draft(newsletter)
    rows = queries.items(newsletter.id)
    if any((row.publication_id, row.anchor) == (publication_id, anchor) for row in rows):
        return
    if len(rows) >= MOST_ITEMS:
        raise Refused(f"A newsletter shows at most {MOST_ITEMS} plans, posts and parts of them.")
    place = rows[-1].place + 1 if rows else 1
    made = NewsletterItem(newsletter_id=newsletter.id, place=place, publication_id=publication_id, anchor=anchor)
    if not queries.drawn([made]):
        raise Refused("This is not public, or it has no words that a message could show.")
    db.session.add(made)
    _note(actor, newsletter)


def take_out(actor: Viewer, *, newsletter: Newsletter, item_id: int) -> None:
    """Take something out again; safe to repeat."""
    _require_draft(newsletter)
    mine = (NewsletterItem.newsletter_id == newsletter.id, NewsletterItem.id == item_id)
    if db.session.scalars(delete(NewsletterItem).where(*mine).returning(NewsletterItem.id)).all():
        _note(actor, newsletter)


def move_up(actor: Viewer, *, newsletter: Newsletter, item_id: int) -> None:
    """Let something change places with what stands before it."""
    _require_draft(newsletter)
    rows = list(queries.items(newsletter.id))
    at = next((at for at, row in enumerate(rows) if row.id == item_id), 0)
    if at > 0:
        rows[at - 1].place, rows[at].place = rows[at].place, rows[at - 1].place
        _note(actor, newsletter)


def schedule(actor: Viewer, *, newsletter: Newsletter, version: int, at: datetime | None) -> None:
    """Let it leave at a moment, or now; it is what was looked at, or nothing happens."""
    if newsletter.run_id is not None or (newsletter.send_at is not None and newsletter.version == version):
        return
    if newsletter.version != version:
        raise Refused("Somebody changed this newsletter while the page was open. Look at it again before you send it.")
    if at is not None and at <= clock.now():
        raise Refused("This moment has passed. Choose “Now”, or a moment in the future.", "date")
    newsletter.send_at = at or clock.now()
    said = newsletter.send_at.isoformat()
    ledger.record(
        verbs.NEWSLETTER_SCHEDULED, subject_id=newsletter.id, actor_id=actor.account_id, at=said, version=version
    )
    after_commit(_wake)


def _wake() -> None:
    wake("mail.newsletters")


def take_back(actor: Viewer, *, newsletter: Newsletter) -> None:
    """Make a scheduled newsletter a draft again, as long as it has not begun to leave; safe to repeat."""
    if newsletter.run_id is not None:
        raise Refused("It has begun to leave. Pause or cancel it on the page of its run.")
    if newsletter.send_at is not None:
        newsletter.send_at = None
        ledger.record(verbs.NEWSLETTER_TAKEN_BACK, subject_id=newsletter.id, actor_id=actor.account_id)


def throw_away(actor: Viewer, *, newsletter: Newsletter) -> None:
    """Delete a draft."""
    _require_draft(newsletter)
    db.session.execute(delete(NewsletterItem).where(NewsletterItem.newsletter_id == newsletter.id))
    db.session.delete(newsletter)
    ledger.record(verbs.NEWSLETTER_DELETED, subject_id=newsletter.id, actor_id=actor.account_id)


def withdraw(actor: Viewer, *, newsletter: Newsletter) -> None:
    """Take a newsletter that was sent off the public archive; safe to repeat."""
    if newsletter.sent_at is not None and newsletter.withdrawn_at is None:
        newsletter.withdrawn_at = clock.now()
        cache.bump(ARCHIVE)
        ledger.record(verbs.NEWSLETTER_WITHDRAWN, subject_id=newsletter.id, actor_id=actor.account_id)
