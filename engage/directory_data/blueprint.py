"""The desk of the files of the directory, and its places in the menu."""

from flask import Blueprint

from engage.core import navigation
from engage.directory.rights import CONTACTS

blueprint = Blueprint("directory_data_staff", __name__, url_prefix="/staff/directory")
navigation.add("staff", "directory_data_staff.imports", "Taking files in", 52, CONTACTS)
navigation.add("staff", "directory_data_staff.exports", "Taking files away", 52, CONTACTS)
