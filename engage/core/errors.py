"""Refusals of meaning, and error pages in plain words with a reference that is also in the log."""

import secrets

import structlog
from flask import Flask, Response, current_app, make_response, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from engage.core import access
from engage.core.access import SignInNeeded

log = structlog.get_logger()
PAGES = frozenset({400, 403, 404, 405, 410, 413, 429, 500, 503})


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
    return error_page(code, retry_after=getattr(error, "retry_after", None))


def _sign_in(_error: SignInNeeded) -> BaseResponse:
    if request.method == "GET":
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)
    kept = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    return make_response(render_template("errors/signed_out.html", kept=kept, action=request.full_path), 401)


def _failure(error: Exception) -> BaseResponse:
    if current_app.testing:
        raise error
    reference = secrets.token_hex(4)
    log.error("request_failed", reference=reference, path=request.path, exc_info=error)
    access.ask_no_more()
    busy = isinstance(error, OperationalError) and "locked" in str(error)
    return error_page(503 if busy else 500, reference=reference)


def error_page(code: int, *, reference: str = "", retry_after: object = None) -> Response:
    """The page for an error code, in the site's face."""
    page = code if code in PAGES else (400 if code < 500 else 500)
    response = make_response(render_template(f"errors/{page}.html", reference=reference), code)
    response.headers["Cache-Control"] = "no-store"
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response
