"""A guest's way: check the mail, confirm by a button or a code, and come back by the mailed link."""

from datetime import datetime, timedelta
from typing import Any

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

from engage.comments import actions, codes, holds, queries, wordings
from engage.comments.actions.guests import EXPIRED
from engage.comments.blueprint import blueprint
from engage.comments.forms import AddressForm, ButtonForm, CodeForm, EditForm
from engage.comments.models import Comment, CommentState
from engage.comments.views_own import edited, withdrawn
from engage.comments.views_writing import refuse, status_of
from engage.core import limits, text, tokens
from engage.core.access import public, viewer
from engage.core.database import unit_of_work
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.publishing import queries as publishing

DEAD = "The link is not complete, or a newer message has taken its place."
WRONG_CODE = "This code is not right. Look for the six digits in the newest message, or use the link there."


def _facts(purpose: str, token: str) -> dict[str, Any]:
    try:
        return tokens.read(purpose, token)
    except tokens.BadToken:
        return {}


def _carried(purpose: str, token: str) -> Comment | None:
    """The comment for which a token was made, while its address is still the same."""
    facts = _facts(purpose, token)
    found = queries.comment(int(facts["comment"])) if facts else None
    return found if found is not None and codes.fits(found, facts) else None


def _dead(comment: Comment | None = None) -> Response:
    """The page for a link that no longer works."""
    again = url_for("comments.send", publication_id=comment.publication_id) if comment is not None else None
    return page("comments/gone.html", 410, why=EXPIRED if comment is not None else DEAD, again=again)


def _is_gone(comment: Comment | None) -> bool:
    return comment is None or comment.state is CommentState.EXPIRED


@blueprint.route("/check/<token>/", methods=["GET", "POST"])
@public
def check(token: str) -> Response:
    """Where a guest reads that a message is on its way, may type its code, and reads that it is confirmed."""
    comment = _carried(codes.CHECK, token)
    if comment is None or _is_gone(comment):
        return _dead(comment)
    if _tells_the_end(token, comment):
        return _confirmed_page(comment)
    form = CodeForm()
    if form.validate_on_submit():
        try:
            with unit_of_work():
                is_right = actions.try_code(viewer(), comment=comment, code=form.code.data)
            if is_right:
                return see_other(url_for("comments.manage", token=codes.manage_token(comment)))
            form.refuse("code", WRONG_CODE)
        except Refused as refusal:
            refuse(form, refusal)
    return _check_page(token, comment, form, AddressForm(formdata=None, email=comment.email))


@blueprint.post("/check/<token>/again/")
@public
def check_again(token: str) -> Response:
    """Send the message again, or to a corrected address."""
    comment = _carried(codes.CHECK, token)
    if comment is None or _is_gone(comment):
        return _dead(comment)
    if _tells_the_end(token, comment):
        return _confirmed_page(comment)
    form = AddressForm()
    if form.validate_on_submit():
        try:
            actions.correct_address(viewer(), comment=comment, email=form.email.data, source=limits.source())
            return see_other(url_for("comments.check", token=codes.again_token(_facts(codes.CHECK, token))))
        except Refused as refusal:
            refuse(form, refusal)
    return _check_page(token, comment, CodeForm(formdata=None), form)


def _tells_the_end(token: str, comment: Comment) -> bool:
    """Whether the page may say that the comment is confirmed: to whom it was shown before that."""
    return comment.state is not CommentState.UNCONFIRMED and _facts(codes.CHECK, token).get("early", False)


def _confirmed_page(comment: Comment) -> Response:
    return page("comments/confirmed.html", **_of(comment))


def _check_page(token: str, comment: Comment, form: Any, again: Any) -> Response:
    status = 422 if form.errors or again.errors else 200
    return page(
        "comments/check.html",
        status,
        token=token,
        comment=comment,
        form=form,
        again=again,
        again_at=codes.checked_again(_facts(codes.CHECK, token)),
        expires_at=_ends(comment),
    )


def _ends(comment: Comment) -> datetime:
    return comment.created_at + timedelta(hours=current_app.config["ENGAGE"].guest_confirm_hours)


@blueprint.route("/confirm/<token>/", methods=["GET", "POST"])
@public
def confirm(token: str) -> Response:
    """The page behind the mailed link; its button confirms, looking at it does not."""
    comment = _carried(codes.CONFIRM, token)
    if comment is None or _is_gone(comment):
        return _dead(comment)
    form = ButtonForm()
    try:
        if form.validate_on_submit():
            actions.confirm_comment(viewer(), comment=comment)
        if comment.state is not CommentState.UNCONFIRMED:
            return see_other(url_for("comments.manage", token=codes.manage_token(comment)))
    except Refused as refusal:
        refuse(form, refusal)
    return page("comments/confirm.html", status_of(form), token=token, form=form, **_of(comment))


def _of(comment: Comment) -> dict[str, Any]:
    publication = queries.publication_of(comment)
    return {
        "comment": comment,
        "publication": publication,
        "path": publishing.path_of(publication),
        "html": text.stored(comment.html),
    }


@blueprint.get("/mine/<token>/")
@public
def manage(token: str) -> Response:
    """A guest's comment: where it stands, and what can be done with it."""
    comment = _carried(codes.MANAGE, token)
    if comment is None or _is_gone(comment):
        return _dead(comment)
    editable = comment.state in actions.EDITABLE
    reason = queries.reason(comment.reason_key) if comment.reason_key else None
    rejected = wordings.rejected_changes([comment]).get(comment.id)
    return page(
        "comments/manage.html",
        token=token,
        editable=editable,
        reason=reason,
        rejected=rejected,
        held=holds.held_because(comment),
        marked=wordings.marked_in([comment.id]),
        **_of(comment),
    )


@blueprint.route("/mine/<token>/edit/", methods=["GET", "POST"])
@public
def manage_edit(token: str) -> Response:
    """A guest changes the words."""
    comment = _carried(codes.MANAGE, token)
    if comment is None or _is_gone(comment):
        return _dead(comment)
    return edited(comment, EditForm(), request.path, url_for("comments.manage", token=token))


@blueprint.route("/mine/<token>/withdraw/", methods=["GET", "POST"])
@public
def manage_withdraw(token: str) -> Response:
    """A guest takes the comment back."""
    comment = _carried(codes.MANAGE, token)
    if comment is None or _is_gone(comment):
        return _dead(comment)
    return withdrawn(comment, request.path, url_for("comments.manage", token=token))
