"""The staff's view of consent: what one person agreed to and refused, each line proved by the ledger."""

import json

from flask import make_response, request
from werkzeug.wrappers import Response

from engage.core import pages
from engage.core.access import requires
from engage.mail import consents
from engage.mail.blueprints import staff as blueprint
from engage.mail.rights import MANAGE_MAIL


@blueprint.get("/consents/")
@requires(MANAGE_MAIL)
def find_consents() -> Response:
    """What the person at an address said about our mail, oldest first."""
    email = request.args.get("email", "").strip().lower()
    rows = list(consents.of_address(email)) if email else []
    return pages.page("subscriptions/staff_consents.html", email=email, rows=rows)


@blueprint.get("/consents.json")
@requires(MANAGE_MAIL)
def export_consents() -> Response:
    """The same as a file for the person."""
    email = request.args.get("email", "").strip().lower()
    whole = [consents.as_facts(one) for one in consents.of_address(email)]
    file = make_response(json.dumps(whole, indent=2, ensure_ascii=False) + "\n")
    file.headers["Content-Type"] = "application/json; charset=utf-8"
    file.headers["Content-Disposition"] = "attachment; filename=consents.json"
    return file
