"""Writing a comment: the form's own page, what it refuses, and where it leads."""

from datetime import timedelta
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from engage.comments import actions, codes, holds, queries, sections
from engage.comments.blueprint import blueprint
from engage.comments.forms import CommentForm
from engage.comments.listing import one
from engage.comments.models import Comment, CommentState
from engage.comments.own import access_own
from engage.core import access, limits
from engage.core.access import public, signed_in, viewer
from engage.core.database import reading
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.pages import page, see_other
from engage.core.text import clean_text, quote_of, render_comment
from engage.directory.models import Organisation
from engage.publishing import queries as publishing
from engage.publishing.models import Publication
from engage.publishing.speaking import reply_organisations

MOST_AN_HOUR = 60
TOO_MANY = "Too many comments have come from here in the last hour. Keep your text and send it later."
NOT_OFFICIAL = "You may not reply for this organisation here. Sent again, this is a comment of your own."
SIGNED_OUT = (
    "You have been signed out. Nothing is lost: give your name and email address below, "
    "or sign in on another tab and send it again."
)


def status_of(form: Form) -> int:
    """200 for a page that was asked for, 422 for one that shows a refused form."""
    return 422 if form.errors else 200


def refuse(form: Form, refusal: Refused) -> None:
    """Say at the right field what an action refused."""
    form.refuse(refusal.field if refusal.field in form else None, refusal.sentence)


def previewed(form: Any) -> Any:
    """The text as it will look, if that is what the button asked for; else nothing."""
    return render_comment(form.body.data or "") if "preview" in request.form else None


@blueprint.route("/to/<int:publication_id>/", methods=["GET", "POST"])
@public
def send(publication_id: int) -> Response:
    """Write a comment on a publication, on a block of it (`anchor`), or in answer to one (`reply_to`)."""
    with reading():
        publication = queries.access_publication_at_a_glance(viewer(), publication_id)
    form = sections.comment_form(viewer())
    if request.method == "GET":
        form.anchor.data, form.reply_to.data = request.args.get("anchor", ""), request.args.get("reply_to", "")
        form.quote.data = request.args.get("quote", "")
    elif "preview" not in request.form and form.validate_on_submit():
        try:
            return see_other(_next(_send(publication, form)))
        except Refused as refusal:
            refuse(form, refusal)
    return _form_page(publication, form)


def _send(publication: Publication, form: Any) -> Comment:
    parent, official_for = None, None
    if form.reply_to.data or request.form.get("official_for"):
        with reading():
            parent, official_for = _answered(publication, form, strict=True), _organisation(publication)
    return actions.send_comment(
        viewer(),
        publication=publication,
        body=form.body.data,
        name=viewer().name if viewer().signed_in else form.name.data,
        email=None if viewer().signed_in else form.email.data,
        role_title=form.role.data or "",
        organisation_name=form.organisation.data or "",
        anchor=form.anchor.data or None,
        quote=form.quote.data or None,
        parent=parent,
        official_for=official_for,
        source=limits.source(),
        permit=_require_few,
    )


def _require_few() -> None:
    who = f"account:{viewer().account_id}" if viewer().signed_in else limits.source()
    if limits.count("comment", who, per=timedelta(hours=1)) > MOST_AN_HOUR:
        raise Refused(TOO_MANY, "body")


def _organisation(publication: Publication) -> Organisation | None:
    """For whom the form says that this is an official reply; the field may be missing from the form by now."""
    chosen = request.form.get("official_for", "")
    if not chosen:
        return None
    for each in reply_organisations(viewer(), publication.id):
        if str(each.id) == chosen:
            return each
    raise Refused(NOT_OFFICIAL, "official_for")


def _answered(publication: Publication, form: Any, *, strict: bool = False) -> Comment | None:
    asked = form.reply_to.data or ""
    if not asked:
        return None
    known = asked.isascii() and asked.isdigit() and len(asked) < 19
    found = queries.comment(int(asked)) if known else None
    if found is not None and found.publication_id == publication.id and found.is_public:
        return found
    if strict:
        form.reply_to.data = ""
        raise Refused(
            "The comment that you answer is no longer shown. Send yours again if it can stand by itself.", "body"
        )
    return None


def _next(comment: Comment) -> str:
    if comment.state is CommentState.PUBLISHED and viewer().signed_in:
        return url_for("comments.permalink", comment_id=comment.id)
    if viewer().signed_in:
        return url_for("comments.sent", comment_id=comment.id)
    return url_for("comments.check", token=codes.check_token(comment))


def _form_page(publication: Publication, form: CommentForm) -> Response:
    form.offer(reply_organisations(viewer(), publication.id))
    if "csrf_token" in request.form and not access.has_session():
        form.form_errors.append(SIGNED_OUT)
    block = queries.live_block(publication, form.anchor.data) if form.anchor.data else None
    answered = _answered(publication, form)
    lost_reply = bool(form.reply_to.data) and answered is None
    if lost_reply:
        form.reply_to.data = ""
    if block is None:
        form.anchor.data = ""  # the passage is gone; sent again, the comment is one on the page
    return page(
        "comments/send.html",
        status_of(form),
        form=form,
        publication=publication,
        path=publishing.path_of(publication),
        view=sections.thread_view(publication),
        quote=quote_of(block.text, form.quote.data) if block else None,
        answered=one(answered) if answered else None,
        lost_reply=lost_reply,
        preview_html=previewed(form),
    )


@blueprint.get("/<int:comment_id>/sent/")
@signed_in
def sent(comment_id: int) -> Response:
    """What happens next with a comment that waits."""
    comment = access_own(viewer(), comment_id)
    publication = queries.publication_of(comment)
    return page(
        "comments/sent.html",
        comment=comment,
        held=holds.held_because(comment),
        publication=publication,
        path=publishing.path_of(publication),
    )


@blueprint.post("/preview/")
@public
def preview() -> Response:
    """The words of `body` as they will look: a fragment for the live preview."""
    body = clean_text(request.form.get("body", ""))[: actions.LONGEST]
    answer = Response(str(render_comment(body)), mimetype="text/html")
    answer.headers["Cache-Control"] = "no-store"
    return answer
