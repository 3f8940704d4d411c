"""Ready-made public pages and fragments, each as good as the versions in the database that it was made from.

A page for a visitor without a session is the same for everybody. It is kept in the memory of each web process,
compressed, with the versions of its scopes; before it is served one statement asks the database whether they
still hold, so that what one process hides no other goes on showing.
"""

import functools
import gzip
import hashlib
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import brotli
from cachetools import LRUCache
from flask import Flask, Response, current_app, g, request
from markupsafe import Markup
from sqlalchemy import ColumnElement, Engine, Text, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.orm import Mapped, mapped_column

from engage.core import access, clock
from engage.core.database import Base, db
from engage.core.prepared import Prepared, PreparedSelect

Kept = TypeVar("Kept")
SITE = "site"
COMPRESSED = ("text/", "application/atom+xml", "application/xml", "application/json")


class PageVersion(Base):
    """How often what a scope covers has changed."""

    __tablename__ = "page_version"

    scope: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


def bump(*scopes: str) -> None:
    """Say in the running unit of work that what these scopes cover has changed."""
    for scope in sorted(set(scopes)):
        _RAISE.run({"scope": scope})


def _raise_version(dialect: str) -> Any:
    insert = insert_postgresql if dialect == "postgresql" else insert_sqlite
    new = insert(PageVersion.__table__).values(scope=bindparam("scope"), number=1)  # type: ignore[arg-type]  # typed as FromClause
    return new.on_conflict_do_update(index_elements=["scope"], set_={"number": PageVersion.number + 1})


_RAISE = Prepared(_raise_version)


def versions(scopes: Iterable[str]) -> tuple[int, ...]:
    """The present versions of the scopes, in their order."""
    wanted = tuple(scopes)
    rows = _versions_of(len(wanted)).all({f"scope_{place}": scope for place, scope in enumerate(wanted)})
    found = {row.scope: row.number for row in rows}
    return tuple(found.get(scope, 0) for scope in wanted)


@functools.cache
def _versions_of(many: int) -> PreparedSelect:
    wanted = [bindparam(f"scope_{place}", type_=Text) for place in range(many)]
    table: Any = PageVersion.__table__
    return PreparedSelect(select(*table.c).where(table.c.scope.in_(wanted)))


@dataclass(frozen=True)
class Ready:
    """A page as it can be sent, and what it depends on."""

    scopes: tuple[str, ...]
    versions: tuple[int, ...]
    until: datetime | None
    etag: str
    headers: tuple[tuple[str, str], ...]
    bodies: dict[str, bytes]

    @property
    def weight(self) -> int:
        """Bytes that it takes in memory once it was asked for in every encoding, about."""
        return len(self.bodies[""]) * 3 // 2 + 500

    def body(self, encoding: str) -> bytes:
        """The page in an encoding, compressed when it is first asked for."""
        if encoding not in self.bodies:
            self.bodies[encoding] = _squeeze(self.bodies[""], encoding)
        return self.bodies[encoding]


class Store(Generic[Kept]):
    """What one process keeps under keys, up to a weight in all; what was not asked for longest goes first."""

    def __init__(self, megabytes: int, weigh: Callable[[Kept], int]) -> None:
        """Keep at most so many megabytes; 0 keeps nothing."""
        self._kept: LRUCache[Any, Kept] = LRUCache(megabytes * 1_000_000, getsizeof=weigh)
        self._weigh = weigh
        self._lock = threading.Lock()

    def get(self, key: Any) -> Kept | None:
        """What is kept under a key."""
        with self._lock:
            return self._kept.get(key)

    def put(self, key: Any, thing: Kept) -> None:
        """Keep a thing unless it is too large to be worth it."""
        with self._lock:
            if self._weigh(thing) < self._kept.maxsize / 8:
                self._kept[key] = thing

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()


class PageCache:
    """What one process keeps: visitors' pages, pages between the words of a member, and pieces of pages."""

    def __init__(self, megabytes: int) -> None:
        """Keep at most so many megabytes of each; 0 keeps nothing."""
        self.pages: Store[Ready] = Store(megabytes, lambda page: page.weight)
        self.member_pages: Store[Any] = Store(megabytes, lambda page: int(page.weight))
        self._fragments: Store[Markup] = Store(megabytes, lambda fragment: len(fragment) * 2)

    def clear(self) -> None:
        """Forget everything."""
        for store in (self.pages, self.member_pages, self._fragments):
            store.clear()

    def fragment(self, key: tuple[Any, ...], make: Callable[[], str]) -> Markup:
        """The fragment kept under a key that names the versions it was made from, made if it is not there."""
        found = self._fragments.get(key)
        if found is None:
            found = Markup(make())  # noqa: S704 - the output of a template that escapes
            self._fragments.put(key, found)
        return found


class Reader:
    """Reads versions by the driver alone, for the path that must be fast."""

    def __init__(self, engine: Engine) -> None:
        """Read from this engine's pool."""
        self._engine = engine
        self._mark = "?" if engine.dialect.name == "sqlite" else "%s"

    def read(self, scopes: Sequence[str]) -> tuple[int, ...]:
        """The present versions of the scopes, in their order, by one statement."""
        marks = ",".join([self._mark] * len(scopes))
        raw = self._engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute(f"SELECT scope, number FROM page_version WHERE scope IN ({marks})", tuple(scopes))  # noqa: S608 - marks only
            found: dict[str, int] = dict(cursor.fetchall())
            cursor.close()
        finally:
            raw.close()
        return tuple(found.get(scope, 0) for scope in scopes)


def version_of(scope: ColumnElement[str] | str) -> ColumnElement[int]:
    """The version of a scope as a column, for a statement that reads it with what else a page begins with."""
    number = select(PageVersion.number).where(PageVersion.scope == scope).scalar_subquery()
    return func.coalesce(number, 0)


def page(*scopes: str, until: datetime | None = None, known: tuple[int, ...] | None = None) -> tuple[int, ...]:
    """Say, before reading anything, that the page being made depends on these scopes alone, and on the clock.

    Gives the versions of `SITE` and of the scopes, for the keys of its fragments; `known` are these versions, where
    the statement that began the page has read them.
    """
    g.page_scopes = tuple(dict.fromkeys((SITE, *scopes)))
    g.page_versions = made_from = versions(g.page_scopes) if known is None else known
    g.page_until = until
    return made_from


def page_until(moment: datetime | None) -> None:
    """Say that the page being made changes by the clock at a moment; the earliest one said counts."""
    known = g.get("page_until")
    if moment is not None and (known is None or moment < known):
        g.page_until = moment


def fragment(key: tuple[Any, ...], make: Callable[[], str]) -> Markup:
    """A piece of a page, from memory if it was made before under the same key."""
    return kept_here().fragment(key, make)


def kept_here() -> PageCache:
    """What this process keeps."""
    found = current_app.extensions["engage.cache"]
    assert isinstance(found, PageCache)  # noqa: S101 - narrows
    return found


def init_app(app: Flask, megabytes: int) -> None:
    """Keep the pages that views declare with `page`, and serve them before the application is asked."""
    app.extensions["engage.cache"] = kept = PageCache(megabytes)
    app.after_request(_finish)
    with app.app_context():
        reader = Reader(db.engine)
    app.wsgi_app = _Front(app.wsgi_app, kept, reader, app.config["SESSION_COOKIE_NAME"])  # type: ignore[method-assign, assignment]  # how Flask means it


def _finish(response: Response) -> Response:
    if access.has_session() or "Set-Cookie" in response.headers:
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.vary.add("Cookie")
        return response
    scopes = g.get("page_scopes")
    if response.direct_passthrough or response.is_streamed:
        return response
    if scopes is None or response.status_code != 200 or request.method != "GET":
        response.headers.setdefault("Cache-Control", "no-store")
        return _compressed(response)
    response.headers["Cache-Control"] = "public, no-cache"
    response.vary.add("Cookie")
    response.vary.add("Accept-Encoding")
    ready = _ready(response)
    kept_here().pages.put(key_of(request.environ), ready)
    return _answer(ready, response)


def _ready(response: Response) -> Ready:
    body = response.get_data()
    headers = [(k, v) for k, v in response.headers if k.lower() not in ("content-length", "etag", "content-encoding")]
    etag = hashlib.sha256(body).hexdigest()[:24]
    return Ready(g.page_scopes, g.page_versions, g.get("page_until"), etag, tuple(headers), {"": body})


def _answer(ready: Ready, response: Response) -> Response:
    encoding = _encoding(request.environ.get("HTTP_ACCEPT_ENCODING", ""))
    response.set_data(ready.body(encoding))
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["ETag"] = f'W/"{ready.etag}"'
    return response


def _compressed(response: Response) -> Response:
    if (response.mimetype or "").startswith(COMPRESSED) and len(response.get_data()) > 1000:
        encoding = _encoding(request.environ.get("HTTP_ACCEPT_ENCODING", ""))
        if encoding and "Content-Encoding" not in response.headers:
            response.set_data(_squeeze(response.get_data(), encoding))
            response.headers["Content-Encoding"] = encoding
            response.vary.add("Accept-Encoding")
    return response


def _squeeze(body: bytes, encoding: str) -> bytes:
    return gzip.compress(body, 6, mtime=0) if encoding == "gzip" else bytes(brotli.compress(body, quality=4))


def _encoding(accepted: str) -> str:
    if "br" in accepted:
        return "br"
    return "gzip" if "gzip" in accepted else ""


def key_of(environ: dict[str, Any]) -> str:
    """Under what a page is kept: the address that was asked for."""
    return f"{environ.get('HTTP_HOST', '')}{environ.get('PATH_INFO', '')}?{environ.get('QUERY_STRING', '')}"


class _Front:
    """The WSGI layer that serves ready pages to visitors without a session."""

    def __init__(self, app: Any, kept: PageCache, reader: Reader, cookie: str) -> None:
        self._app, self._kept, self._reader, self._cookie = app, kept, reader, f"{cookie}="

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer from memory what still holds; else ask the application."""
        if environ["REQUEST_METHOD"] == "GET" and self._cookie not in environ.get("HTTP_COOKIE", ""):
            ready = self._kept.pages.get(key_of(environ))
            if ready is not None and self._holds(ready):
                return _send(ready, environ, start)
        result: Iterable[bytes] = self._app(environ, start)
        return result

    def _holds(self, ready: Ready) -> bool:
        if ready.until is not None and clock.now() >= ready.until:
            return False
        return self._reader.read(ready.scopes) == ready.versions


def _send(ready: Ready, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    tag = f'W/"{ready.etag}"'
    if tag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start("304 NOT MODIFIED", [(k, v) for k, v in ready.headers if k != "Content-Type"] + [("ETag", tag)])
        return [b""]
    encoding = _encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    body = ready.body(encoding)
    extra = [("ETag", tag), ("Content-Length", str(len(body)))]
    if encoding:
        extra.append(("Content-Encoding", encoding))
    start("200 OK", [*ready.headers, *extra])
    return [body]
