"""The feed of published responses to a consultation."""

from flask import Response, abort, current_app, url_for

from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.core import cache
from engage.core.access import public
from engage.responses.queries import published
from engage.responses.queries.published import Published, Wanted
from engage.site.feeds import Item
from engage.site.front import blueprint
from engage.site.syndication import NEWEST
from engage.site.views_feeds import answer_feed


@blueprint.get("/feeds/consultations/<slug>/responses.atom")
@public
def responses_feed(slug: str) -> Response:
    """The newest published responses to a consultation."""
    found = consultations.consultation_by_slug(slug)
    if found is None or not found.is_public:
        abort(404)
    cache.page(found.scope)
    owner = str(current_app.config["ENGAGE"].site_owner)
    items = [_item(found, each, owner) for each in published.page_of_responses(found, Wanted(), limit=NEWEST)]
    title = f"Responses to {found.title} – {current_app.config['ENGAGE'].site_name}"
    page_path = url_for("responses.responses", slug=slug)
    return answer_feed(title, f"consultation/{found.id}/responses", page_path, items)


def _item(consultation: Consultation, found: Published, owner: str) -> Item:
    return Item(
        name=f"response/{found.submission_id}",
        title=f"Response {found.number}: {found.who}",
        url=url_for("responses.response", slug=consultation.slug, number=found.number),
        published=found.at,
        updated=max(found.sent_at, found.at),
        author=found.name or owner,
        summary=found.excerpt,
        categories=("Organisation" if found.organisation else "Person",),
    )
