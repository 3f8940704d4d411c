"""One comment in its context, and the decision about it."""

from collections.abc import Mapping
from datetime import datetime

from flask import Response, abort, flash, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from engage.comments import below, wordings
from engage.comments import queries as comment_queries
from engage.comments.models import Comment
from engage.comments.rights import BLOCK, MODERATE
from engage.core import access, clock
from engage.core.access import requires
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.core.text import difference, redacted_source
from engage.moderation import actions, kinds, panels, queries
from engage.moderation.actions import Stale
from engage.moderation.forms import DecisionForm
from engage.moderation.front import blueprint
from engage.moderation.models import Verdict
from engage.moderation.narrowing import filter_of
from engage.moderation.queries import QueueState
from engage.publishing import queries as publishing

DONE = {
    Verdict.APPROVED: "Approved the comment by {name}.",
    Verdict.REJECTED: "Rejected the comment by {name}.",
    Verdict.HIDDEN: "Hid the comment by {name}.",
    Verdict.RESTORED: "The comment by {name} is shown again.",
    Verdict.KEPT: "Kept the comment by {name}. Its reports are settled.",
    Verdict.REDACTED: "The passage is blacked out. Decide about the rest of the comment.",
}


def _changes(comment: Comment) -> Markup:
    """What the wording that waits changes, with what is blacked out marked in both."""
    numbers = (comment.body_revision, comment.revision_to_read)
    typed = (
        redacted_source(
            comment_queries.wording(comment.id, number), comment_queries.passages_removed(comment.id, number)
        )
        for number in numbers
    )
    return difference(*typed)


def _item_page(card: queries.Card, form: DecisionForm, status: int = 200, stale: str = "") -> Response:
    viewer, wanted, comment = access.viewer(), filter_of(request.args), card.comment
    leases = queries.leases()
    offered = [] if card.is_own or card.is_reported_by(viewer) else actions.offered(comment)
    reasons = comment_queries.reasons(active=False)
    form.offer([reason for reason in reasons if reason.active])
    form.offer_parts(card.source).show(comment.revision_to_read, card.seen)
    return page(
        "moderation/item.html",
        status,
        form=form,
        card=card,
        comment=comment,
        stale=stale,
        wanted=wanted,
        reasons={reason.key: reason for reason in reasons},
        offered=offered,
        changes=_changes(comment) if card.is_edit else None,
        blacked_out=wordings.blacked_out(comment.id, comment.revision_to_read) if card.is_redacted else [],
        decisions=queries.decisions_on(comment),
        others=queries.others_of(viewer, comment),
        address=card.address,
        may_block=viewer.scope(BLOCK) is None and not card.is_own,
        path=publishing.path_of(card.publication),
        below=below.goes_with(comment) if Verdict.HIDDEN in offered else below.Below(),
        lease=leases.get(f"comment.{comment.id}"),
        undoable=queries.last_undoable(viewer),
        panels=panels.panels_of(viewer, comment),
        following=_next_url(comment, (card.since, comment.id) if card.since else None, leases),
    )


@blueprint.get("/<int:comment_id>/")
@requires(MODERATE)
def item(comment_id: int) -> Response:
    """A comment with all that a moderator needs to decide."""
    return _item_page(queries.access_card(access.viewer(), comment_id), DecisionForm())


@blueprint.post("/<int:comment_id>/")
@requires(MODERATE)
def decide(comment_id: int) -> BaseResponse:
    """Take a decision, and go on to the next comment."""
    comment = queries.access_item(access.viewer(), comment_id)
    form = DecisionForm().offer(comment_queries.reasons())
    act = request.form.get("act", "")
    if not form.validate():
        form.miss_passage(act)
        return _item_page(queries.card_of(access.viewer(), comment), form, 422)
    wanted = filter_of(request.args)
    place = queries.place_of_comment(comment.id)
    try:
        stays = _act(comment, form)
    except Stale as stale:
        return _item_page(queries.card_of(access.viewer(), comment), form, 409, stale.sentence)
    except Refused as refusal:
        form.refuse(refusal.field if refusal.field in form else None, refusal.sentence)
        form.miss_passage(act)
        form.forget_misplaced_reason(act)
        return _item_page(queries.card_of(access.viewer(), comment), form, 422)
    if stays:
        return see_other(url_for(".item", comment_id=comment.id, **wanted.query))
    return see_other(_next_url(comment, place, queries.leases()) or url_for(".queue", **wanted.query))


def _next_url(comment: Comment, place: queries.Place | None, leases: Mapping[str, queries.Held]) -> str | None:
    if filter_of(request.args).state is not QueueState.WAITING:
        return None
    return _following("comment", comment.id, place[0] if place else None, leases)


def _following(list_name: str, item_id: int, since: datetime | None, leases: Mapping[str, queries.Held]) -> str | None:
    """The page of the next item of the list that the address names and that nobody else has open."""
    wanted, viewer = filter_of(request.args), access.viewer()
    item = kinds.Item(list_name, "", item_id, since or clock.now())
    taken = [key for key, held in leases.items() if held.account_id != viewer.account_id]
    found = kinds.next_of(viewer, wanted, kinds.place_of(item) if since else None, [item.key, *taken])
    return kinds.url_of(found, wanted) if found else None


@blueprint.app_template_global()
def next_in_queue(list_name: str, item_id: int, since: datetime | None) -> str | None:
    """The page of the item behind one of another kind than comments, for those who work at the desk."""
    return _following(list_name, item_id, since, queries.leases()) if access.viewer().may(MODERATE) else None


@blueprint.app_template_global()
def held_by_other(list_name: str, item_id: int) -> str:
    """The name of who else has an item open just now, for those who work at the desk."""
    viewer = access.viewer()
    held = queries.leases().get(f"{list_name}.{item_id}") if viewer.may(MODERATE) else None
    return held.name if held and held.account_id != viewer.account_id else ""


def _act(comment: Comment, form: DecisionForm) -> bool:
    """Do what the pressed button says; whether the moderator stays on this comment."""
    viewer, act = access.viewer(), request.form.get("act", "")
    reason = comment_queries.reason(form.reason.data) if form.reason.data else None
    if act == "block":
        actions.block_writer(viewer, comment=comment, reason=reason, note=form.note.data or "")
        flash("The address is blocked. Decide about the comment itself too.", "success")
        return True
    verdict = Verdict(act) if act in list(Verdict) else abort(400)
    if verdict is Verdict.REDACTED:
        actions.black_out(
            viewer,
            comment=comment,
            read=form.read,
            passage=form.passage.data or "",
            occurrence=form.occurrence.data or 1,
            reason=reason,
            note=form.note.data or "",
        )
    else:
        actions.decide(
            viewer,
            comment=comment,
            verdict=verdict,
            read=form.read,
            reason=reason,
            note=form.note.data or "",
            marked=actions.Marks(form.part.data or (), form.marked.data or ""),
        )
    flash(DONE[verdict].format(name=comment.name), "success")
    return verdict is Verdict.REDACTED
