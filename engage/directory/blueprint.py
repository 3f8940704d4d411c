"""The blueprints of the directory, public and at the desk, and the places of the desk in the menu."""

from flask import Blueprint

from engage.core import navigation
from engage.directory.rights import CONTACTS, WRITE

public = Blueprint("directory", __name__)
blueprint = Blueprint("directory_staff", __name__, url_prefix="/staff/directory")
navigation.add("staff", "directory_staff.index", "Organisations", 46, WRITE)
navigation.add("staff", "directory_staff.contacts", "Contacts", 47, CONTACTS)
navigation.add("staff", "directory_staff.networks", "Networks and panels", 49, WRITE)
