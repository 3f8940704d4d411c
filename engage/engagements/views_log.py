"""The log: its list, the quick form, and the page of one engagement with its history."""

import secrets
from typing import Any

from flask import Response as FlaskResponse
from flask import abort, current_app, flash, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from engage.accounts.queries import names_of
from engage.core import clock, database, files, i18n
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.files import Accepted
from engage.core.forms import Form
from engage.core.pages import cursor_from_query, cursor_text, page, see_other
from engage.core.text import clean_line
from engage.directory import queries as directory
from engage.engagements import actions, queries
from engage.engagements.blueprint import staff
from engage.engagements.forms import EditForm, EngagementForm, FileForm, PromiseForm, QuickForm
from engage.engagements.models import Engagement, EngagementKind, FollowedKind
from engage.engagements.rights import PUBLISH, READ, WRITE
from engage.publishing.models import Publication
from engage.publishing.moments import moment_of

PAGE = 50


@staff.get("/")
@requires(READ)
def index() -> FlaskResponse:
    """The log, the latest first, narrowed by what the address says."""
    narrowed = _narrowed()
    rows = queries.listed(viewer(), narrowed, after=cursor_from_query(), limit=PAGE + 1)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    chosen = {name: value for name, value in request.args.items() if name != "after" and value}
    about = narrowed.organisation_id and directory.organisation(narrowed.organisation_id)
    return page(
        "engagements/index.html",
        rows=rows[:PAGE],
        parties=queries.parties_of([row.id for row in rows[:PAGE]]),
        publications=queries.publications_by([row.id for row in rows[:PAGE]]),
        narrowed=narrowed,
        organisation=about or None,
        kinds=EngagementKind,
        plans=queries.offered_publications(viewer(), READ),
        overdue=queries.overdue_count(viewer(), i18n.today()),
        older=url_for(".index", **_values(chosen, after=cursor_text(last.at, last.id))) if last else None,
        newest=url_for(".index", **_values(chosen)) if "after" in request.args else None,
    )


def _values(chosen: dict[str, str], **more: str) -> dict[str, Any]:
    return {**chosen, **more}


def _narrowed() -> queries.EngagementFilter:
    said = request.args.get("kind", "")
    return queries.EngagementFilter(
        kind=EngagementKind(said) if said in set(EngagementKind) else None,
        publication_id=request.args.get("plan", type=int) or None,
        organisation_id=_organisation_meant(),
        words=clean_line(request.args.get("q", ""))[:200],
        mine="mine" in request.args,
    )


def _organisation_meant() -> int | None:
    """The organisation of the address, or the one that it became part of."""
    found = directory.organisation(request.args.get("organisation", 0, type=int))
    return (found.merged_into_id or found.id) if found else None


@staff.route("/new/", methods=["GET", "POST"])
@requires(WRITE)
def new() -> Response:
    """Log an engagement in a minute; it may follow up a comment or a submission that the address names."""
    followed = _followed()
    form = QuickForm(data=_suggested(followed))
    offered = form.offer(queries.offered_publications(viewer(), WRITE), queries.staff())
    if form.validate_on_submit():
        try:
            found = _log(form, offered, followed)
        except Refused as refusal:
            say(form, refusal)
        else:
            flash("It is in the log.", "success")
            if queries.near_names(viewer(), found.other_names):
                flash(
                    "A name is not in the directory. Look below whether somebody with a like name is meant.", "warning"
                )
            return see_other(url_for(".one", engagement_id=found.id))
    status = 422 if form.errors else 200
    earlier = queries.followed_up(viewer(), followed.kind, followed.id) if followed else ()
    return page("engagements/new.html", status, form=form, followed=followed, earlier=earlier)


def say(form: Form, refusal: Refused) -> None:
    """Put a refusal to the field that it is about, or to the top of the form."""
    form.refuse(refusal.field if refusal.field in form else None, refusal.sentence)


def _followed() -> queries.Followed | None:
    said, subject_id = request.args.get("follows", ""), request.args.get("id", type=int)
    if not said:
        return None
    if said not in set(FollowedKind) or subject_id is None:
        abort(404)
    return queries.access_followed(viewer(), FollowedKind(said), subject_id)


def _suggested(followed: queries.Followed | None) -> dict[str, Any]:
    now = i18n.local(clock.now())
    held: dict[str, Any] = {"day": now.date(), "time": now.time(), "owner": viewer().account_id or 0}
    held |= {"key": secrets.token_hex(12), "publications": request.args.getlist("plan", type=int)}
    held |= {"others": request.args.get("others", "")[:400]}
    if followed is not None:
        held |= {"kind": EngagementKind.CALL.value, "title": f"Follow-up: {followed.title}"[:200]}
        held |= {"others": followed.name, "publications": list(followed.publication_ids)}
    return held


def _log(form: QuickForm, offered: dict[int, Publication], followed: queries.Followed | None) -> Engagement:
    if (form.due.data or form.by.data) and not form.what.data:
        raise Refused("Say what was promised, or leave the day and the name empty.", "what")
    accepted = accepted_file(form.file.data)
    found = actions.log_engagement(
        viewer(),
        noted=_noted(form, [offered[one] for one in form.publications.data or []]),
        follows=(followed.kind, followed.id) if followed else None,
        organisation_id=followed.organisation_id if followed else None,
        form_key=form.key.data or None,
    )
    if form.what.data:
        owner, by = form.owner.data or None, form.by.data or ""
        actions.make_promise(viewer(), engagement=found, what=form.what.data, due=form.due.data, owner_id=owner, by=by)
    if accepted is not None and not queries.files_of(found.id):
        actions.add_file(viewer(), engagement=found, accepted=accepted)
    return found


def accepted_file(upload: Any) -> Accepted | None:
    """The photo or document that was sent along, looked at before anything is written; nothing where there is none."""
    if not upload:
        return None
    database.release()
    return files.accept_file(upload.filename or "file", upload.read())


def _noted(form: EngagementForm, publications: list[Publication]) -> actions.Noted:
    assert form.day.data is not None  # noqa: S101 - the form has asked for it
    assert form.time.data is not None  # noqa: S101 - the form has asked for it
    return actions.Noted(
        kind=EngagementKind(form.kind.data),
        at=moment_of(form.day.data, form.time.data, current_app.config["ENGAGE"].zone),
        title=form.title.data or "",
        place=form.place.data or "",
        said=form.said.data or "",
        others=form.others.data or "",
        publications=publications,
    )


@staff.get("/<int:engagement_id>/")
@requires(READ)
def one(engagement_id: int) -> FlaskResponse:
    """One engagement: who took part, what was said and promised, its files and what it follows."""
    return show(queries.access_engagement(viewer(), engagement_id))


def show(
    found: Engagement, status: int = 200, promise: PromiseForm | None = None, file: Form | None = None
) -> FlaskResponse:
    """The page of an engagement, with a form that was refused if there is one."""
    promise = promise or PromiseForm(formdata=None, data={"owner": viewer().account_id})
    promise.offer(queries.staff())
    may_write = queries.may_write(viewer(), found)
    words = clean_line(request.args.get("who", ""))[:200]
    return page(
        "engagements/one.html",
        status,
        it=found,
        by=names_of([found.account_id]).get(found.account_id) if found.account_id else None,
        parties=queries.parties_of([found.id])[found.id],
        publications=queries.publications_of(found.id),
        promises=queries.promises_of(found.id),
        files=queries.files_of(found.id),
        followed=_what_it_follows(found),
        changed=found.revision > 1,
        may_write=may_write,
        near=queries.near_names(viewer(), found.other_names) if may_write else {},
        may_publish=found.kind is EngagementKind.EVENT and viewer().may(PUBLISH),
        today=i18n.today(),
        words=words,
        candidates=queries.candidates(viewer(), words),
        promise_form=promise,
        file_form=file or FileForm(formdata=None),
    )


def _what_it_follows(found: Engagement) -> queries.Followed | None:
    if found.follows_kind is None or found.follows_id is None:
        return None
    return queries.followed_if_seen(viewer(), found.follows_kind, found.follows_id)


@staff.route("/<int:engagement_id>/edit/", methods=["GET", "POST"])
@requires(WRITE)
def edit(engagement_id: int) -> Response:
    """Change what is logged; what it had said is kept."""
    found = queries.access_engagement(viewer(), engagement_id, WRITE)
    form = EditForm(data=_held(found))
    offered = _offer(form, found)
    stale = False
    if form.validate_on_submit():
        try:
            _change(found, form, offered)
        except Refused as refusal:
            stale = isinstance(refusal, actions.StaleEngagement)
            form.base.data = str(found.revision)
            say(form, refusal)
        else:
            flash("Saved.", "success")
            return see_other(url_for(".one", engagement_id=found.id))
    return page("engagements/edit.html", 422 if form.errors else 200, it=found, form=form, stale=stale)


def _held(found: Engagement) -> dict[str, Any]:
    at = i18n.local(found.at)
    return {
        **{name: getattr(found, name) for name in ("title", "place", "others", "said")},
        "kind": found.kind.value,
        "day": at.date(),
        "time": at.time(),
        "publications": [each.id for each in queries.publications_of(found.id)],
        "base": found.revision,
    }


def _offer(form: EditForm, found: Engagement) -> dict[int, Publication]:
    plans = [*queries.publications_of(found.id), *queries.offered_publications(viewer(), WRITE)]
    offered = {each.id: each for each in plans}
    form.publications.choices = [SelectChoice(each.id, each.title) for each in offered.values()]
    return offered


def _change(found: Engagement, form: EditForm, offered: dict[int, Publication]) -> None:
    base = int(form.base.data) if (form.base.data or "").isdecimal() else 0
    noted = _noted(form, [offered[one] for one in form.publications.data or []])
    actions.change_engagement(viewer(), engagement=found, base=base, noted=noted)


@staff.get("/<int:engagement_id>/history/")
@requires(READ)
def history(engagement_id: int) -> FlaskResponse:
    """What an engagement had said before, the latest change first."""
    found = queries.access_engagement(viewer(), engagement_id)
    rows = queries.revisions_of(found.id)
    names = names_of([row.account_id for row in rows if row.account_id])
    return page("engagements/history.html", it=found, rows=rows, names=names)
