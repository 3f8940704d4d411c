"""Files below a text, and the picture at the head of a post."""

from flask import Response as FlaskResponse
from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from engage.core import database, files
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.core.permissions import SEE_STAFF
from engage.core.text import is_blank
from engage.publishing import actions, desk, gate, queries
from engage.publishing.blueprint import blueprint
from engage.publishing.forms import FileForm, PictureForm
from engage.publishing.meanwhile import saved
from engage.publishing.models import Post, Publication


def _files(publication: Publication, form: Form, status: int = 200) -> FlaskResponse:
    return page(
        "publishing/files.html",
        status,
        about=gate.about(publication, "files"),
        form=form,
        rows=desk.files_of(publication.id),
    )


@blueprint.route("/<int:publication_id>/files/", methods=["GET", "POST"], endpoint="files")
@requires(SEE_STAFF)
def attached(publication_id: int) -> Response:
    """The files of a publication, and one more."""
    publication, form = gate.changeable(publication_id), FileForm()
    if form.validate_on_submit():
        try:
            _attach(publication, form)
        except Refused as refusal:
            gate.say(form, refusal)
        else:
            flash("The file is attached.", "success")
            return see_other(url_for(".files", publication_id=publication_id))
    return _files(publication, form, 422 if form.errors else 200)


def _attach(publication: Publication, form: FileForm) -> None:
    upload = form.file.data
    if not upload:
        raise Refused("Choose a file.", "file")
    database.release()
    accepted = files.accept_document(upload.filename or "file", upload.read())
    stored = queries.same_file(publication.id, accepted.data) or files.store(accepted)
    actions.attach(viewer(), publication=publication, stored=stored, title=form.title.data or "")


@blueprint.post("/<int:publication_id>/files/<int:attachment_id>/remove/")
@requires(SEE_STAFF)
def remove_file(publication_id: int, attachment_id: int) -> Response:
    """Offer a file no longer."""
    publication, form = gate.changeable(publication_id), Form()
    attachment = desk.attachment(publication_id, attachment_id) or abort(404)
    if not form.validate_on_submit():
        shown = FileForm(formdata=None)
        shown.form_errors = form.form_errors
        return _files(publication, shown, 422)
    actions.detach(viewer(), publication=publication, attachment=attachment)
    flash("The file is removed. Visitors cannot open it any more.", "success")
    return see_other(url_for(".files", publication_id=publication_id))


@blueprint.route("/<int:publication_id>/picture/", methods=["GET", "POST"])
@requires(SEE_STAFF)
def picture(publication_id: int) -> Response:
    """The picture at the head of a post."""
    post = gate.changeable_post(publication_id)
    form = PictureForm(data=_of_picture(post))
    if form.validate_on_submit() and saved(post, form, lambda: _set_picture(post, form)):
        flash("Saved.", "success")
        return see_other(url_for(".picture", publication_id=publication_id))
    held = desk.stored_file(post.picture_id)
    status = 422 if form.errors else 200
    return page("publishing/picture.html", status, about=gate.about(post, "picture"), form=form, held=held)


def _of_picture(post: Post) -> dict[str, object]:
    held = {"picture_alt": post.picture_alt, "picture_caption": post.picture_caption}
    return {"base_revision": post.latest_revision, **held}


def _set_picture(post: Post, form: PictureForm) -> None:
    upload, alt = form.picture.data, form.picture_alt.data or ""
    if is_blank(alt):
        raise Refused("Describe the picture for people who cannot see it.", "picture_alt")
    stored = desk.stored_file(post.picture_id)
    if upload:
        database.release()
        accepted = files.accept_picture(upload.filename or "picture", upload.read())
        stored = queries.same_file(post.id, accepted.data) or files.store(accepted)
    if stored is None:
        raise Refused("Choose a picture.", "picture")
    caption = form.picture_caption.data or ""
    actions.set_picture(viewer(), post=post, stored=stored, alt=alt, caption=caption, base_revision=form.base)


@blueprint.post("/<int:publication_id>/picture/remove/")
@requires(SEE_STAFF)
def remove_picture(publication_id: int) -> Response:
    """Take the picture away from a post."""
    post, form = gate.changeable_post(publication_id), Form()
    if not form.validate_on_submit():
        shown = PictureForm(formdata=None, data=_of_picture(post))
        shown.form_errors = form.form_errors
        held = desk.stored_file(post.picture_id)
        return page("publishing/picture.html", 422, about=gate.about(post, "picture"), form=shown, held=held)
    actions.set_picture(viewer(), post=post, stored=None)
    flash("The picture is removed.", "success")
    return see_other(url_for(".picture", publication_id=publication_id))
