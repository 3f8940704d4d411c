"""The pages below /comments/: writing, confirming, one's own comments, and ways to what is on a publication's page."""

from engage.comments import beside_contacts, views_guests, views_own, views_reading, views_writing
from engage.comments.blueprint import blueprint
from engage.core import navigation

navigation.add("account", "comments.own", "Your comments", 30)

__all__ = ["beside_contacts", "blueprint", "views_guests", "views_own", "views_reading", "views_writing"]
