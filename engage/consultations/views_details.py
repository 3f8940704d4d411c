"""The desk's page of what a consultation says of itself, its dates and its notice."""

from datetime import datetime

from flask import current_app, flash, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from engage.consultations import actions, queries, rights
from engage.consultations.blueprints import staff as blueprint
from engage.consultations.desk_head import About
from engage.consultations.forms import DetailsForm, NoticeForm
from engage.consultations.models import Consultation
from engage.core import i18n
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.pages import page, see_other
from engage.directory import choosing
from engage.publishing.fields import A_DATE, A_TIME
from engage.publishing.models import Publication
from engage.publishing.moments import moment_of
from engage.publishing.queries import organisations_with_parts

TEXTS = ("title", "summary", "to_decide", "already_fixed", "audience", "contact_name", "contact_email", "contact_phone")
FLAGS = ("asks_consent", "organisations_public")


@blueprint.route("/<int:consultation_id>/", methods=["GET", "POST"])
@requires(rights.BUILD)
def edit(consultation_id: int) -> Response:
    """The texts and dates of a consultation."""
    it = queries.access_buildable(viewer(), consultation_id)
    form = DetailsForm(data=_held(it))
    offered = _offer(form, it)
    if form.validate_on_submit():
        try:
            _save(it, form, offered)
        except Refused as refusal:
            if isinstance(refusal, actions.StaleDetails):
                form.base.data = actions.base_of(it)
            form.say(refusal)
        else:
            flash("Saved.", "success")
            return see_other(url_for(".edit", consultation_id=it.id))
    latest = _held(it) if form.form_errors else {}
    return page(
        "consultations/staff/details.html",
        422 if form.errors else 200,
        about=About(it, "edit"),
        form=form,
        latest={name: latest[name] for name in TEXTS if latest and latest[name] != form[name].data},
    )


def _held(it: Consultation) -> dict[str, object]:
    opens, closes = (i18n.local(at) if at else None for at in (it.opens_at, it.closes_at))
    return {
        **{name: getattr(it, name) for name in (*TEXTS, *FLAGS, "results_due")},
        "base": actions.base_of(it),
        "publications": [each.id for each in queries.publications_of(it)],
        "organisation": it.organisation_id or 0,
        "opens_on": opens and opens.date(),
        "opens_time": opens and opens.time(),
        "closes_on": closes and closes.date(),
        "closes_time": closes and closes.time(),
    }


def _offer(form: DetailsForm, it: Consultation) -> dict[int, Publication]:
    offered = {each.id: each for each in [*queries.publications_of(it), *queries.offered_publications(viewer())]}
    form.publications.choices = [SelectChoice(each.id, each.title) for each in offered.values()]
    known = {*queries.organisations_that_ask(), *organisations_with_parts(), form.organisation.data or 0}
    hand, owner = choosing.at_hand(known), current_app.config["ENGAGE"].site_owner
    hand.fill(form.organisation, form.organisation_named, none=owner)
    form.by_name = not hand.is_whole
    return offered


def _save(it: Consultation, form: DetailsForm, offered: dict[int, Publication]) -> None:
    choosing.settle(form.organisation, form.organisation_named)
    actions.set_details(
        viewer(),
        consultation=it,
        base=form.base.data or "",
        **{name: form[name].data or "" for name in TEXTS},
        **{name: form[name].data for name in FLAGS},
        organisation_id=form.organisation.data or None,
        opens_at=_moment(form, "opens"),
        closes_at=_moment(form, "closes"),
        results_due=form.results_due.data,
    )
    chosen = [offered[one] for one in form.publications.data or []]
    actions.set_publications(viewer(), consultation=it, publications=chosen)


def _moment(form: DetailsForm, name: str) -> datetime | None:
    day, minute = form[f"{name}_on"].data, form[f"{name}_time"].data
    if day is None and minute is None:
        return None
    if day is None:
        raise Refused(A_DATE, f"{name}_on")
    if minute is None:
        raise Refused(A_TIME, f"{name}_time")
    try:
        return moment_of(day, minute, current_app.config["ENGAGE"].zone)
    except Refused as refusal:
        raise Refused(refusal.sentence, f"{name}_time") from refusal


@blueprint.route("/<int:consultation_id>/notice/", methods=["GET", "POST"])
@requires(rights.BUILD)
def notice(consultation_id: int) -> Response:
    """The privacy notice, each saved version of which stays readable."""
    it = queries.access_buildable(viewer(), consultation_id)
    held = queries.notice_of(it)
    form = NoticeForm(data={"body": held.body if held else ""})
    if form.validate_on_submit():
        try:
            actions.save_notice(viewer(), consultation=it, body=form.body.data or "")
        except Refused as refusal:
            form.say(refusal)
        else:
            flash("Saved.", "success")
            return see_other(url_for(".notice", consultation_id=it.id))
    status = 422 if form.errors else 200
    about = About(it, "notice")
    return page("consultations/staff/notice.html", status, about=about, form=form, versions=queries.notices_of(it))
