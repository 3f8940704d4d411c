"""The comments as a section of a publication's page: the list for everybody from memory, the form for the viewer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from flask import abort, get_template_attribute, render_template, request, url_for
from markupsafe import Markup

from engage.comments import queries
from engage.comments.circumstances import situation
from engage.comments.forms import CommentForm
from engage.comments.listing import PAGE, REPLIES_SHOWN, Sort, is_on_first_page, page_of_comments, replies_before
from engage.comments.models import Comment, CommentStop, ModerationMode, Thread
from engage.comments.pointers import with_pointers
from engage.core import access, cache, clock
from engage.core.permissions import Viewer
from engage.directory.models import Organisation
from engage.publishing import gate
from engage.publishing import queries as publishing
from engage.publishing.models import Publication
from engage.publishing.speaking import reply_organisations

LABELS = {Sort.OLDEST: "Oldest first", Sort.NEWEST: "Newest first", Sort.DISCUSSED: "Most discussed"}


class Place(TypedDict):
    """Where a page begins: behind one comment, from one on, or at the first."""

    after: int | None
    start: int | None


def _takes_comments(publication_id: int) -> bool:
    return queries.thread_of(publication_id).accepts(clock.now())


gate.tell_openness(_takes_comments)


@dataclass(frozen=True)
class ThreadView:
    """What the head and the foot of the section say."""

    publication: Publication
    thread: Thread
    stop: CommentStop | None
    now: datetime
    is_stored: bool
    is_absent: bool
    decide_hours: int

    @property
    def is_public(self) -> bool:
        """Whether the publication is, without which nobody can comment."""
        return self.publication.is_public(self.now)

    @property
    def is_open(self) -> bool:
        """Whether a comment may be sent now."""
        return (
            self.is_public
            and self.publication.withdrawn_at is None
            and self.stop is None
            and self.thread.accepts(self.now)
        )

    @property
    def was_open(self) -> bool:
        """Whether comments were ever taken here."""
        return self.thread.is_open or self.thread.closed_at is not None or self.thread.last_number > 0

    @property
    def closed_on(self) -> datetime | None:
        """When comments closed, as far as it is known."""
        if not self.thread.is_open:
            return self.thread.closed_at
        ended = self.thread.closes_at
        return ended if ended is not None and ended <= self.now else None

    @property
    def read_first(self) -> bool:
        """Whether a moderator reads comments before they are published."""
        return self.thread.mode is ModerationMode.BEFORE or self.is_absent

    @property
    def slow_until(self) -> datetime | None:
        """Until when each person may send one comment in some minutes only."""
        return self.thread.slow_until if self.thread.is_slow(self.now) else None


def thread_view(publication: Publication) -> ThreadView:
    """Where the comments of a publication stand."""
    known = situation(publication.id)
    thread = known.thread or queries.new_thread(publication.id)
    is_stored = known.thread is not None
    return ThreadView(
        publication, thread, known.stop, clock.now(), is_stored, known.absence is not None, known.decide_hours
    )


def render_thread(view: ThreadView, made_from: tuple[int, ...], follow_url: str | None = None) -> Markup:
    """The comments of a publication as a section, for the running request: `?sort=`, `?after=`, `?from=` turn pages.

    `made_from` are the versions of the publication and of the thread from before anything of them was read.
    `follow_url`, which a comment's id completes, is for those who may follow its writer up.
    """
    sort, place = _sort(), place_from_query()
    publication = view.publication
    shown = (sort, *place.values(), follow_url)
    key = ("thread", publication.id, made_from, publication.live_revision, view.is_open, *shown)
    listed = cache.fragment(key, lambda: _render_list(view, sort, place, follow_url))
    viewer = access.viewer()
    fields = _fields(viewer, publication) if view.is_open else None
    whole: Markup = get_template_attribute("comments/_thread.html", "thread")(view, listed, fields, viewer)
    return whole


def _fields(viewer: Viewer, publication: Publication) -> Markup:
    """The fields of an untouched form, without its token: from memory for whoever gets the same."""
    known = (viewer.name, viewer.role_title, viewer.organisation_name)
    speaks_for = reply_organisations(viewer, publication.id)
    key = ("comment-fields", viewer.signed_in, known, tuple((each.id, each.name) for each in speaks_for))
    return cache.fragment(key, lambda: _untouched(viewer, speaks_for))


def _untouched(viewer: Viewer, speaks_for: list[Organisation]) -> str:
    form = comment_form(viewer)
    form.offer(speaks_for)
    return str(get_template_attribute("comments/_form.html", "comment_fields")(form, viewer))


def comment_form(viewer: Viewer) -> CommentForm:
    """The form for a comment by this viewer, filled with what is known or was sent; before it is shown, `offer`."""
    if not viewer.signed_in:
        return CommentForm().for_guest()
    return CommentForm(role=viewer.role_title, organisation=viewer.organisation_name).for_account()


def page_path(comment: Comment) -> str:
    """The address that shows a listed comment: its publication's page from the right place on, and the fragment."""
    fragment = f"comment-{comment.number}"
    before = replies_before(comment) if comment.root_id is not None else 0
    if before >= REPLIES_SHOWN:
        place: dict[str, Any] = {"from": comment.id} if before >= PAGE else {}
        return url_for("comments.replies", comment_id=comment.root_id, _anchor=fragment, **place)
    root = comment if comment.root_id is None else queries.comment(comment.root_id)
    assert root is not None  # noqa: S101 - a foreign key
    place_on_page = "" if is_on_first_page(root) else f"?from={root.id}"
    return f"{publishing.path_of(queries.publication_of(root))}{place_on_page}#{fragment}"


def _render_list(view: ThreadView, sort: Sort, place: Place, follow_url: str | None) -> str:
    publication = view.publication
    listed = page_of_comments(publication.id, sort=sort, **place)
    path = publishing.path_of(publication)
    asked = "" if sort is Sort.OLDEST else f"sort={sort.value}&"
    quoted = any(shown.quote for top in listed.comments for shown in (top, *top.replies))
    return render_template(
        "comments/_list.html",
        entries=with_pointers(listed, publication.id, sort=sort, **place),
        sorts=[(LABELS[each], _sort_path(path, each), each is sort) for each in Sort],
        next_url=f"{path}?{asked}after={listed.after}#comments" if listed.after else None,
        first_url=_sort_path(path, sort) if any(place.values()) else None,
        home=comments_home(),
        path=path,
        anchors=queries.live_anchors(publication) if quoted else frozenset(),
        view=view,
        reply_url=url_for("comments.send", publication_id=publication.id),
        follow_url=follow_url,
    )


def comments_home() -> str:
    """The path below which each comment has its own, by its id: one is put together instead of three for each."""
    return url_for("comments.permalink", comment_id=0).removesuffix("0/")


def _sort_path(path: str, sort: Sort) -> str:
    return f"{path}#comments" if sort is Sort.OLDEST else f"{path}?sort={sort.value}#comments"


def _sort() -> Sort:
    asked = request.args.get("sort", Sort.OLDEST.value)
    if asked not in set(Sort):
        abort(404)
    return Sort(asked)


def place_from_query() -> Place:
    """Where the page begins that the URL asks for with `after` or `from`; 404 for what is no id."""
    return {"after": _id_from_query("after"), "start": _id_from_query("from")}


def _id_from_query(name: str) -> int | None:
    asked = request.args.get(name)
    if asked is None:
        return None
    if not asked.isascii() or not asked.isdigit() or len(asked) > 18:
        abort(404)
    return int(asked)
