"""The public's way to report something that is against the law."""

from datetime import timedelta

from flask import request, url_for
from werkzeug.wrappers import Response

from engage.casework import actions, queries
from engage.casework.blueprint import blueprint
from engage.casework.forms import IllegalForm
from engage.comments import queries as comment_queries
from engage.comments.models import Comment
from engage.core import limits
from engage.core.access import public, viewer
from engage.core.errors import Refused
from engage.core.messages import link
from engage.core.pages import page, see_other


@blueprint.route("/report-illegal-content/", methods=["GET", "POST"])
@public
def illegal() -> Response:
    """Report something as illegal; the answer comes by mail."""
    form = IllegalForm()
    comment = _comment(form.comment.data or request.args.get("comment", ""))
    if request.method == "GET":
        form.name.data, form.email.data = viewer().name, viewer().email
        if comment is not None:
            form.comment.data = str(comment.id)
            form.where.data = link(url_for("comments.permalink", comment_id=comment.id))
    elif form.validate():
        limits.require("illegal-report", limits.source(), most=10, per=timedelta(hours=1))
        try:
            _report(form, comment)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
        else:
            return see_other(url_for(".illegal_sent"))
    hours = queries.terms().illegal_hours
    return page("casework/illegal.html", 422 if form.errors else 200, form=form, hours=hours)


def _report(form: IllegalForm, comment: Comment | None) -> None:
    actions.report_illegal(
        viewer(),
        where=form.where.data,
        text=form.text.data,
        name=form.name.data,
        email=form.email.data,
        comment=comment,
    )


def _comment(number: str) -> Comment | None:
    found = comment_queries.comment(int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    return found if found is not None and found.is_listed else None


@blueprint.get("/report-illegal-content/sent/")
@public
def illegal_sent() -> Response:
    """What happens next."""
    return page("casework/illegal_sent.html", hours=queries.terms().illegal_hours)
