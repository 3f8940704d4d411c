"""The WSGI application, for gunicorn: `gunicorn wsgi:app`."""

from engage.app import create_app
from engage.core.settings import load_settings

app = create_app(load_settings())
