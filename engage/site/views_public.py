"""The public pages: each module of views adds its own to one blueprint."""

from engage.site import (
    views_articles,
    views_calendars,
    views_feeds,
    views_lists,
    views_machine,
    views_organisations,
    views_places,
    views_responses,
)
from engage.site.front import blueprint

__all__ = [
    "blueprint",
    "views_articles",
    "views_calendars",
    "views_feeds",
    "views_lists",
    "views_machine",
    "views_organisations",
    "views_places",
    "views_responses",
]
