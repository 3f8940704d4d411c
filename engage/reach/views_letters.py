"""Those who prefer a letter or a call: listed, taken out for the post, and noted as told."""

from collections.abc import Sequence

from flask import Response as FlaskResponse
from flask import abort, flash, url_for
from werkzeug.wrappers import Response

from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.access import requires, viewer
from engage.core.pages import page, see_other
from engage.core.tables import csv_head, csv_lines
from engage.directory.languages import LANGUAGES
from engage.directory.models import Channel
from engage.reach.actions.telling import note_letters, take_letter_list
from engage.reach.blueprints import staff
from engage.reach.forms import LettersForm
from engage.reach.queries.letters import MOST, Addressee, not_by_mail
from engage.reach.queries.needs import tally
from engage.reach.queries.seeing import silence_seen
from engage.reach.queries.subjects import Subject, access_consultation
from engage.reach.rights import INVITE
from engage.reach.stakeholders import Stakeholder


def _asked(consultation_id: int) -> tuple[Subject, Consultation]:
    """The consultation, for one who may see which people are silent."""
    subject = access_consultation(viewer(), consultation_id, INVITE)
    if subject.consultation is None or silence_seen(viewer(), subject) is None:
        abort(404)
    return subject, subject.consultation


def _to_write_to(found: Sequence[Addressee]) -> list[Addressee]:
    return [one for one in found if one.channel is Channel.POST and not one.why_not]


@staff.get("/consultations/<int:consultation_id>/letters/")
@requires(INVITE)
def letters(consultation_id: int) -> FlaskResponse:
    """Who prefers a letter or a call and has not been heard, and who cannot be told so either."""
    subject, consultation = _asked(consultation_id)
    found = not_by_mail(viewer(), subject)
    by_post, able = _to_write_to(found), [one for one in found if not one.why_not]
    return page(
        "reach/letters.html",
        consultation=consultation,
        chosen=",".join(f"c{one.contact_id}" for one in by_post),
        is_open=consultation.is_open(clock.now()),
        by_post=by_post,
        by_phone=[one for one in able if one.channel is Channel.PHONE],
        unable=[one for one in found if one.why_not],
        needs=tally(one.needs for one in able),
        is_more=len(found) == MOST,
    )


@staff.post("/consultations/<int:consultation_id>/letters/list.csv")
@requires(INVITE)
def letter_list(consultation_id: int) -> FlaskResponse:
    """The names and postal addresses for the letters; who took them out is on record."""
    consultation, chosen = _chosen(consultation_id)
    take_letter_list(viewer(), consultation=consultation, contact_ids=[one.contact_id for one in chosen])
    rows = [(one.name, one.address, one.format.label, LANGUAGES.get(one.language, one.language)) for one in chosen]
    answer = FlaskResponse(
        csv_head(["Name", "Postal address", "Format", "Language"]) + csv_lines(rows), mimetype="text/csv"
    )
    answer.headers["Content-Disposition"] = f"attachment; filename=letters-{consultation.slug}.csv"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@staff.post("/consultations/<int:consultation_id>/letters/sent/")
@requires(INVITE)
def letters_sent(consultation_id: int) -> Response:
    """Note that the letters of the list were sent."""
    consultation, chosen = _chosen(consultation_id)
    told = note_letters(viewer(), consultation=consultation, contact_ids=[one.contact_id for one in chosen])
    said = {0: "Nobody was left to note.", 1: "One is noted as told by letter."}
    flash(said.get(told, f"{told} are noted as told by letter."), "success")
    return see_other(url_for(".letters", consultation_id=consultation.id))


def _chosen(consultation_id: int) -> tuple[Consultation, list[Addressee]]:
    """Those of the list that was shown, also when they have answered since: a letter is on its way."""
    subject, consultation = _asked(consultation_id)
    form = LettersForm()
    if not form.validate_on_submit():
        abort(400)
    said = (form.chosen.data or "").split(",")[:MOST]
    named = {one.id for each in said if (one := Stakeholder.read(each)) is not None and one.is_person}
    return consultation, _to_write_to(not_by_mail(viewer(), subject, only=named))
