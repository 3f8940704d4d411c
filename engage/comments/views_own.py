"""One's own comments: the list, an edit, a withdrawal."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from engage.comments import actions, holds, queries, wordings
from engage.comments.blueprint import blueprint
from engage.comments.forms import ButtonForm, EditForm
from engage.comments.models import Comment
from engage.comments.own import access_own, own_comments
from engage.comments.views_writing import previewed, refuse, status_of
from engage.core import text
from engage.core.access import signed_in, viewer
from engage.core.errors import Refused
from engage.core.pages import cursor_from_query, cursor_text, page, see_other
from engage.publishing import queries as publishing

PAGE = 20


@blueprint.get("/own/")
@signed_in
def own() -> Response:
    """What the viewer wrote, newest first, and where each stands."""
    found = own_comments(viewer(), cursor_from_query(), PAGE + 1)
    last = found[PAGE - 1].comment if len(found) > PAGE else None
    after = cursor_text(last.submitted_at, last.id) if last else None
    return page(
        "comments/own.html",
        written=found[:PAGE],
        rejected=wordings.rejected_changes([each.comment for each in found[:PAGE]]),
        held=holds.why_held([each.comment for each in found[:PAGE]]),
        marked=wordings.marked_in([each.comment.id for each in found[:PAGE]]),
        next_url=url_for("comments.own", after=after) if after else None,
        editable=actions.EDITABLE,
    )


@blueprint.route("/<int:comment_id>/edit/", methods=["GET", "POST"])
@signed_in
def edit(comment_id: int) -> Response:
    """Change the words of one's own comment."""
    comment = access_own(viewer(), comment_id)
    return edited(comment, EditForm(), request.path, url_for("comments.own"))


@blueprint.route("/<int:comment_id>/withdraw/", methods=["GET", "POST"])
@signed_in
def withdraw(comment_id: int) -> Response:
    """Take one's own comment back."""
    comment = access_own(viewer(), comment_id)
    return withdrawn(comment, request.path, url_for("comments.own"))


def edited(comment: Comment, form: EditForm, action: str, back: str) -> Response:
    """The page of an edit, for whoever has passed the gate; leads back when it is done."""
    thread = queries.thread_of(comment.publication_id)
    rejected = wordings.rejected_changes([comment]).get(comment.id)
    meanwhile = None
    if request.method == "GET":
        form.base.data = str(queries.last_revision(comment.id))
        form.body.data = queries.wording(comment.id, rejected.revision if rejected else comment.revision_to_read)
    elif "preview" not in request.form and form.validate_on_submit():
        try:
            actions.edit_comment(viewer(), comment=comment, body=form.body.data, base=form.based_on)
            return see_other(back)
        except actions.ChangedMeanwhile as refusal:
            refuse(form, refusal)
            newest = queries.last_revision(comment.id)
            form.base.data, meanwhile = str(newest), queries.wording(comment.id, newest)
        except Refused as refusal:
            refuse(form, refusal)
    return page(
        "comments/edit.html",
        status_of(form),
        form=form,
        at_once=actions.edit_is_public_at_once(thread, comment),
        preview_html=previewed(form),
        rejected=rejected,
        meanwhile=meanwhile,
        marked=wordings.marked_in([comment.id]),
        blacked_out=wordings.blacked_out(comment.id, comment.revision_to_read),
        **_of(comment, action, back),
    )


def withdrawn(comment: Comment, action: str, back: str) -> Response:
    """The page of a withdrawal, for whoever has passed the gate; leads back when it is done."""
    form = ButtonForm()
    if form.validate_on_submit():
        try:
            actions.withdraw_comment(viewer(), comment=comment)
            return see_other(back)
        except Refused as refusal:
            refuse(form, refusal)
    return page("comments/withdraw.html", status_of(form), form=form, **_of(comment, action, back))


def _of(comment: Comment, action: str, back: str) -> dict[str, Any]:
    publication = queries.publication_of(comment)
    return {
        "comment": comment,
        "html": text.stored(comment.html),
        "publication": publication,
        "path": publishing.path_of(publication),
        "reason": queries.reason(comment.reason_key) if comment.reason_key else None,
        "editable": comment.state in actions.EDITABLE,
        "action": action,
        "back": back,
    }
