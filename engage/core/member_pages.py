"""One page for all members: kept with holes where each of them sees herself.

A member without further rights sees what every other sees, but for her name, what she says of herself in a form, and
the token of her session. Such a page is made once for a stand-in, whose name is a mark that nobody can guess, and
kept in the memory of each web process like a visitor's page (`core/cache`); every member gets it with her own words,
escaped, where the marks stood.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, Response, g, request, session
from markupsafe import escape

from engage.core import access, cache, clock
from engage.core.permissions import Grant, Role, Viewer

_MARK = secrets.token_hex(16)
_HOLE = re.compile(rf"{_MARK}-(\w+)-".encode())
_MEMBER = (Grant(Role.MEMBER),)
Alike = Callable[[Viewer], bool]


def _hole(name: str) -> str:
    return f"{_MARK}-{name}-"


STAND_IN = Viewer(0, _hole("name"), _hole("email"), _MEMBER, _hole("role"), _hole("organisation"))


@dataclass(frozen=True)
class _Kept:
    """A page between its holes, and what it depends on."""

    scopes: tuple[str, ...]
    versions: tuple[int, ...]
    until: datetime | None
    pieces: tuple[bytes, ...]
    holes: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    alike: Alike

    @property
    def weight(self) -> int:
        return sum(map(len, self.pieces)) + 500

    def holds(self) -> bool:
        return (self.until is None or clock.now() < self.until) and cache.versions(self.scopes) == self.versions

    def filled(self) -> Response:
        """The page for the viewer of the running request."""
        viewer = access.viewer()
        own = {
            "name": viewer.name,
            "email": viewer.email,
            "role": viewer.role_title,
            "organisation": viewer.organisation_name,
            "token": access.csrf_token(),
        }
        words = {name: str(escape(value)).encode() for name, value in own.items()}
        between = [words[name] for name in self.holes]
        body = b"".join(part for pair in zip(self.pieces, [*between, b""], strict=True) for part in pair)
        return Response(body, headers=list(self.headers))


def init_app(app: Flask) -> None:
    """Answer members from what is kept, once the gate has let them in."""

    @app.before_request
    def answer() -> Response | None:
        if not _is_member():
            return None
        kept: _Kept | None = cache.kept_here().member_pages.get(cache.key_of(request.environ))
        if kept is None or not kept.holds() or not kept.alike(access.viewer()):
            return None
        return kept.filled()


def shared(alike: Alike, make: Callable[[], Response]) -> Response:
    """The page that `make` gives, the same for every member of whom `alike` holds, and kept for them.

    The view has said with `cache.page` what the page depends on. `alike` is asked at every opening: it reads what
    makes a member see more than others here, and must not hold on to the session.
    """
    if not _is_member() or not alike(access.viewer()):
        return make()
    with access.standing_in(STAND_IN, _hole("token")):
        made = make()
    pieces = _HOLE.split(made.get_data())
    headers = tuple((name, value) for name, value in made.headers if name != "Content-Length")
    holes = tuple(name.decode() for name in pieces[1::2])
    kept = _Kept(g.page_scopes, g.page_versions, g.page_until, tuple(pieces[::2]), holes, headers, alike)
    cache.kept_here().member_pages.put(cache.key_of(request.environ), kept)
    return kept.filled()


def _is_member() -> bool:
    """Whether a member without further rights looks at a page on which nothing is said to her alone."""
    return request.method == "GET" and access.viewer().grants == _MEMBER and "_flashes" not in session
