"""What the pages of this feature hang on."""

from flask import Blueprint

blueprint = Blueprint("person", __name__, url_prefix="/account/data")
staff = Blueprint("person_staff", __name__, url_prefix="/staff/people")
