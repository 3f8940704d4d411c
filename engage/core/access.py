"""The gate of every request: viewer, CSRF, permission mark - in that order, before the view runs."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request, session
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms import ValidationError

from engage.core.database import SAFE_METHODS, db, is_reading, reading, refuse
from engage.core.parameters import address_parts
from engage.core.permissions import VISITOR, Permission, Viewer

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Mark:
    """Who may use a route: everybody, whoever is signed in, or the holders of a permission."""

    kind: str
    permission: Permission | None = None
    authority: str = ""


class Unmarked(Exception):
    """A route says nothing about who may use it."""


class SignInNeeded(Exception):
    """The route is for signed-in people and the visitor is not."""


def _mark(mark: Mark) -> Callable[[View], View]:
    def apply(view: View) -> View:
        view.access = mark  # type: ignore[attr-defined]  # the mark is kept on the function
        return view

    return apply


def public(view: View) -> View:
    """Everybody may use this route."""
    return _mark(Mark("public"))(view)


def signed_in(view: View) -> View:
    """Whoever is signed in may use this route."""
    return _mark(Mark("signed_in"))(view)


def requires(permission: Permission) -> Callable[[View], View]:
    """Holders of the permission may use this route; a thing's own gate may narrow it to areas."""
    return _mark(Mark("permission", permission))


def token_holder(authority: str) -> Callable[[View], View]:
    """Whoever holds the signed token in the URL may use this route, even from elsewhere; `authority` says why."""
    return _mark(Mark("token", authority=authority))


def mark_of(view: Callable[..., Any]) -> Mark:
    """The mark of a view function; raises Unmarked."""
    found = getattr(view, "access", None)
    if not isinstance(found, Mark):
        raise Unmarked(f"{view.__module__}.{view.__qualname__} has no permission mark")
    return found


def missing_permission() -> Permission | None:
    """What the route of the running request asks for, where the viewer holds it nowhere."""
    mark = getattr(current_app.view_functions.get(request.endpoint or ""), "access", None)
    asked = mark.permission if isinstance(mark, Mark) else None
    return None if asked is None or viewer().may(asked) else asked


def viewer() -> Viewer:
    """Who is looking at the running request."""
    found: Viewer | Callable[[], Viewer] = g.get("viewer", VISITOR)
    if not isinstance(found, Viewer):
        g.viewer = VISITOR
        # Read before the unit of work begins, so that nobody's lock waits for it, and with what else is read then.
        with nullcontext() if is_reading() or db.session().in_transaction() else reading():
            found = g.viewer = found()
    return found


def ask_no_more() -> None:
    """Let the page of a failure ask the database nothing: who is looking is a visitor unless it is known by now."""
    if not isinstance(g.get("viewer"), Viewer):
        g.viewer = VISITOR


def csrf_token() -> str:
    """The token for a form on this page; empty for a visitor without a session, whose origin is checked instead."""
    if "token_shown" in g:
        return str(g.token_shown)
    return str(generate_csrf()) if has_session() else ""


@contextmanager
def standing_in(someone: Viewer, token: str) -> Iterator[None]:
    """Make a page as if this viewer looked at it, with this token in its forms; only for one who may do no more."""
    present = viewer()
    g.viewer, g.token_shown = someone, token
    try:
        yield
    finally:
        g.viewer = present
        g.pop("token_shown")


def has_session() -> bool:
    """Whether the visitor came with a session cookie that still says something."""
    return bool(session)


def csrf_failed() -> bool:
    """Whether the running request failed its check; forms then refuse, and nothing of it is ever kept."""
    return bool(g.get("csrf_failed"))


def sent_from_here() -> bool:
    """Whether one of this site's own pages sent the running request; only such a form may be offered again."""
    return not csrf_failed() or _same_origin()


def init_app(app: Flask, load_viewer: Callable[[], Viewer]) -> None:
    """Guard every request; `load_viewer` finds out who is looking when there is a session."""

    @app.before_request
    def guard() -> None:
        if request.endpoint == "static":
            return
        if not has_session():
            g.viewer = VISITOR
        elif request.method in SAFE_METHODS:
            g.viewer = load_viewer()
        else:
            g.viewer = load_viewer
        if request.endpoint is None:
            # Nothing to guard; but the page that says so must not look as if the reader had been signed out.
            return
        mark = mark_of(current_app.view_functions[request.endpoint])
        if request.method not in SAFE_METHODS and mark.kind != "token" and not _csrf_holds():
            g.csrf_failed = True
            refuse()
        _admit(mark)


def _admit(mark: Mark) -> None:
    if mark.kind in ("public", "token"):
        return
    if not viewer().signed_in:
        raise SignInNeeded
    if mark.permission is not None and not viewer().may(mark.permission):
        abort(403)


def _csrf_holds() -> bool:
    """By the token; where none was sent (a page opened before signing in), by what the browser says of the sender."""
    token = request.form.get("csrf_token") or request.headers.get("X-CSRFToken")
    if not has_session():
        return _same_origin()
    if not token:
        return request.headers.get("Sec-Fetch-Site") == "same-origin"
    try:
        validate_csrf(token)
    except ValidationError:
        return False
    return True


def _same_origin() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    said = request.headers.get("Origin") or request.headers.get("Referer")
    return bool(said) and address_parts(said or "").netloc == request.host
