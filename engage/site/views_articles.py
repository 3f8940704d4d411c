"""The page of one plan or post, and the versions of a plan."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from flask import Response, abort, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from engage.comments import queries as comments
from engage.comments.models import Thread
from engage.comments.sections import ThreadView, render_thread, thread_view
from engage.consultations import queries as consultations
from engage.core import access, cache, clock, i18n, member_pages, text
from engage.core.access import public
from engage.core.pages import page
from engage.engagements.queries import events
from engage.engagements.queries.following import may_follow_comments_on
from engage.publishing import queries
from engage.publishing.models import Plan, Post, Publication, PublicationKind
from engage.publishing.speaking import speaks_for_nobody
from engage.site import articles, heard
from engage.site.asked import asked_about
from engage.site.front import blueprint
from engage.site.teasers import TONES, sections_by_id, years


@dataclass(frozen=True)
class Opened:
    """A publication that the viewer may see, with its thread and all that its page depends on."""

    publication: Publication
    view: ThreadView
    opening: articles.Opening
    now: datetime

    @property
    def thread(self) -> Thread | None:
        """Its thread, if comments were ever set up."""
        return self.view.thread if self.view.is_stored else None

    @property
    def key(self) -> tuple[Any, ...]:
        """What its text depends on as it is shown to everybody."""
        opening, kind = self.opening, self.publication.kind
        clock_says = (opening.next_change, i18n.today(), self.revision, self.takes_comments)
        return (kind, self.publication.id, opening.made_from, *clock_says)

    @property
    def is_draft(self) -> bool:
        """Whether only those who work on it can see it."""
        return not self.publication.is_public(self.now)

    @property
    def is_closed(self) -> bool:
        """Whether nobody can comment because it is a draft or withdrawn."""
        return self.is_draft or self.publication.withdrawn_at is not None

    @property
    def revision(self) -> int:
        """What is shown: the live revision, or of a draft the newest."""
        live = self.publication.live_revision
        return self.publication.latest_revision if self.is_draft or live is None else live

    @property
    def takes_comments(self) -> bool:
        """Whether a comment may be sent now."""
        return self.thread is not None and self.thread.accepts(self.now) and not self.is_closed

    @property
    def edit_url(self) -> str | None:
        """Where the viewer may edit it."""
        if not queries.may_edit(access.viewer(), self.publication):
            return None
        return url_for("publishing_staff.edit", publication_id=self.publication.id)

    @property
    def follow_url(self) -> str | None:
        """Where the viewer may follow up a comment below it, but for the comment's id."""
        if not may_follow_comments_on(access.viewer(), self.publication.id):
            return None
        return url_for("engagements_staff.new", follows="comment", id="")


def _open(kind: PublicationKind, slug: str) -> Opened:
    """Say what the page depends on, then pass the gate."""
    now = clock.now()
    opening = articles.open_page(kind, slug, now)
    publication = queries.access_publication(access.viewer(), kind, slug)
    if not opening.made_from:
        # It came to this address a moment ago; what is kept must know its versions.
        abort(503)
    view = thread_view(publication)
    for moment in (opening.next_change, i18n.next_midnight(), view.thread.closes_at, view.thread.slow_until):
        cache.page_until(moment if moment and moment > now else None)
    return Opened(publication, view, opening, now)


@blueprint.get("/plans/<slug>/")
@public
def plan(slug: str) -> Response:
    """A plan with all that belongs to it, and what people say about it."""
    opened = _open(PublicationKind.PLAN, slug)
    found = opened.publication
    assert isinstance(found, Plan)  # noqa: S101 - the kind says so
    return member_pages.shared(partial(speaks_for_nobody, publication_id=found.id), lambda: _plan_page(found, opened))


def _plan_page(plan: Plan, opened: Opened) -> Response:
    return page(
        "site/plan.html",
        plan=plan,
        opened=opened,
        head=cache.fragment((*opened.key, "head"), lambda: render_template("site/_plan_head.html", plan=plan)),
        article=cache.fragment(opened.key, lambda: _plan_article(plan, opened)),
        thread=render_thread(opened.view, opened.opening.made_from[1:], opened.follow_url),
    )


def _with_pictures(files: articles.Attached) -> Callable[[str], Markup]:
    pictures = articles.renditions(files)
    return lambda html: text.with_renditions(text.stored(html), pictures)


def _plan_article(plan: Plan, opened: Opened) -> str:
    blocks = queries.blocks_of(plan.id, opened.revision)
    versions, files = articles.versions_of(plan, opened.now), articles.attached(plan.id)
    return render_template(
        "site/_plan_article.html",
        plan=plan,
        opened=opened,
        tone=TONES[plan.status],
        years=years(plan),
        is_old=plan.publish_at is not None and articles.is_old(plan.publish_at, i18n.today()),
        blocks=blocks,
        stored=_with_pictures(files),
        contents=articles.contents(blocks),
        takes_comments=opened.view.is_open,
        on_blocks=comments.comments_by_anchor(plan.id),
        parties=articles.parties(plan),
        areas=articles.areas_of(plan.id),
        topics=articles.topics_of(plan.id),
        steps=articles.timetable(plan.id, i18n.today()),
        workstreams=articles.workstreams(plan.id),
        downloads=articles.downloads(files),
        statements=articles.statements_on(plan.id, opened.now),
        related=articles.related_to(plan.id, opened.now),
        heard=heard.heard_about(plan.id),
        asked=asked_about(consultations.about_publication(plan.id), opened.now),
        events=events.events_beside(opened.now, events.about_plan(plan.id)),
        changes=articles.changes(plan, versions),
        updated=versions[-1].at if len(versions) > 1 else None,
    )


@blueprint.get("/posts/<section>/<slug>/")
@public
def post(section: str, slug: str) -> BaseResponse:
    """A post, and what people say about it."""
    opened = _open(PublicationKind.POST, slug)
    found = opened.publication
    assert isinstance(found, Post)  # noqa: S101 - the kind says so
    belongs_to = sections_by_id()[found.section_id]
    if belongs_to.slug != section:
        return redirect(url_for("site.post", section=belongs_to.slug, slug=slug), 301)
    return member_pages.shared(partial(speaks_for_nobody, publication_id=found.id), lambda: _post_page(found, opened))


def _post_page(post: Post, opened: Opened) -> Response:
    return page(
        "site/post.html",
        post=post,
        section=sections_by_id()[post.section_id],
        opened=opened,
        picture=articles.picture_of(post),
        article=cache.fragment(opened.key, lambda: _post_article(post, opened)),
        thread=render_thread(opened.view, opened.opening.made_from[1:], opened.follow_url),
        below=cache.fragment((*opened.key, "below"), lambda: _below_post(post, opened)),
    )


def _post_article(post: Post, opened: Opened) -> str:
    versions, files = articles.versions_of(post, opened.now), articles.attached(post.id)
    return render_template(
        "site/_post_article.html",
        post=post,
        opened=opened,
        section=sections_by_id()[post.section_id],
        picture=articles.picture_of(post),
        is_old=articles.is_old(post.dated, i18n.today()),
        blocks=queries.blocks_of(post.id, opened.revision),
        stored=_with_pictures(files),
        takes_comments=opened.view.is_open,
        on_blocks=comments.comments_by_anchor(post.id),
        areas=articles.areas_of(post.id),
        topics=articles.topics_of(post.id),
        downloads=articles.downloads(files),
        answers=articles.answered_plan(post, opened.now),
        changes=[version for version in reversed(versions[1:]) if version.note],
        updated=versions[-1].at if len(versions) > 1 else None,
    )


def _below_post(post: Post, opened: Opened) -> str:
    return render_template(
        "site/_post_below.html",
        section=sections_by_id()[post.section_id],
        related=articles.related_to(post.id, opened.now),
        more=articles.read_more(post, opened.now),
    )


@blueprint.get("/plans/<slug>/versions/<int:number>/")
@public
def plan_version(slug: str, number: int) -> Response:
    """A version of a plan as it once stood, or stands."""
    opened = _open(PublicationKind.PLAN, slug)
    version = _versions(opened, number)[0]
    revision = queries.revision(opened.publication.id, version.revision)
    return page(
        "site/plan_version.html",
        plan=opened.publication,
        revision=revision,
        version=version,
        blocks=queries.blocks_of(opened.publication.id, version.revision),
        stored=_with_pictures(articles.attached(opened.publication.id)),
    )


@blueprint.get("/plans/<slug>/changes/<int:old>/<int:new>/")
@public
def plan_changes(slug: str, old: int, new: int) -> Response:
    """What changed between two versions of a plan, word by word."""
    opened = _open(PublicationKind.PLAN, slug)
    before, after = _versions(opened, old, new)
    words = [_words(opened.publication, version) for version in (before, after)]
    return page(
        "site/plan_changes.html",
        plan=opened.publication,
        before=before,
        after=after,
        changed=words[0] != words[1],
        difference=text.difference(*words),
    )


def _versions(opened: Opened, *numbers: int) -> list[articles.Version]:
    """The versions of these numbers; 404 unless each was live and they are in order."""
    known = articles.versions_of(opened.publication, opened.now)
    if opened.is_draft or sorted(set(numbers)) != list(numbers) or not 1 <= numbers[0] <= numbers[-1] <= len(known):
        abort(404)
    return [known[number - 1] for number in numbers]


def _words(publication: Publication, version: articles.Version) -> str:
    found = queries.revision(publication.id, version.revision)
    if found is None:
        abort(404)
    blocks = queries.blocks_of(publication.id, version.revision)
    return "\n\n".join([found.title, found.standfirst, *(block.text for block in blocks if block.text)])
