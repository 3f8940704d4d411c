"""The application factory, in the order in which things happen."""

import importlib
import importlib.util
import logging
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, Request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map, MapAdapter

from engage.core import (
    access,
    assets,
    cache,
    calendar,
    database,
    errors,
    files,
    i18n,
    jobs,
    ledger,
    limits,
    member_pages,
    outbox,
    pages,
    sealing,
    security,
    sessions,
    theme,
    undoing,
)
from engage.core.parameters import LARGEST_ID, SiteRequest
from engage.core.settings import Settings
from engage.shelves import SHELVES

TABLES_AND_JOBS_OF_CORE = (cache, calendar, files, jobs, ledger, limits, outbox, sealing, undoing)
ROOT = Path(__file__).resolve().parent.parent
PARTS = ("models", "verbs", "rights", "person_data", "jobs", "commands", "views", "views_public", "views_staff")


class IdConverter(IntegerConverter):
    """Numbers in addresses, as large as the databases can compare with an id; a larger one is a page not found."""

    def __init__(self, url_map: Map, *args: Any, **options: Any) -> None:
        """Set the largest number unless the route does."""
        super().__init__(url_map, *args, **{"max": LARGEST_ID, **options})


class EngageFlask(Flask):
    """Flask whose jobs and commands make links too: to the site's public address.

    SERVER_NAME would do that as well, but it would also send the redirects of requests to that address.
    """

    request_class = SiteRequest

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Where links lead: to the host that was asked, or outside a request to the public address."""
        if request is not None:
            return super().create_url_adapter(request)
        home = urlsplit(self.config["ENGAGE"].base_url)
        return self.url_map.bind(home.netloc, url_scheme=home.scheme)


def create_app(settings: Settings) -> Flask:
    """A site with these settings; touches the disk only for its data folder."""
    app = EngageFlask("engage", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.url_map.converters["int"] = IdConverter
    app.session_interface = sessions.Sessions()
    _configure(app, settings)
    # The database, uploads and mail are nobody else's on this machine, whoever makes them first.
    os.umask(0o077)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    features = {shelf: _parts(shelf) for shelf in SHELVES}
    database.init_app(app, settings)
    pages.init_app(app, settings)
    i18n.init_app(app)
    errors.init_app(app)
    features["accounts"]["session"].init_app(app)
    access.init_app(app, features["accounts"]["session"].load_viewer)
    security.init_app(app, settings.cookies_secure)
    theme.init_app(app)
    _register(app, features)
    jobs.init_app(app, settings)
    cache.init_app(app, settings.page_cache_mb)
    member_pages.init_app(app)
    assets.init_app(app)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # how Flask means it
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        ENGAGE=settings,
        SECRET_KEY=settings.secret_key,
        DEBUG=settings.debug,
        SESSION_COOKIE_NAME="engage_session",
        SESSION_COOKIE_SECURE=settings.cookies_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=60 * 60 * 24 * 30,
        MAX_CONTENT_LENGTH=settings.upload_limit_mb * 1_000_000 + 2_000_000,
        MAX_FORM_MEMORY_SIZE=8_000_000,
        PREFERRED_URL_SCHEME=settings.base_url.partition(":")[0],
        WTF_CSRF_TIME_LIMIT=None,
    )
    _configure_logs(settings)


def _configure_logs(settings: Settings) -> None:
    render = structlog.processors.JSONRenderer() if settings.log_format == "json" else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            render,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _parts(shelf: str) -> dict[str, ModuleType]:
    parts = [*PARTS, "session"] if shelf == "accounts" else PARTS
    found = {}
    for part in parts:
        name = f"engage.{shelf}.{part}"
        if importlib.util.find_spec(name) is not None:
            found[part] = importlib.import_module(name)
    return found


def _register(app: Flask, features: dict[str, dict[str, ModuleType]]) -> None:
    for parts in features.values():
        for part in ("views", "views_public", "views_staff"):
            if part in parts:
                app.register_blueprint(parts[part].blueprint)
