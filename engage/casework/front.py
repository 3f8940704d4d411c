"""The blueprint of the staff pages of casework, and their places in the menu."""

from flask import Blueprint

from engage.casework.rights import HEAR_APPEALS
from engage.core import navigation

blueprint = Blueprint("casework_staff", __name__, url_prefix="/staff/moderation")
navigation.add("staff", "casework_staff.appeals", "Appeals", 37, HEAR_APPEALS)
