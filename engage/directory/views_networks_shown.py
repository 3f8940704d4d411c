"""Networks, partnerships and panels as everybody sees them: members, meetings, papers, and what they advised."""

from flask import Response, request, send_file, url_for

from engage.core import cache, files
from engage.core.access import public
from engage.core.i18n import today
from engage.core.pages import page
from engage.directory.blueprint import public as blueprint
from engage.directory.queries import networks_shown as reads
from engage.taxonomy.queries import all_areas

MEETINGS = 10


@blueprint.get("/networks/")
@public
def networks() -> Response:
    """Every network that agreed to be shown."""
    cache.page()
    return page("directory/networks_shown.html", networks=reads.shown_networks())


@blueprint.get("/networks/<slug>/")
@public
def network(slug: str) -> Response:
    """One network; it names people, so that no copy of it is kept."""
    found = reads.shown_network(slug)
    after = request.args.get("after", type=int)
    meetings = reads.shown_meetings(
        found, after=reads.meeting_place(found, after) if after else None, limit=MEETINGS + 1
    )
    more = meetings[MEETINGS - 1].meeting.id if len(meetings) > MEETINGS else None
    return page(
        "directory/network_shown.html",
        network=found,
        area=next((each for each in all_areas() if each.id == found.area_id), None),
        membership=reads.membership_of(found, today()),
        meetings=meetings[:MEETINGS],
        older=url_for(".network", slug=slug, after=more) if more else None,
        newest=url_for(".network", slug=slug) if after else None,
    )


@blueprint.get("/networks/<slug>/papers/<int:paper_id>/")
@public
def network_paper(slug: str, paper_id: int) -> Response:
    """A paper of a meeting that everybody may read of."""
    stored = reads.shown_paper(reads.shown_network(slug), paper_id)
    answer = send_file(
        files.location(stored),
        mimetype=stored.media_type,
        as_attachment=True,
        download_name=stored.name,
        conditional=True,
        etag=stored.sha256[:32],
        last_modified=stored.created_at,
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
