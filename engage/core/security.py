"""Headers that keep a page to itself."""

from flask import Flask, Response, request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"


def init_app(app: Flask, https: bool) -> None:
    """Add the headers to every answer."""

    @app.after_request
    def protect(response: Response) -> Response:
        headers = response.headers
        said = {name.lower() for name in headers.keys()}  # noqa: SIM118 - its own iteration gives pairs
        for name, value in ALWAYS.items():
            if name.lower() not in said:
                headers.add(name, value)
        if https and request.is_secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response
