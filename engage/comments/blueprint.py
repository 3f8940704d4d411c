"""The pages below /comments/."""

from flask import Blueprint

blueprint = Blueprint("comments", __name__, url_prefix="/comments")
