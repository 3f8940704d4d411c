"""An application for tests, and what it was asked for."""

from pathlib import Path

from flask import request, request_started

from engage.app import create_app
from engage.core.settings import Settings

routes_seen: set[str] = set()
routes_known: set[str] = set()


def make_site(home, data_dir: Path, **changes):
    """An application over a database home; its jobs run when a test says so."""
    usual = {
        "sqlite_synchronous": "OFF",
        "argon2_memory_kib": 8,
        "site_name": "North Vale listens",
        "site_owner": "North Vale Health Board",
        "site_email": "people@northvale.example",
    }
    settings = Settings(data_dir=data_dir, database_url=home.url, **{**usual, **changes})
    app = create_app(settings)
    app.testing = True
    home.prepare(app)
    request_started.connect(_note_route, app)
    routes_known.update(rule.endpoint for rule in app.url_map.iter_rules())
    return app


def _note_route(_app, **_facts):
    if request.endpoint is not None:
        routes_seen.add(request.endpoint)
