"""Who took part in an engagement, and its files."""

from flask import Response as FlaskResponse
from flask import flash, request, send_file, url_for
from werkzeug.wrappers import Response

from engage.core import files
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import see_other
from engage.engagements import actions, queries
from engage.engagements.blueprint import staff
from engage.engagements.forms import FileForm
from engage.engagements.models import Engagement
from engage.engagements.rights import READ, WRITE
from engage.engagements.views_log import accepted_file, say, show


def _refused(found: Engagement, form: Form, refusal: Refused | None = None) -> FlaskResponse:
    """The page of the engagement with what was wrong at the top of its form for files."""
    again = FileForm(formdata=None)
    again.form_errors = [*form.form_errors, *([refusal.sentence] if refusal else [])]
    return show(found, 422, file=again)


@staff.post("/<int:engagement_id>/parties/")
@requires(WRITE)
def add_party(engagement_id: int) -> Response:
    """Note that somebody of the directory, or a colleague, took part."""
    found, form = queries.access_engagement(viewer(), engagement_id, WRITE), Form()
    kind, subject_id = request.form.get("kind", ""), request.form.get("subject", 0, type=int)
    if not form.validate_on_submit():
        return _refused(found, form)
    if kind == "contact" and not queries.may_note(viewer(), subject_id):
        return _refused(found, form, Refused(actions.GONE))
    try:
        if line := request.form.get("line"):
            actions.take_for(viewer(), engagement=found, line=line, kind=kind, subject_id=subject_id)
        else:
            actions.add_party(viewer(), engagement=found, kind=kind, subject_id=subject_id)
    except Refused as refusal:
        return _refused(found, form, refusal)
    return see_other(url_for(".one", engagement_id=found.id, _anchor="parties"))


@staff.post("/<int:engagement_id>/parties/<int:party_id>/remove/")
@requires(WRITE)
def remove_party(engagement_id: int, party_id: int) -> Response:
    """Note that somebody did not take part after all."""
    found, form = queries.access_engagement(viewer(), engagement_id, WRITE), Form()
    if not form.validate_on_submit():
        return _refused(found, form)
    actions.remove_party(viewer(), engagement=found, party_id=party_id)
    return see_other(url_for(".one", engagement_id=found.id, _anchor="parties"))


@staff.post("/<int:engagement_id>/files/")
@requires(WRITE)
def add_file(engagement_id: int) -> Response:
    """Put a file to an engagement."""
    found, form = queries.access_engagement(viewer(), engagement_id, WRITE), FileForm()
    if form.validate_on_submit():
        try:
            _take_in(found, form)
        except Refused as refusal:
            say(form, refusal)
        else:
            flash("The file is added.", "success")
            return see_other(url_for(".one", engagement_id=found.id, _anchor="files"))
    return show(found, 422, file=form)


def _take_in(found: Engagement, form: FileForm) -> None:
    accepted = accepted_file(form.file.data)
    if accepted is None:
        raise Refused("Choose a file.", "file")
    actions.add_file(viewer(), engagement=found, accepted=accepted, title=form.title.data or "")


@staff.post("/<int:engagement_id>/files/<int:file_id>/remove/")
@requires(WRITE)
def remove_file(engagement_id: int, file_id: int) -> Response:
    """Take a file away."""
    found, form = queries.access_engagement(viewer(), engagement_id, WRITE), Form()
    if not form.validate_on_submit():
        return _refused(found, form)
    actions.remove_file(viewer(), engagement=found, file_id=file_id)
    flash("The file is removed.", "success")
    return see_other(url_for(".one", engagement_id=found.id, _anchor="files"))


@staff.get("/<int:engagement_id>/files/<int:file_id>/")
@requires(READ)
def file(engagement_id: int, file_id: int) -> FlaskResponse:
    """The bytes of a file, for those who may see its engagement."""
    found = queries.access_engagement(viewer(), engagement_id)
    _, stored = queries.file_of(found.id, file_id)
    answer = send_file(
        files.location(stored), mimetype=stored.media_type, as_attachment=True, download_name=stored.name
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
