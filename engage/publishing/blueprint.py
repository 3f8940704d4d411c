"""The desk below /staff/publishing/."""

from flask import Blueprint

blueprint = Blueprint("publishing_staff", __name__, url_prefix="/staff/publishing")
