"""A person as moderators know them, with notes and sanctions; and what is handed over."""

from collections.abc import Sequence
from datetime import datetime

from flask import abort, current_app, flash, request, url_for
from werkzeug.wrappers import Response

from engage.casework import actions, queries
from engage.casework.forms import AssignForm, NoteForm, OpinionForm, PlainForm, SanctionForm
from engage.casework.front import blueprint
from engage.casework.rights import KEEP_NOTES, SANCTION
from engage.comments import queries as comment_queries
from engage.comments.models import Comment
from engage.core import access, clock
from engage.core.access import requires
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.core.text import excerpt, plain_comment
from engage.moderation import queries as desk
from engage.moderation.narrowing import filter_of
from engage.moderation.queries.cards import is_own
from engage.screening import queries as screening
from engage.screening.models import SanctionStep


def _person_page(
    comment: Comment,
    *,
    note: NoteForm | None = None,
    opinion: OpinionForm | None = None,
    given: AssignForm | None = None,
    form: SanctionForm | None = None,
) -> Response:
    viewer, person = access.viewer(), queries.person_of(comment)
    own = is_own(viewer, comment)
    wrong = any(each is not None and each.errors for each in (note, opinion, given, form))
    people, assigned = screening.possible_owners(), queries.assignment(comment.id)
    form = form or SanctionForm(formdata=None).offer(comment_queries.reasons())
    return page(
        "casework/person.html",
        422 if wrong else 200,
        comment=comment,
        person=person,
        card=desk.card_of(viewer, comment),
        others=desk.others_of(viewer, comment),
        note=note or NoteForm(formdata=None),
        opinion=opinion or OpinionForm(formdata=None).offer(people),
        form=form,
        notes=[] if own else queries.notes_on(comment, person),
        opinions=[] if own else queries.opinions_on(comment.id),
        sanctions=queries.sanctions_of(person),
        given=given or AssignForm(formdata=None).offer(people, assigned.account_id if assigned else None),
        assigned=assigned,
        people=dict(people),
        may_sanction=viewer.scope(SANCTION) is None and not own,
        now=clock.now(),
    )


@blueprint.get("/people/<int:comment_id>/")
@requires(KEEP_NOTES)
def person(comment_id: int) -> Response:
    """The writer of a comment: what they wrote, what was noted, what they may not do."""
    return _person_page(desk.access_item(access.viewer(), comment_id))


@blueprint.post("/people/<int:comment_id>/note/")
@requires(KEEP_NOTES)
def note(comment_id: int) -> Response:
    """Write a note on the person."""
    comment = desk.access_item(access.viewer(), comment_id)
    form = NoteForm()
    if not form.validate():
        return _person_page(comment, note=form)
    actions.write_note(access.viewer(), text=form.text.data, comment=comment, person=queries.person_of(comment))
    return see_other(url_for(".person", comment_id=comment_id))


@blueprint.post("/people/<int:comment_id>/assign/")
@requires(KEEP_NOTES)
def assign(comment_id: int) -> Response:
    """Give the comment to somebody, to oneself, or to nobody."""
    comment = desk.access_item(access.viewer(), comment_id)
    form = AssignForm().offer(screening.possible_owners())
    if not form.validate():
        return _person_page(comment, given=form)
    try:
        chosen = int(form.account.data) if form.account.data else None
        actions.assign(access.viewer(), comment=comment, account_id=chosen)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return _person_page(comment, given=form)
    if form.back.data == "item":
        return see_other(url_for("moderation_staff.item", comment_id=comment_id, **filter_of(request.args).query))
    return see_other(url_for(".person", comment_id=comment_id))


@blueprint.post("/people/<int:comment_id>/opinion/")
@requires(KEEP_NOTES)
def opinion(comment_id: int) -> Response:
    """Ask a colleague for a view, or give one that was asked."""
    viewer, comment = access.viewer(), desk.access_item(access.viewer(), comment_id)
    form, known = OpinionForm().offer(screening.possible_owners()), queries.open_opinion(comment_id)
    if not form.validate():
        return _person_page(comment, opinion=form)
    try:
        if known is not None:
            actions.give_opinion(viewer, opinion=known, comment=comment, answer=form.text.data)
        else:
            asked_of = int(form.asked_of.data) if form.asked_of.data else None
            actions.ask_opinion(viewer, comment=comment, question=form.text.data, asked_of=asked_of)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return _person_page(comment, opinion=form)
    return see_other(url_for(".person", comment_id=comment_id))


@blueprint.post("/people/<int:comment_id>/sanction/")
@requires(SANCTION)
def set_sanction(comment_id: int) -> Response:
    """Warn the person, or bind what they may send."""
    comment = desk.access_item(access.viewer(), comment_id)
    form = SanctionForm().offer(comment_queries.reasons())
    if access.viewer().scope(SANCTION) is not None:
        abort(403)
    if not form.validate():
        return _person_page(comment, form=form)
    try:
        _sanction(comment, form)
    except Refused as refusal:
        form.refuse(refusal.field, refusal.sentence)
        return _person_page(comment, form=form)
    flash("It is decided. The person is told by mail once this can no longer be undone.", "success")
    return see_other(url_for(".person", comment_id=comment_id))


def _sanction(comment: Comment, form: SanctionForm) -> None:
    actions.set_sanction(
        access.viewer(),
        person=queries.person_of(comment),
        step=SanctionStep(form.step.data),
        reason=comment_queries.reason(form.reason.data),
        says=form.says.data,
        ends_at=form.ends_at(current_app.config["ENGAGE"].zone),
    )


@blueprint.get("/sanctions/")
@requires(SANCTION)
def sanctions() -> Response:
    """What was decided about people, newest first."""
    if access.viewer().scope(SANCTION) is not None:
        abort(403)
    return page("casework/sanctions.html", lines=queries.sanctions(), now=clock.now(), mine=access.viewer().account_id)


@blueprint.post("/sanctions/<int:sanction_id>/lift/")
@requires(SANCTION)
def lift(sanction_id: int) -> Response:
    """End a sanction before its time."""
    found = queries.sanction(sanction_id)
    if found is None or access.viewer().scope(SANCTION) is not None or not PlainForm().validate():
        abort(404)
    try:
        actions.lift_sanction(access.viewer(), sanction=found)
    except Refused as refusal:
        flash(refusal.sentence, "warning")
    return see_other(url_for(".sanctions"))


@blueprint.route("/handover/", methods=["GET", "POST"])
@requires(KEEP_NOTES)
def handover() -> Response:
    """What the next shift must know."""
    form = NoteForm()
    if form.validate_on_submit():
        actions.write_note(access.viewer(), text=form.text.data, is_handover=True)
        return see_other(url_for(".handover"))
    return page(
        "casework/handover.html",
        422 if form.errors else 200,
        form=form,
        notes=queries.handovers(),
        given=_lines_of(queries.given_to(access.viewer())),
    )


def _lines_of(comments: Sequence[Comment]) -> list[tuple[int, str, str, datetime | None]]:
    return [(row.id, row.name, excerpt(plain_comment(row.body), 90), row.waiting_since) for row in comments]
