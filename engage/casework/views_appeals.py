"""An appeal by the writer of a comment: with an account, or with the link of a guest."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from engage.casework import actions, queries
from engage.casework.blueprint import blueprint
from engage.casework.forms import AppealForm
from engage.comments import codes, wordings
from engage.comments import queries as comment_queries
from engage.comments.models import Comment
from engage.comments.own import access_own
from engage.core import text, tokens
from engage.core.access import public, signed_in, viewer
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.publishing import queries as publishing
from engage.screening.models import Sanction

WRONG_LINK = "It is incomplete, or it belongs to another address."


@blueprint.route("/appeals/comments/<int:comment_id>/", methods=["GET", "POST"])
@signed_in
def appeal(comment_id: int) -> Response:
    """Appeal against the decision about one's own comment, and see what became of it."""
    comment = access_own(viewer(), comment_id)
    return _appealed(comment, url_for(".appeal", comment_id=comment_id), url_for("comments.own"))


@blueprint.route("/appeals/guests/<token>/", methods=["GET", "POST"])
@public
def guest_appeal(token: str) -> Response:
    """The same for a guest, by the link that was mailed."""
    comment = _carried(token)
    if comment is None:
        return page("comments/gone.html", 404, why=WRONG_LINK, again="")
    return _appealed(comment, url_for(".guest_appeal", token=token), url_for("comments.manage", token=token))


def _carried(token: str) -> Comment | None:
    try:
        facts = tokens.read(codes.MANAGE, token)
    except tokens.BadToken:
        return None
    comment = comment_queries.comment(int(facts.get("comment", 0)))
    return comment if comment is not None and codes.fits(comment, facts) else None


@blueprint.route("/appeals/sanctions/<token>/", methods=["GET", "POST"])
@public
def sanction(token: str) -> Response:
    """A sanction as the person reads it, by the link that was mailed, and the appeal against it."""
    try:
        found = queries.sanction(int(tokens.read(actions.PURPOSE, token).get("sanction", 0)))
    except tokens.BadToken:
        found = None
    if found is None:
        return page("comments/gone.html", 404, why=WRONG_LINK, again="")
    form = AppealForm()
    if form.validate_on_submit():
        try:
            actions.appeal_sanction(viewer(), sanction=found, text=form.text.data)
            return see_other(url_for(".sanction", token=token))
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
    return _sanction_page(found, form, url_for(".sanction", token=token))


def _sanction_page(found: Sanction, form: AppealForm, action: str) -> Response:
    return page(
        "casework/sanction.html",
        422 if form.errors else 200,
        form=form,
        sanction=found,
        reason=comment_queries.reason(found.reason_key),
        known=queries.appeal_about_sanction(found.id),
        days=queries.terms().appeal_days,
        action=action,
    )


def _appealed(comment: Comment, action: str, back: str) -> Response:
    form = AppealForm()
    if form.validate_on_submit():
        try:
            actions.appeal_comment(viewer(), comment=comment, text=form.text.data)
            return see_other(action)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
    publication = comment_queries.publication_of(comment)
    shown: dict[str, Any] = {"publication": publication, "path": publishing.path_of(publication)}
    return page(
        "casework/appeal.html",
        422 if form.errors else 200,
        form=form,
        comment=comment,
        html=text.stored(comment.html),
        marked=wordings.marked_in([comment.id]),
        reason=comment_queries.reason(comment.reason_key) if comment.reason_key else None,
        known=queries.appeal_about(comment),
        may_appeal=queries.can_be_appealed(comment),
        days=queries.terms().appeal_days,
        action=action,
        back=back,
        **shown,
    )
