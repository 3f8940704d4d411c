"""Files of publications as visitors get them."""

from flask import Blueprint, Response, request, send_file

from engage.core.access import public, viewer
from engage.core.files import PICTURE_TYPES, RENDITIONS, location, rendition_location
from engage.publishing.filing import access_file

blueprint = Blueprint("publishing", __name__)


@blueprint.get("/files/<key>/<name>")
@public
def file(key: str, name: str) -> Response:
    """A picture to look at or a document to keep, kept by the browser but asked for anew each time.

    The bytes under an address never change, but who may see them does.
    """
    row = access_file(viewer(), key, name)
    is_picture = row.media_type in PICTURE_TYPES.values()
    asked = request.args.get("width") if is_picture else None
    width = next((each for each in RENDITIONS if str(each) == asked), None)
    response = send_file(
        rendition_location(row, width) if width else location(row),
        mimetype=row.media_type,
        as_attachment=not is_picture,
        download_name=row.name,
        conditional=True,
        etag=row.sha256[:32] + (f"-{width}" if width else ""),
        last_modified=row.created_at,
    )
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
