"""The blueprints of the upkeep, public and at the desk, and the places of the desk in the menu."""

from flask import Blueprint

from engage.core import navigation
from engage.directory.rights import WRITE

public = Blueprint("directory_upkeep", __name__)
blueprint = Blueprint("directory_upkeep_staff", __name__, url_prefix="/staff/directory")
navigation.add("staff", "directory_upkeep_staff.corrections", "Corrections of entries", 50, WRITE)
navigation.add("staff", "directory_upkeep_staff.suggestions", "Suggested groups", 51, WRITE)
