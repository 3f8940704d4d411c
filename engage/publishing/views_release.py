"""When it is public: publish, schedule, update, withdraw."""

from datetime import datetime
from typing import Any

from flask import Response as FlaskResponse
from flask import current_app, flash, request, url_for
from werkzeug.wrappers import Response

from engage.core import clock
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.i18n import datetime_text, local
from engage.core.pages import page, see_other
from engage.core.permissions import SEE_STAFF
from engage.publishing import actions, desk, gate, queries
from engage.publishing.blueprint import blueprint
from engage.publishing.forms import LATER, NOW, PublishForm, UpdateForm, WhenForm, WithdrawForm
from engage.publishing.models import Publication
from engage.publishing.moments import moment_typed

MOVED_ON = "This was changed while the page was open, so nothing was done. Look at it as it is now, and choose again."


def _release(publication: Publication, form: Form | None = None, status: int = 200) -> FlaskResponse:
    """The page that says what is public, and offers what can be done about it."""
    fitting = _fitting(publication)
    if not isinstance(form, fitting):
        said = form.form_errors if form is not None else []
        form = fitting(formdata=None, data=_planned(publication))
        form.form_errors = said
    return page("publishing/release.html", status, about=gate.about(publication, "release"), form=form)


def _planned(publication: Publication) -> dict[str, Any]:
    """What was chosen before for the newest text: its note, and the moment for which an update is scheduled."""
    planned: dict[str, Any] = {"change_note": queries.latest_revision(publication).change_note}
    if publication.next_at is not None and publication.next_at > clock.now():
        moment = local(publication.next_at)
        planned |= {"when": LATER, "date": moment.date(), "time": moment.time()}
    return planned


def _fitting(publication: Publication) -> type[PublishForm | UpdateForm]:
    return UpdateForm if publication.is_public(clock.now()) else PublishForm


def _has_moved_on(publication: Publication, form: Form) -> bool:
    """Whether it became public, or is so no longer, since the form was opened; sent twice is no such thing."""
    if isinstance(form, _fitting(publication)):
        return False
    form.form_errors = [*form.form_errors, MOVED_ON]
    return True


@blueprint.get("/<int:publication_id>/publish/")
@requires(SEE_STAFF)
def release(publication_id: int) -> Response:
    """What is public of it, and what can be done about it."""
    return _release(gate.editable(publication_id))


@blueprint.post("/<int:publication_id>/publish/")
@requires(SEE_STAFF)
def publish(publication_id: int) -> Response:
    """Publish now, or say when."""
    publication, form = gate.approvable(publication_id), PublishForm()
    if _is_done(publication, form):
        return see_other(url_for(".release", publication_id=publication_id))
    if form.validate_on_submit() and not _has_moved_on(publication, form):
        try:
            moment = _moment(form)
            actions.publish(viewer(), publication=publication, at=moment)
        except Refused as refusal:
            gate.say(form, refusal)
        else:
            flash(f"It becomes public on {datetime_text(moment)}." if moment else "It is public now.", "success")
            return see_other(url_for(".release", publication_id=publication_id))
    return _release(publication, form, 422)


def _is_done(publication: Publication, form: PublishForm) -> bool:
    """Whether this is the second click: what it asks for is so already."""
    is_newest = publication.live_revision == publication.latest_revision and publication.withdrawn_at is None
    return publication.is_public(clock.now()) and is_newest and form.when.data == NOW and form.validate_on_submit()


def _moment(form: WhenForm) -> datetime | None:
    if form.when.data != LATER:
        return None
    moment = moment_typed(form.date.data, form.time.data, current_app.config["ENGAGE"].zone)
    if moment <= clock.now():
        raise Refused("This moment has passed. Choose “Now”, or a moment in the future.", "date")
    return moment


@blueprint.post("/<int:publication_id>/update/")
@requires(SEE_STAFF)
def update(publication_id: int) -> Response:
    """Make the newest texts the public ones, now or later, with a note for readers."""
    publication, form = gate.approvable(publication_id), UpdateForm()
    if form.validate_on_submit() and not _has_moved_on(publication, form):
        try:
            moment = _moment(form)
            note = form.change_note.data or ""
            actions.publish(viewer(), publication=publication, at=moment, change_note=note)
        except Refused as refusal:
            gate.say(form, refusal)
        else:
            shown = f"Readers see the newest text on {datetime_text(moment)}." if moment else None
            flash(shown or "The newest text is public now.", "success")
            return see_other(url_for(".release", publication_id=publication_id))
    return _release(publication, form, 422)


@blueprint.post("/<int:publication_id>/unschedule/")
@requires(SEE_STAFF)
def unschedule(publication_id: int) -> Response:
    """Make a draft again of what was to become public, or take back an update that was."""
    publication, form = gate.approvable(publication_id), Form()
    is_update = publication.next_at is not None
    if form.validate_on_submit():
        try:
            actions.unschedule(viewer(), publication=publication)
        except Refused as refusal:
            flash(refusal.sentence, "error")
        else:
            done = (
                "The update is taken back."
                if is_update
                else "It is a draft again and does not become public by itself."
            )
            flash(done, "success")
        return see_other(url_for(".release", publication_id=publication_id))
    return _release(publication, form, 422)


@blueprint.route("/<int:publication_id>/withdraw/", methods=["GET", "POST"])
@requires(SEE_STAFF)
def withdraw(publication_id: int) -> Response:
    """Withdraw it, with the reason that readers see."""
    publication, form = gate.approvable(publication_id), WithdrawForm()
    if form.validate_on_submit():
        try:
            actions.withdraw(viewer(), publication=publication, reason=form.reason.data or "")
        except Refused as refusal:
            gate.say(form, refusal)
        else:
            flash("It is withdrawn. The page stays and says so.", "success")
            return see_other(url_for(".release", publication_id=publication_id))
    status = 422 if form.errors else 200
    return page("publishing/withdraw.html", status, about=gate.about(publication, "release"), form=form)


@blueprint.route("/<int:publication_id>/delete/", methods=["GET", "POST"])
@requires(SEE_STAFF)
def delete(publication_id: int) -> Response:
    """Delete a draft, after one more question."""
    if request.method == "POST" and desk.is_deleted_by(viewer(), publication_id):
        return see_other(url_for(".index"))
    publication, form = gate.deletable(publication_id), Form()
    about = gate.about(publication, "release")
    if form.validate_on_submit():
        try:
            actions.delete_draft(viewer(), publication=publication)
        except Refused as refusal:
            gate.say(form, refusal)
        else:
            flash(f"“{about.latest.title}” is deleted.", "success")
            return see_other(url_for(".index"))
    return page("publishing/delete.html", 422 if form.errors else 200, about=about, form=form)
