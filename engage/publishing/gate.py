"""The object gate of the desk and what each of its pages shows of the publication it is about."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NoReturn

from flask import abort, current_app, url_for

from engage.core import clock
from engage.core.access import mark_of, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page
from engage.publishing import desk, queries
from engage.publishing.models import Plan, Post, Publication, Revision

Tab = tuple[str, str, bool, None]
# Comments stand above publishing and say here whether a publication's are open.
_openness: list[Callable[[int], bool]] = []


def tell_openness(is_open: Callable[[int], bool]) -> None:
    """Let the desk ask whether the comments on a publication of an id are open."""
    _openness[:] = [is_open]


def editable(publication_id: int) -> Publication:
    """The publication for a viewer who may edit it; else 404."""
    return queries.access_editable(viewer(), publication_id)


def changeable(publication_id: int) -> Publication:
    """The publication for a viewer who may change what stands around its texts; 403 in words for one who may not."""
    found = editable(publication_id)
    return found if queries.may_change(viewer(), found) else _forbid(found, "change")


def changeable_plan(publication_id: int) -> Plan:
    """The plan for a viewer who may change what stands around its texts."""
    found = editable(publication_id)
    if not isinstance(found, Plan):
        abort(404)
    return found if queries.may_change(viewer(), found) else _forbid(found, "change")


def changeable_post(publication_id: int) -> Post:
    """The post for a viewer who may change what stands around its texts."""
    found = editable(publication_id)
    if not isinstance(found, Post):
        abort(404)
    return found if queries.may_change(viewer(), found) else _forbid(found, "change")


def empowerable_plan(publication_id: int) -> Plan:
    """The plan for a viewer who may say what organisations may do with it."""
    found = editable(publication_id)
    if not isinstance(found, Plan):
        abort(404)
    return found if queries.may_empower(viewer(), found) else _forbid(found, "empower")


def _forbid(publication: Publication, what: str) -> NoReturn:
    """Say to one who may write it why this is not for them, and who can do it."""
    abort(page("publishing/forbidden.html", 403, about=about(publication, "forbidden"), what=what))


def approvable(publication_id: int) -> Publication:
    """The publication for a viewer who may publish it; 403 for one who may only write it."""
    found = editable(publication_id)
    return found if queries.may_approve(viewer(), found) else abort(403)


def deletable(publication_id: int) -> Publication:
    """The publication for one who began it or may publish it; 403 for others who may write it."""
    found = editable(publication_id)
    return found if may_delete(found) else abort(403)


def may_delete(publication: Publication) -> bool:
    """Whether the viewer may delete it while it is a draft: who began it, and who could publish it."""
    return publication.created_by == viewer().account_id or queries.may_approve(viewer(), publication)


PLACES = {
    "edit": "Text",
    "details": "Details",
    "status": "Status and contact",
    "organisations": "Organisations",
    "milestones": "Timetable",
    "workstreams": "Workstreams",
    "picture": "Picture",
    "files": "Files",
    "related": "Read more",
    "release": "Publish",
    "history": "History",
}
OF_PLANS = frozenset({"status", "organisations", "milestones", "workstreams"})
OF_POSTS = frozenset({"picture"})
TO_CHANGE = frozenset({"details", "status", "milestones", "workstreams", "picture", "files", "related"})


@dataclass(frozen=True)
class About:
    """The publication that a page of the desk is about, as the head of the page shows it."""

    publication: Publication
    latest: Revision
    here: str

    @property
    def state(self) -> str:
        """Draft, scheduled, public, changed, updating or withdrawn."""
        return desk.state_of(self.publication, clock.now())

    @property
    def is_public(self) -> bool:
        """Whether readers see it, and it is not withdrawn."""
        return self.state in ("public", "changed", "updating")

    @cached_property
    def may_publish(self) -> bool:
        """Whether the viewer may publish it."""
        return queries.may_approve(viewer(), self.publication)

    @cached_property
    def may_delete(self) -> bool:
        """Whether the viewer may delete it."""
        return self.state == "draft" and may_delete(self.publication)

    @property
    def path(self) -> str:
        """Where it stands on the site."""
        return queries.path_of(self.publication)

    @property
    def comments_open(self) -> bool:
        """Whether people can comment on it, or can as soon as it is public."""
        return any(is_open(self.publication.id) for is_open in _openness)

    @property
    def comments_path(self) -> str | None:
        """Where the viewer may open or close its comments; nothing for others."""
        endpoint = "moderation_staff.thread"
        needed = mark_of(current_app.view_functions[endpoint]).permission
        if needed is None or not viewer().may(needed):
            return None
        return url_for(endpoint, publication_id=self.publication.id)

    @property
    def tabs(self) -> list[Tab]:
        """The pages of the desk about it on which the viewer may do something."""
        other = OF_POSTS if isinstance(self.publication, Plan) else OF_PLANS
        if not queries.may_change(viewer(), self.publication):
            other |= TO_CHANGE
        if not queries.may_empower(viewer(), self.publication):
            other |= {"organisations"}
        return [
            (label, url_for(f"publishing_staff.{place}", publication_id=self.publication.id), place == self.here, None)
            for place, label in PLACES.items()
            if place not in other
        ]


def about(publication: Publication, here: str) -> About:
    """What the head of a page shows."""
    return About(publication, queries.latest_revision(publication), here)


def say(form: Form, refusal: Refused) -> None:
    """Put a refusal to the field that it is about, or to the top of the form."""
    form.refuse(refusal.field if refusal.field in form else None, refusal.sentence)
