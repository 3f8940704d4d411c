"""The two fronts of consultations: what the public sees, and the desk.

Routes of the public front say their whole path, for some stand outside /consultations/: /receipt/, /account/….
"""

from flask import Blueprint

public = Blueprint("consultations", __name__)
staff = Blueprint("consultations_staff", __name__, url_prefix="/staff/consultations")
