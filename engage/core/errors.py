"""Refusals of meaning, and error pages in plain words with a reference that is also in the log."""

import re
import secrets
from datetime import timedelta
from typing import Any

import structlog
from flask import Flask, Response, current_app, make_response, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from engage.core import access, clock
from engage.core.access import SignInNeeded, sent_from_here

log = structlog.get_logger()
PAGES = frozenset({400, 403, 404, 405, 410, 413, 429, 500, 503})
SENT_AGAIN = frozenset({429, 500, 503})
SECRET = re.compile(r"password|^present$")


class Refused(Exception):
    """An action refuses: `sentence` says why and what to do; `field` names the form field it is about."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        """Keep the sentence and the field."""
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


def init_app(app: Flask) -> None:
    """Answer every error with a page of the site."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SignInNeeded, _sign_in)
    app.register_error_handler(Exception, _failure)


def _http_error(error: HTTPException) -> BaseResponse:
    code = error.code or 500
    if code < 400:
        return BaseResponse(error.get_response().get_data(), status=code, headers=error.get_headers())
    return error_page(code, retry_after=_wait(error))


def _wait(error: HTTPException) -> int | None:
    wait = getattr(error, "retry_after", None)
    return wait if isinstance(wait, int) else None


def _sign_in(_error: SignInNeeded) -> BaseResponse:
    if request.method == "GET":
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    return make_response(render_template("errors/signed_out.html", kept=_typed(), send_again=sent_from_here()), 401)


def _failure(error: Exception) -> BaseResponse:
    if current_app.testing:
        raise error
    reference = secrets.token_hex(4)
    log.error("request_failed", reference=reference, path=request.path, exc_info=error)
    access.ask_no_more()
    busy = isinstance(error, OperationalError) and "locked" in str(error)
    return error_page(503 if busy else 500, reference=reference)


def error_page(code: int, *, reference: str = "", retry_after: int | None = None) -> Response:
    """The page for an error code, in the site's face."""
    page = code if code in PAGES else (400 if code < 500 else 500)
    again = page in SENT_AGAIN and sent_from_here()
    again_at = clock.now() + timedelta(seconds=retry_after) if retry_after else None
    facts: dict[str, Any] = {"reference": reference, "kept": _typed(), "send_again": again, "again_at": again_at}
    if page == 403:
        facts["needed"] = access.missing_permission()
    response = make_response(render_template(f"errors/{page}.html", **facts), code)
    response.headers["Cache-Control"] = "no-store"
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _typed() -> list[tuple[str, str]]:
    """What the person sent and must not lose, without secrets; nothing when it could not be read."""
    if request.method in ("GET", "HEAD"):
        return []
    try:
        sent = request.form.items(multi=True)
    except HTTPException:
        return []
    return [(name, value) for name, value in sent if name != "csrf_token" and not SECRET.search(name)]
