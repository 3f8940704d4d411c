"""The blueprint of what writers and readers do about decisions."""

from flask import Blueprint

from engage.core import navigation

blueprint = Blueprint("casework", __name__)
navigation.add("footer", "casework.illegal", "Report illegal content", 80)
