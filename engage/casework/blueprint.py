"""The blueprint of what writers and readers do about decisions."""

from flask import Blueprint

blueprint = Blueprint("casework", __name__, url_prefix="/appeals")
