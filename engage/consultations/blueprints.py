"""The two fronts of consultations: what the public sees, and the desk.

Routes of the public front say their whole path.
"""

from typing import Any

from flask import Blueprint, current_app, request

public = Blueprint("consultations", __name__)
staff = Blueprint("consultations_staff", __name__, url_prefix="/staff/consultations")


@staff.url_value_preprocessor
def read_too_large_files(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Read more than the largest upload: its field then refuses it, and what was typed beside it is kept."""
    request.max_content_length = 3 * int(current_app.config["MAX_CONTENT_LENGTH"])
