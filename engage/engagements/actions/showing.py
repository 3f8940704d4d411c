"""What follows a change of a public event: what is looked for, and the pages that show it."""

from engage.core import cache, clock
from engage.core.search_index import forget, put
from engage.engagements.models import Engagement, PublicEvent


def show(engagement: Engagement, event: PublicEvent) -> None:
    """Let everybody see and find the event as it is now."""
    event.updated_at = clock.now()
    forget("search_index_event", "engagement_id", engagement.id)
    if event.is_public:
        words = "\n".join(filter(None, (event.place, event.access, event.called_off_reason, event.heard)))
        values = {"title": engagement.title, "summary": event.summary, "words": words}
        put("search_index_event", "engagement_id", engagement.id, values)
    cache.bump(event.scope, cache.SITE)
