"""Ways to a comment: its permalink, the whole of its replies, and a report of it."""

from datetime import timedelta

from flask import url_for
from werkzeug.wrappers import Response

from engage.comments import actions, below, codes, queries, sections
from engage.comments.blueprint import blueprint
from engage.comments.forms import ReportForm
from engage.comments.listing import one, page_of_replies
from engage.comments.models import Comment
from engage.comments.views_writing import refuse, status_of
from engage.core import cache, limits
from engage.core.access import public, viewer
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.publishing import queries as publishing

MOST_AN_HOUR = 20


@blueprint.get("/<int:comment_id>/")
@public
def permalink(comment_id: int) -> Response:
    """Lead to the page that shows a comment, wherever it stands by now, or the stub that it went with."""
    return see_other(sections.page_path(queries.access_listed(viewer(), below.stands_at(comment_id))))


@blueprint.get("/<int:comment_id>/replies/")
@public
def replies(comment_id: int) -> Response:
    """All the replies below a comment, fifty a page."""
    stands_on = queries.publication_id_of(comment_id)
    cache.page(f"publication:{stands_on}", f"thread:{stands_on}")
    root = queries.access_listed(viewer(), comment_id)
    return _replies_page(root) if root.root_id is None else see_other(sections.page_path(root))


def _replies_page(root: Comment) -> Response:
    publication = queries.publication_of(root)
    view = sections.thread_view(publication)
    cache.page_until(view.thread.closes_at if view.is_open else None)
    cache.page_until(view.slow_until)
    place = sections.place_from_query()
    listed = page_of_replies(root, **place)
    here = url_for("comments.replies", comment_id=root.id)
    return page(
        "comments/replies.html",
        root=one(root),
        listed=listed,
        publication=publication,
        home=sections.comments_home(),
        path=publishing.path_of(publication),
        anchors=queries.live_anchors(publication),
        reply_url=url_for("comments.send", publication_id=publication.id) if view.is_open else None,
        next_url=f"{here}?after={listed.after}" if listed.after else None,
        first_url=here if any(place.values()) else None,
    )


@blueprint.route("/<int:comment_id>/report/", methods=["GET", "POST"])
@public
def report(comment_id: int) -> Response:
    """Say that a comment breaks the rules."""
    comment = queries.access_comment(viewer(), comment_id)
    form = ReportForm().offer(queries.reasons())
    if form.validate_on_submit():
        try:
            _report(comment_id, form)
            return see_other(url_for("comments.reported", comment_id=comment.id))
        except Refused as refusal:
            refuse(form, refusal)
    publication = queries.publication_of(comment)
    path = publishing.path_of(publication)
    return page(
        "comments/report.html", status_of(form), form=form, shown=one(comment), publication=publication, path=path
    )


def _report(comment_id: int, form: ReportForm) -> None:
    source = codes.source_key(viewer().account_id, limits.source())
    if limits.count("comment-report", source, per=timedelta(hours=1)) > MOST_AN_HOUR:
        raise Refused("You have sent many reports in the last hour. Send this one later.")
    reason = queries.reason(form.reason.data)
    comment = queries.comment(comment_id)
    assert reason is not None  # noqa: S101 - the form offers those that are there
    assert comment is not None  # noqa: S101 - the gate has found it
    actions.report_comment(viewer(), comment=comment, reason=reason, source_key=source, text=form.text.data or "")


@blueprint.get("/<int:comment_id>/reported/")
@public
def reported(comment_id: int) -> Response:
    """What happens next with a report."""
    comment = queries.access_listed(viewer(), comment_id)
    publication = queries.publication_of(comment)
    return page("comments/reported.html", publication=publication, path=publishing.path_of(publication))
