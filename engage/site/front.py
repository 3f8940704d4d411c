"""The blueprint of the public pages, which several modules of views fill, and their places in the menus."""

from flask import Blueprint

from engage.core import navigation

blueprint = Blueprint("site", __name__)
SITE_PAGES = {
    "about": "About",
    "help": "Help",
    "accessibility": "Accessibility",
    "privacy": "Privacy",
    "cookies": "Cookies",
    "moderation-policy": "Moderation policy",
}

navigation.add("main", "site.plans", "Plans", 10)
navigation.add("main", "site.posts", "Posts", 20)
navigation.add("main", "site.areas", "Areas and topics", 30)
navigation.add("main", "site.organisations", "Organisations", 40)
for _order, (_slug, _label) in enumerate(SITE_PAGES.items()):
    navigation.add("footer", "site.page", _label, 10 + _order, slug=_slug)
navigation.add("footer", "site.feed_list", "Feeds", 90)
