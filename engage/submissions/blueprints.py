"""The two fronts of submissions: what respondents use, and the desk.

Routes of the public front say their whole path, for many stand outside /consultations/: /receipt/, /account/….
"""

from flask import Blueprint

from engage.consultations.blueprints import read_too_large_files

public = Blueprint("submissions", __name__)
staff = Blueprint("submissions_staff", __name__, url_prefix="/staff/consultations")
staff.url_value_preprocessor(read_too_large_files)
