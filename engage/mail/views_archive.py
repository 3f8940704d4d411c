"""The public archive of newsletters."""

from typing import Any

from flask import abort, url_for
from werkzeug.wrappers import Response

from engage.core import cache, clock, navigation, pages
from engage.core.access import public
from engage.mail import queries_newsletters as queries
from engage.mail.actions_newsletters import ARCHIVE
from engage.mail.blueprints import public as blueprint
from engage.publishing.queries import next_change

PAGE = 20
navigation.add("footer", "mail.newsletter_archive", "Newsletters", 85)


@blueprint.get("/newsletters/")
@public
def newsletter_archive() -> Response:
    """What was sent, the newest first."""
    cache.page(ARCHIVE)
    rows = queries.archive(after=pages.cursor_from_query(), limit=PAGE + 1)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    older = None
    if last is not None and last.sent_at is not None:
        older = url_for("mail.newsletter_archive", after=pages.cursor_text(last.sent_at, last.id))
    return pages.page("subscriptions/newsletters.html", rows=rows[:PAGE], older=older)


@blueprint.get("/newsletters/<int:newsletter_id>/")
@public
def archived_newsletter(newsletter_id: int) -> Response:
    """One newsletter, with what it draws from plans and posts as that is now."""
    items = queries.items(newsletter_id) if newsletter_id < 2**31 else abort(404)
    cache.page(ARCHIVE, *(f"publication:{item.publication_id}" for item in items))
    row = queries.access_archived(newsletter_id)
    cache.page_until(next_change(clock.now()))
    facts: dict[str, Any] = {"row": row, "html": queries.body_html(row), "drawn": queries.drawn(items)}
    return pages.page("subscriptions/newsletter.html", **facts)
