"""Flask's sessions in a signed cookie."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer


class Sessions(SecureCookieSessionInterface):
    """The signer, which is the same for every request of an application, is made once."""

    def __init__(self) -> None:
        """Make nothing yet: the secret is known when a cookie is first read."""
        self._signer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs and reads the cookie; nothing without a secret."""
        if self._signer is None:
            self._signer = super().get_signing_serializer(app)
        return self._signer
