"""Pages about the site, and the sections that posts belong to."""

import hashlib

from sqlalchemy.exc import IntegrityError

from engage.core import cache, clock, ledger, text
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.publishing import queries, verbs
from engage.publishing.actions.revisions import Stale
from engage.publishing.actions.texts import body_text, line_text, slug_text, title_text
from engage.publishing.models import PostSection, SitePage


def base_of(row: SitePage | PostSection | None) -> str:
    """What a form keeps of the words that it was opened with, to see whether they are still the same."""
    if row is None:
        return "new"
    words = (row.title, row.body) if isinstance(row, SitePage) else (row.name, row.singular, row.introduction)
    return hashlib.sha256("\x00".join(words).encode()).hexdigest()[:16]


def _refuse_undoing(row: SitePage | PostSection | None, base: str | None) -> None:
    if base is not None and base != base_of(row):
        raise Stale


def save_page(actor: Viewer, *, slug: str, title: str, body: str, base: str | None = None) -> SitePage:
    """Write a page about the site, or write it anew; the same texts again change nothing.

    Raises Stale when it was saved since it was opened with `base`.
    """
    title, body = title_text(title), body_text(body)
    row = queries.site_page(slug)
    if row is not None:
        db.session.refresh(row, with_for_update=True)
        if (row.title, row.body) == (title, body):
            return row
    _refuse_undoing(row, base)
    if text.is_blank(body):
        raise Refused("Write the text of the page.", "body")
    html = "\n".join(str(block.html) for block in text.split_blocks(body))
    begun = row is None
    row = row or SitePage(slug=slug_text(slug), position=len(queries.site_pages()))
    row.title, row.body, row.updated_at = title, body, clock.now()
    row.html, row.renderer = html, text.RENDERER_VERSION
    if begun:
        _insert(row, Stale())
    db.session.flush()
    ledger.record(verbs.PAGE_SAVED, subject_id=row.position, actor_id=actor.account_id, slug=slug)
    cache.bump(cache.SITE)
    return row


def _insert(row: SitePage | PostSection, refusal: Refused) -> None:
    """Add a row, or refuse it when somebody else adds the same one at this very moment."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as error:
        raise refusal from error


def add_section(
    actor: Viewer, *, slug: str, name: str, singular: str = "", introduction: str = "", position: int | None = None
) -> PostSection:
    """Add a section for posts; refuses an address that is taken."""
    taken = Refused("There is a section with this address already.", "slug")
    if queries.post_section(slug_text(slug)) is not None:
        raise taken
    row = PostSection(
        slug=slug,
        name=_name(name),
        singular=line_text(singular, "singular", "The name of one of them") or _name(name),
        introduction=line_text(introduction, "introduction", "The introduction"),
        position=len(queries.post_sections()) if position is None else position,
    )
    _insert(row, taken)
    ledger.record(verbs.SECTION_ADDED, subject_id=row.id, actor_id=actor.account_id, slug=slug)
    cache.bump(cache.SITE)
    return row


def change_section(
    actor: Viewer, *, section: PostSection, name: str, singular: str, introduction: str, base: str | None = None
) -> None:
    """Change how a section is called and introduced; its address stays.

    Raises Stale when it was changed since it was opened with `base`.
    """
    db.session.refresh(section, with_for_update={"of": PostSection})
    values = (
        _name(name),
        line_text(singular, "singular", "The name of one of them") or _name(name),
        line_text(introduction, "introduction", "The introduction"),
    )
    if values == (section.name, section.singular, section.introduction):
        return
    _refuse_undoing(section, base)
    section.name, section.singular, section.introduction = values
    ledger.record(verbs.SECTION_CHANGED, subject_id=section.id, actor_id=actor.account_id, slug=section.slug)
    cache.bump(cache.SITE)


def _name(name: str) -> str:
    kept = line_text(name, "name", "The name")
    if not kept:
        raise Refused("Enter a name.", "name")
    return kept
