"""What machines ask for: health, icons, the logo."""

from flask import Flask, Response, abort, current_app, jsonify, redirect, send_file
from werkzeug.wrappers import Response as BaseResponse

from engage.core import cache, clock
from engage.core.access import public
from engage.core.assets import asset_url
from engage.publishing import queries
from engage.publishing.models import Plan
from engage.site import health, preview
from engage.site.front import blueprint


@blueprint.get("/health/live")
@public
def live() -> Response:
    """Whether this process answers."""
    return jsonify(status="alive")


@blueprint.get("/health/ready")
@public
def ready() -> tuple[Response, int]:
    """Whether this process can serve pages: 200, or 503 with what is missing."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    assert isinstance(app, Flask)  # noqa: S101 - narrows
    found = health.examine(app)
    said = jsonify(
        status="ready" if found.ready else "not ready",
        database="reachable" if found.database else "unreachable",
        migrations="at head" if found.migrations else "missing",
        worker="at work" if found.worker else "silent",
    )
    return said, 200 if found.ready else 503


@blueprint.get("/favicon.ico")
@public
def favicon() -> BaseResponse:
    """Where the icon lies, for those who ask without looking at a page."""
    return redirect(asset_url("favicon.svg"), 302)


@blueprint.get("/preview/<int:publication_id>.png")
@public
def preview_card(publication_id: int) -> Response:
    """The picture that other sites show beside a link to a publication."""
    cache.page(f"publication:{publication_id}")
    found = queries.publication(publication_id)
    if found is None or not found.is_public(clock.now()):
        abort(404)
    kicker = found.status.label if isinstance(found, Plan) else ""
    settings = current_app.config["ENGAGE"]
    drawn = preview.card(title=found.title, kicker=kicker, site_name=settings.site_name, accent=settings.accent)
    return Response(drawn, content_type="image/png")


@blueprint.get("/logo")
@public
def logo() -> Response:
    """The logo of the site."""
    path = current_app.config["ENGAGE"].logo
    if path is None or not path.is_file():
        abort(404)
    return send_file(path.resolve(), max_age=3600)
