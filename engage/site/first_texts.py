"""The texts that a new site starts with: its pages, sections of posts and reasons of moderators."""

from collections import Counter
from pathlib import Path
from string import Template

import frontmatter
import yaml

from engage.comments.actions import save_reason
from engage.comments.queries import reasons
from engage.core.permissions import VISITOR
from engage.core.settings import Settings
from engage.publishing.actions import add_section, save_page
from engage.publishing.queries import post_section, site_page
from engage.site.front import SITE_PAGES

FOLDER = Path(__file__).with_name("starting")
POLICY = "moderation-policy"


def add_first_texts(settings: Settings) -> Counter[str]:
    """Add what is not there yet, and nothing else; how many `pages`, `sections` and `reasons` were added.

    The reasons name rules of our own text by number, so that they come only together with it.
    """
    counts: Counter[str] = Counter()
    wants_reasons = site_page(POLICY) is None and not reasons(active=False)
    for slug in SITE_PAGES:
        if site_page(slug) is None:
            _add_page(slug, settings)
            counts["pages"] += 1
    for section in yaml.safe_load((FOLDER / "sections.yaml").read_text("utf-8")):
        if post_section(section["slug"]) is None:
            add_section(VISITOR, **section)
            counts["sections"] += 1
    if wants_reasons:
        for position, reason in enumerate(yaml.safe_load((FOLDER / "reasons.yaml").read_text("utf-8")), 1):
            save_reason(VISITOR, position=position, **reason)
            counts["reasons"] += 1
    return counts


def _add_page(slug: str, settings: Settings) -> None:
    document = frontmatter.loads((FOLDER / f"{slug}.md").read_text("utf-8"))
    body = Template(document.content).substitute(
        owner=_plain(settings.site_owner[:1].upper() + settings.site_owner[1:]),
        email=settings.site_email,
        edit_minutes=settings.comment_edit_minutes,
        confirm_hours=settings.guest_confirm_hours,
    )
    save_page(VISITOR, slug=slug, title=str(document["title"]), body=body)


def _plain(name: str) -> str:
    """The name with what Markdown would take for markup escaped."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#" else sign for sign in name)
