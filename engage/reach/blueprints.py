"""The fronts of reach: the staff's pages, and the page behind the link in an invitation."""

from flask import Blueprint

from engage.core import navigation
from engage.reach.rights import READ

staff = Blueprint("reach_staff", __name__, url_prefix="/staff/reach")
public = Blueprint("reach", __name__)
navigation.add("staff", "reach_staff.index", "Reach", 54, READ)
