"""Files of submissions: only by a signed link, only as attachments, only when nothing was found in them."""

from datetime import timedelta

from flask import Response, abort, send_file

from engage.core import tokens
from engage.core.access import public
from engage.core.files import location
from engage.submissions import queries
from engage.submissions.blueprints import public as blueprint
from engage.submissions.filelinks import PURPOSE
from engage.submissions.holding import private
from engage.submissions.models import FileState


@blueprint.get("/consultations/files/<token>/<name>")
@public
def response_file(token: str, name: str) -> Response:
    """The bytes of a file, for whoever was given the link today."""
    try:
        facts = tokens.read(PURPOSE, token, within=timedelta(days=1))
    except tokens.BadToken:
        abort(404)
    found = queries.file_with_bytes(int(facts["file"]))
    if found is None or found[1].name != name or found[0].state not in (FileState.READY, FileState.READ):
        abort(404)
    stored = found[1]
    answer = send_file(location(stored), mimetype=stored.media_type, as_attachment=True, download_name=stored.name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    private(answer)
    return answer
