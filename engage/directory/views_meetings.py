"""Meetings of networks and panels, what was advised there, and their papers."""

from typing import Any

from flask import Response as FlaskResponse
from flask import abort, flash, send_file, url_for
from werkzeug.wrappers import Response

from engage.core import database, files
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.i18n import today
from engage.core.opened import hold
from engage.core.pages import page, see_other
from engage.directory.actions import networks as writes
from engage.directory.blueprint import blueprint
from engage.directory.forms_networks import MeetingForm, PaperForm
from engage.directory.models import Network, NetworkMeeting
from engage.directory.queries import networks as reads
from engage.directory.queries.history import last_saved
from engage.directory.rights import WRITE


def _said(form: MeetingForm) -> dict[str, Any]:
    return {
        "held_on": form.held_on.data,
        "title": form.title.data or "",
        "place": form.place.data or "",
        "advised": form.advised.data or "",
        "is_public": bool(form.is_public.data),
    }


@blueprint.route("/networks/<int:network_id>/meetings/new/", methods=["GET", "POST"])
@requires(WRITE)
def new_meeting(network_id: int) -> Response:
    """Note a meeting."""
    network, form = reads.access_network(viewer(), network_id), MeetingForm(held_on=today())
    if form.validate_on_submit():
        try:
            found = writes.add_meeting(viewer(), network=network, **_said(form))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("The meeting is noted. You can put papers to it.", "success")
            return see_other(url_for(".meeting", network_id=network.id, meeting_id=found.id))
    return page("directory/edit_meeting.html", 422 if form.errors else 200, form=form, network=network, meeting=None)


@blueprint.get("/networks/<int:network_id>/meetings/<int:meeting_id>/")
@requires(WRITE)
def meeting(network_id: int, meeting_id: int) -> Response:
    """One meeting with what was advised and its papers."""
    network = reads.network_or_404(network_id)
    return _meeting(network, reads.meeting_or_404(network.id, meeting_id), PaperForm())


def _meeting(network: Network, found: NetworkMeeting, form: PaperForm) -> Response:
    return page(
        "directory/meeting.html",
        422 if form.errors else 200,
        network=network,
        meeting=found,
        papers=reads.papers_of(found.id),
        form=form,
        may_write=reads.may_write(viewer(), network),
    )


@blueprint.route("/networks/<int:network_id>/meetings/<int:meeting_id>/edit/", methods=["GET", "POST"])
@requires(WRITE)
def edit_meeting(network_id: int, meeting_id: int) -> Response:
    """Change what is noted of a meeting."""
    hold(NetworkMeeting, meeting_id)
    network = reads.access_network(viewer(), network_id)
    found = reads.meeting_or_404(network.id, meeting_id)
    form = MeetingForm(obj=found)
    form.compare(found, lambda: last_saved("network", [network.id]))
    if form.validate_on_submit():
        try:
            writes.change_meeting(viewer(), meeting=found, **_said(form))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            flash("The meeting is saved.", "success")
            return see_other(url_for(".meeting", network_id=network.id, meeting_id=found.id))
    return page("directory/edit_meeting.html", 422 if form.errors else 200, form=form, network=network, meeting=found)


@blueprint.post("/networks/<int:network_id>/meetings/<int:meeting_id>/papers/")
@requires(WRITE)
def add_paper(network_id: int, meeting_id: int) -> Response:
    """Put a paper to a meeting."""
    network = reads.access_network(viewer(), network_id)
    found, form = reads.meeting_or_404(network.id, meeting_id), PaperForm()
    if form.validate_on_submit():
        try:
            _take_in(found, form)
        except Refused as refusal:
            form.refuse(refusal.field if refusal.field in form else None, refusal.sentence)
        else:
            flash("The paper is added.", "success")
            return see_other(url_for(".meeting", network_id=network.id, meeting_id=found.id))
    return _meeting(network, found, form)


def _take_in(found: NetworkMeeting, form: PaperForm) -> None:
    upload = form.file.data
    if not upload:
        raise Refused("Choose a file.", "file")
    database.release()
    accepted = files.accept_document(upload.filename or "file", upload.read())
    writes.add_paper(viewer(), meeting=found, accepted=accepted, title=form.title.data or "")


@blueprint.post("/networks/<int:network_id>/meetings/<int:meeting_id>/papers/<int:paper_id>/remove/")
@requires(WRITE)
def remove_paper(network_id: int, meeting_id: int, paper_id: int) -> Response:
    """Take a paper away; done twice it changes nothing."""
    network, form = reads.access_network(viewer(), network_id), Form()
    found = reads.meeting_or_404(network.id, meeting_id)
    paper = next((each for each, _ in reads.papers_of(found.id) if each.id == paper_id), None)
    if not form.validate_on_submit():
        flash(str(form.form_errors[0]), "warning")
    elif paper is not None:
        writes.remove_paper(viewer(), meeting=found, paper=paper)
        flash("The paper is removed.", "success")
    return see_other(url_for(".meeting", network_id=network.id, meeting_id=found.id))


@blueprint.get("/networks/<int:network_id>/meetings/<int:meeting_id>/papers/<int:paper_id>/")
@requires(WRITE)
def paper(network_id: int, meeting_id: int, paper_id: int) -> FlaskResponse:
    """The bytes of a paper."""
    found = reads.meeting_or_404(network_id, meeting_id)
    stored = next((file for each, file in reads.papers_of(found.id) if each.id == paper_id), None) or abort(404)
    answer = send_file(
        files.location(stored), mimetype=stored.media_type, as_attachment=True, download_name=stored.name
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
