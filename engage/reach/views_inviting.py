"""Inviting the silent: chosen, previewed, sent, never twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response as FlaskResponse
from flask import flash, request, url_for
from werkzeug.wrappers import Response

from engage.consultations.models import Consultation
from engage.core import clock
from engage.core.access import requires, viewer
from engage.core.errors import Refused
from engage.core.messages import Message
from engage.core.pages import page, see_other
from engage.reach import mails
from engage.reach.actions import inviting
from engage.reach.blueprints import staff
from engage.reach.forms import InvitationForm
from engage.reach.queries.figures import counted
from engage.reach.queries.inviting import Guest, guests, one_for_each_address, titles_of_materials, words_of
from engage.reach.queries.needs import tally
from engage.reach.queries.seeing import silence_seen
from engage.reach.queries.silent import Wanted, silent
from engage.reach.queries.subjects import Subject, access_consultation
from engage.reach.rights import INVITE
from engage.reach.stakeholders import Stakeholder

SUBJECT = "Your view is needed: {title}"
BODY = """We are asking about {title}, and we have not heard from you yet.

What you know matters to the decision. You can answer in writing, with your colleagues, or ask us to come to you.

If somebody else should answer, please pass this on."""


@dataclass(frozen=True)
class _Chosen:
    """Those who were chosen and are still silent, how many are not, and how many are beyond what is taken at once.

    `keys` names all of them but the last, as in a form.
    """

    guests: list[Guest]
    keys: str
    gone: int
    beyond: int


def _chosen(subject: Subject, form: InvitationForm) -> _Chosen:
    kept = [one for one in (form.chosen.data or "").split(",") if one]
    said = list(dict.fromkeys(request.args.getlist("who") or kept))
    taken = said[: inviting.MOST_AT_ONCE]
    named = {who.key: who for one in taken if (who := Stakeholder.read(one)) is not None}
    wanted = Wanted(counted(subject).figures, people=silence_seen(viewer(), subject), only=named.values())
    found = silent(subject, wanted, limit=inviting.MOST_AT_ONCE) if named else []
    keys = ",".join(named)
    return _Chosen(guests(subject.consultation_ids, found), keys, len(taken) - len(found), len(said) - len(taken))


def _words(consultation: Consultation) -> dict[str, str]:
    """What the form holds at first: what the viewer looked at before, or a letter to begin with."""
    kept = words_of(viewer(), consultation) if "kept" in request.args else None
    if kept is not None:
        return {"chosen": kept.chosen, "subject": kept.subject, "body": kept.body}
    return {"subject": SUBJECT.format(title=consultation.title), "body": BODY.format(title=consultation.title)}


@staff.route("/consultations/<int:consultation_id>/invite/", methods=["GET", "POST"])
@requires(INVITE)
def invite(consultation_id: int) -> Response:
    """Write to those who were chosen, look at the mail, and send it."""
    subject = access_consultation(viewer(), consultation_id, INVITE)
    consultation = subject.consultation
    assert consultation is not None  # noqa: S101 - the subject is one
    form = InvitationForm(data=_words(consultation))
    chosen = _chosen(subject, form)
    form.chosen.data = chosen.keys
    if form.validate_on_submit():
        try:
            return (_send if request.form.get("act") == "send" else _look)(consultation, chosen, form)
        except Refused as refusal:
            form.refuse(refusal.field, refusal.sentence)
    return _page(consultation, chosen, form)


def _look(consultation: Consultation, chosen: _Chosen, form: InvitationForm) -> Response:
    """Show the mail at an address to which one can come back."""
    subject, body = form.subject.data or "", form.body.data or ""
    inviting.keep_words(viewer(), consultation=consultation, chosen=chosen.keys, subject=subject, body=body)
    return see_other(url_for(".invite", consultation_id=consultation.id, kept=1, _anchor="preview"))


def _send(consultation: Consultation, chosen: _Chosen, form: InvitationForm) -> Response:
    sent = inviting.invite(
        viewer(),
        consultation=consultation,
        guests=chosen.guests,
        subject=form.subject.data or "",
        body=form.body.data or "",
    )
    flash({0: "Nobody was left to invite.", 1: "One is invited."}.get(sent, f"{sent} are invited."), "success")
    return see_other(url_for(".consultation", consultation_id=consultation.id))


def _page(consultation: Consultation, chosen: _Chosen, form: InvitationForm) -> FlaskResponse:
    each, is_open = one_for_each_address(chosen.guests), consultation.is_open(clock.now())
    able = [one for one in each if not one.why_not]
    return page(
        "reach/invite.html",
        422 if form.errors else 200,
        consultation=consultation,
        form=form,
        is_open=is_open,
        able=able,
        needs=tally(one.needs for one in able),
        unable=[one for one in each if one.why_not],
        gone=chosen.gone,
        beyond=chosen.beyond,
        preview=_preview(consultation, able, form) if able and not form.errors else None,
    )


def _preview(consultation: Consultation, able: Sequence[Guest], form: InvitationForm) -> Message:
    words = {"subject": form.subject.data or "", "body": form.body.data or ""}
    documents = titles_of_materials(consultation)
    return mails.invitation(able[0], consultation, documents=documents, subscriber=None, **words)
