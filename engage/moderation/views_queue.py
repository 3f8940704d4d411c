"""The queue, and decisions about several comments at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Response, abort, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engage.comments import queries as comment_queries
from engage.comments.rights import MODERATE
from engage.core import access, clock
from engage.core.access import requires
from engage.core.errors import Refused
from engage.core.pages import cursor_from_query, cursor_text, page, see_other
from engage.moderation import actions, kinds, queries
from engage.moderation.forms import PlainForm, SelectionForm, ViewForm
from engage.moderation.front import blueprint
from engage.moderation.models import Verdict
from engage.moderation.narrowing import filter_form, filter_of, place_form
from engage.moderation.queries import Filter, QueueState

AT_A_TIME = 25
TOGETHER = {"approve": Verdict.APPROVED, "reject": Verdict.REJECTED}
Place = tuple[datetime, int]


@dataclass(frozen=True)
class Listed:
    """A page of one of the lists."""

    entries: list[kinds.Entry]
    last: Place | None


def _listed(wanted: Filter, after: Place | None, counts: Mapping[str, int]) -> Listed:
    viewer = access.viewer()
    if wanted.state is QueueState.WAITING:
        items = kinds.page_of_all(viewer, wanted, after, AT_A_TIME + 1, counts)
        last = kinds.place_of(items[AT_A_TIME - 1]) if len(items) > AT_A_TIME else None
        return Listed(kinds.entries(viewer, wanted, items[:AT_A_TIME]), last)
    rows = queries.page_of_queue(wanted, after=after, limit=AT_A_TIME + 1)
    back = rows[AT_A_TIME - 1] if len(rows) > AT_A_TIME else None
    cards = queries.cards_of(viewer, [comment for comment, _ in rows[:AT_A_TIME]])
    found = [
        kinds.Entry(
            kinds.Item("comment", wanted.state.value, card.comment.id, card.comment.submitted_at),
            card,
            url_for(".item", comment_id=card.comment.id, **wanted.query),
        )
        for card in cards
    ]
    return Listed(found, (back[1], back[0].id) if back else None)


def queue_page(form: SelectionForm, status: int = 200) -> Response:
    """The list that the address names."""
    wanted, viewer = filter_of(request.args), access.viewer()
    after = cursor_from_query()
    counts = kinds.counts(viewer)
    listed = _listed(wanted, after, counts)
    return page(
        "moderation/queue.html",
        status,
        form=form,
        wanted=wanted,
        entries=listed.entries,
        now=clock.now(),
        leases=queries.leases(),
        undoable=queries.last_undoable(viewer),
        counts=counts,
        total=sum(counts.values()),
        kind_labels=kinds.kind_labels(),
        filters=filter_form(wanted),
        views=queries.views_of(viewer),
        view_form=ViewForm(),
        first=url_for(".queue", **wanted.query) if after else None,
        following=url_for(".queue", **wanted.query, after=cursor_text(*listed.last)) if listed.last else None,
    )


@blueprint.get("/")
@requires(MODERATE)
def queue() -> Response:
    """What waits, of every kind; what was hidden or rejected."""
    return queue_page(SelectionForm().offer(comment_queries.reasons()))


@blueprint.get("/narrow/")
@requires(MODERATE)
def narrow() -> Response:
    """Every way of narrowing the list."""
    wanted = filter_of(request.args)
    return page("moderation/narrow.html", filters=place_form(wanted))


@blueprint.post("/")
@requires(MODERATE)
def decide_together() -> BaseResponse:
    """Approve or reject the chosen comments."""
    form = SelectionForm().offer(comment_queries.reasons())
    verdict = TOGETHER.get(request.form.get("act", "")) or abort(400)
    if not form.validate():
        return queue_page(form, 422)
    reason = comment_queries.reason(form.reason.data) if form.reason.data and verdict is Verdict.REJECTED else None
    try:
        result = actions.decide_together(access.viewer(), read=form.read, verdict=verdict, reason=reason)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return queue_page(form, 422)
    if result.done:
        flash(f"{result.done} {'comment' if result.done == 1 else 'comments'} {verdict.value}.", "success")
    for sentence in result.left:
        flash(sentence, "warning")
    return see_other(request.full_path.rstrip("?"))


@blueprint.post("/views/")
@requires(MODERATE)
def save_view() -> BaseResponse:
    """Keep the way in which the queue is narrowed under a name."""
    form, wanted = ViewForm(), filter_of(request.args)
    here = url_for(".queue", **wanted.query)
    if not form.validate():
        for sentence in form.label.errors or ["This page was open too long. Try again."]:
            flash(sentence, "warning")
        return see_other(here)
    try:
        actions.save_view(access.viewer(), label=form.label.data, query=here.partition("?")[2])
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    else:
        flash(f"Saved as \u201c{form.label.data.strip()}\u201d.", "success")
    return see_other(here)


@blueprint.post("/views/<int:view_id>/delete/")
@requires(MODERATE)
def delete_view(view_id: int) -> BaseResponse:
    """Forget one of the own saved views."""
    view = queries.access_view(access.viewer(), view_id)
    if not PlainForm().validate():
        abort(400)
    actions.delete_view(access.viewer(), view=view)
    flash(f"\u201c{view.label}\u201d is no longer saved.", "success")
    return see_other(url_for(".queue"))
