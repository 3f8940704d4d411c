"""The desk of saved lists, and its place in the menu."""

from flask import Blueprint

from engage.core import navigation
from engage.directory.rights import CONTACTS

blueprint = Blueprint("lists_staff", __name__, url_prefix="/staff/directory")
navigation.add("staff", "lists_staff.lists", "Lists", 48, CONTACTS)
