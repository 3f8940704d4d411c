"""What every page is given, and how a view answers."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import (
    Flask,
    Response,
    abort,
    get_flashed_messages,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from jinja2 import StrictUndefined
from werkzeug.wrappers import Response as BaseResponse

from engage.core import access, navigation
from engage.core.settings import Settings


@dataclass(frozen=True)
class Site:
    """What pages say of the site itself."""

    name: str
    strapline: str
    owner: str
    email: str
    base_url: str
    language: str
    accent: str
    logo_url: str | None


def init_app(app: Flask, settings: Settings) -> None:
    """Give templates their surroundings; an undefined name in a template is an error."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config["SITE"] = site = Site(
        name=settings.site_name,
        strapline=settings.site_strapline,
        owner=settings.site_owner,
        email=settings.site_email,
        base_url=settings.base_url,
        language=settings.language,
        accent=settings.accent,
        logo_url="/logo" if settings.logo else None,
    )

    # A global, because imported macros see no context: it asks the running request each time.
    app.jinja_env.globals["csrf_token"] = access.csrf_token

    @app.context_processor
    def surroundings() -> dict[str, Any]:
        return {
            "site": site,
            "viewer": access.viewer(),
            "menu": _Menu("main"),
            "staff_menu": navigation.staff_groups,
            "account_menu": _Menu("account"),
            "footer_menu": _Menu("footer"),
            "flashes": _Flashes(),
        }


class _Menu:
    """A menu that is worked out only when a page shows it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __iter__(self) -> Any:
        return iter(navigation.items(self._name))


class _Flashes:
    """What was said for the next page, taken only by a page that shows it."""

    def __bool__(self) -> bool:
        return "_flashes" in session

    def __iter__(self) -> Any:
        return iter(get_flashed_messages(with_categories=True) if self else ())


def page(template: str, /, status: int = 200, **context: Any) -> Response:
    """A page of the site; 422 for one that shows a refused form."""
    return make_response(render_template(template, **context), status)


def see_other(url: str) -> BaseResponse:
    """Where to look after something was done: 303."""
    return redirect(url, 303)


def cursor_from_query() -> tuple[datetime, int] | None:
    """The place in a list paged by (moment, id) that the URL names as `after`; a forged one is 404."""
    raw = request.args.get("after")
    if not raw:
        return None
    try:
        moment, _, row = base64.urlsafe_b64decode(raw.encode()).decode().partition("|")
        parsed = datetime.fromisoformat(moment), int(row)
    except ValueError:
        abort(404)
    if parsed[0].tzinfo is None or not 0 <= parsed[1] < 2**62:
        abort(404)
    return parsed


def cursor_text(moment: datetime, row: int) -> str:
    """The text of a place in a list paged by (moment, id)."""
    return base64.urlsafe_b64encode(f"{moment.isoformat()}|{row}".encode()).decode()


def local_path(target: str | None) -> str | None:
    """The target if it is a path of this site, to go back to after signing in; else nothing."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return None
    return target if target.isprintable() else None
