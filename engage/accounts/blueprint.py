"""The pages below /account/."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__, url_prefix="/account")
