"""The queue, and decisions about several comments at once."""

from flask import Response, abort, flash, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from engage.comments import queries as comment_queries
from engage.comments.rights import MODERATE
from engage.core import access
from engage.core.access import requires
from engage.core.errors import Refused
from engage.core.pages import cursor_from_query, cursor_text, page, see_other
from engage.moderation import actions, queries
from engage.moderation.forms import FilterForm, SelectionForm
from engage.moderation.front import blueprint
from engage.moderation.models import Verdict
from engage.moderation.queries import Filter, Kind, QueueState

AT_A_TIME = 25
TOGETHER = {"approve": Verdict.APPROVED, "reject": Verdict.REJECTED}


def filter_of(args: MultiDict[str, str]) -> Filter:
    """The filter that an address names, within the viewer's areas; a forged one is 404."""
    publication = args.get("publication", "")
    try:
        state, kind = QueueState(args.get("state") or "waiting"), args.get("kind")
        number = int(publication) if publication else None
        return Filter(state, number, Kind(kind) if kind else None, access.viewer().scope(MODERATE))
    except ValueError:
        abort(404)


def _queue_page(form: SelectionForm, status: int = 200) -> Response:
    wanted, viewer = filter_of(request.args), access.viewer()
    after = cursor_from_query()
    rows = queries.page_of_queue(wanted, after=after, limit=AT_A_TIME + 1)
    last = rows[AT_A_TIME - 1] if len(rows) > AT_A_TIME else None
    return page(
        "moderation/queue.html",
        status,
        form=form,
        wanted=wanted,
        cards=queries.cards_of(viewer, [comment for comment, _ in rows[:AT_A_TIME]]),
        since={comment.id: moment for comment, moment in rows},
        counts=queries.counts(wanted.area_ids),
        states=list(QueueState),
        filters=_filters(wanted),
        first=url_for(".queue", **wanted.query) if after else None,
        following=url_for(".queue", **wanted.query, after=cursor_text(last[1], last[0].id)) if last else None,
    )


def _filters(wanted: Filter) -> FilterForm:
    kinds = [(kind.value, kind.label) for kind in Kind]
    form = FilterForm(request.args)
    return form.offer(queries.publications_with_threads(wanted.area_ids), kinds)


@blueprint.get("/")
@requires(MODERATE)
def queue() -> Response:
    """What waits, what is reported, what was hidden or rejected."""
    return _queue_page(SelectionForm().offer(comment_queries.reasons()))


@blueprint.post("/")
@requires(MODERATE)
def decide_together() -> BaseResponse:
    """Approve or reject the chosen comments."""
    form = SelectionForm().offer(comment_queries.reasons())
    verdict = TOGETHER.get(request.form.get("act", "")) or abort(400)
    if not form.validate():
        return _queue_page(form, 422)
    reason = comment_queries.reason(form.reason.data) if form.reason.data and verdict is Verdict.REJECTED else None
    try:
        result = actions.decide_together(access.viewer(), read=form.read, verdict=verdict, reason=reason)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return _queue_page(form, 422)
    if result.done:
        flash(f"{result.done} {'comment' if result.done == 1 else 'comments'} {verdict.value}.", "success")
    for sentence in result.left:
        flash(sentence, "warning")
    return see_other(request.full_path.rstrip("?"))
