"""A page of questions: shown, saved as it is left, and saved while somebody types."""

from dataclasses import replace
from typing import Any

from flask import abort, jsonify, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engage.consultations import queries as consultations
from engage.consultations.definition import Page, route
from engage.consultations.entries import Entry, rendered, target_of
from engage.core import access, clock
from engage.core.access import public, viewer
from engage.core.database import unit_of_work
from engage.core.errors import Refused
from engage.core.forms import LOST_SESSION
from engage.core.pages import page, see_other
from engage.core.text import clean_text, is_blank
from engage.submissions import actions, answering, attachments, queries
from engage.submissions.answering import Sent
from engage.submissions.blueprints import public as blueprint
from engage.submissions.holding import BOX, SHARED, Held, held, private, remember
from engage.submissions.live_questions import live_page
from engage.submissions.models import SubmissionState
from engage.submissions.queries.submissions import Kept

ELSEWHERE = "Another text for this question was saved from elsewhere. Both are kept: press “Save” to choose one."
SENT_MEANWHILE = "This response was sent already, from another window or device. What you typed here is not part of it."
LEFT = "This browser does not know your response any more. Open it by your code on another tab, then save here."


@blueprint.route("/consultations/<slug>/respond/<page_key>/", methods=["GET", "POST"])
@public
def respond_page(slug: str, page_key: str) -> Response:
    """One page of questions."""
    mine = held(slug)
    if mine is None:
        return _unknown(slug)
    if mine.draft is None and request.method == "GET":
        return see_other(url_for("submissions.receipt", slug=slug))
    asked = mine.definition.page(page_key)
    if asked is None:
        abort(404)
    if request.method == "GET":
        return _shown(mine, asked)
    try:
        return _saved(_amending(mine), asked)
    except Refused as refusal:
        return _sent_meanwhile(mine, asked, refusal.sentence)


def _amending(mine: Held) -> Held:
    """Where something was sent already and the person wants to put this page into it: on a draft of changes."""
    if mine.draft is not None:
        return mine
    if "amend" not in request.form or access.csrf_failed() or mine.is_shared:
        raise Refused(SENT_MEANWHILE)
    return replace(mine, draft=actions.amend(viewer(), submission=mine.submission))


def _may_change(mine: Held) -> bool:
    is_open = mine.consultation.is_open(clock.now())
    return mine.submission.state is SubmissionState.SENT and is_open and not mine.is_shared


def _sent_meanwhile(mine: Held, asked: Page, sentence: str) -> Response:
    """What was typed on a page whose response was sent from elsewhere is shown and may be put into it."""
    entries = answering.sent_entries(asked.questions, request.form, {})
    hidden = ("csrf_token", "response", "amend", "shown", "revision")
    answer = page(
        "submissions/respond/sent_meanwhile.html",
        422,
        held=mine,
        asked=asked,
        sentence=sentence,
        texts=[(one.question.label, text) for one in entries for texts in one.boxes.values() for text in texts],
        kept=[(name, text) for name, text in request.form.items(multi=True) if name not in hidden],
        may_change=_may_change(mine),
    )
    return remember(answer, mine.consultation, mine.code)


def _unknown(slug: str) -> Response:
    """Nothing is lost when the cookie is gone: what was typed stands on the page that asks for the code."""
    consultations.access_consultation(viewer(), slug)
    if request.method == "GET":
        return see_other(url_for("submissions.respond", slug=slug))
    kept = [(name, text) for name, text in request.form.items(multi=True) if name not in ("csrf_token", BOX)]
    return private(
        page(
            "submissions/respond/signed_out.html",
            422,
            kept=kept,
            texts=[clean_text(text) for name, text in kept if name.startswith("q-") and not is_blank(text)],
            action=request.path,
            was_shared=request.form.get(BOX, "").startswith(SHARED),
        )
    )


def _shown(mine: Held, asked: Page) -> Response:
    kept = queries.kept_of(mine.writable.id)
    questions = answering.shown_on(mine.definition, asked, queries.values_of(kept))
    if questions is None:
        return see_other(url_for("submissions.respond", slug=mine.slug))
    entries = answering.entries_of(questions, kept, attachments.known(mine.submission, questions))
    if request.args.get("check") is not None:
        entries = answering.with_lacks(entries, queries.values_of(kept))
    return _page(mine, asked, entries, kept, (answering.marks(questions, kept), mine.writable.revision))


def _saved(mine: Held, asked: Page) -> Response:
    if access.csrf_failed():
        return _again(mine, asked, None, LOST_SESSION)
    form, bad_files = attachments.taken_in(viewer(), mine.submission, asked)
    sent = answering.read_page(asked, form, attachments.known(mine.submission, asked.questions), bad_files)
    if bad_files or (sent.faults and "list" not in request.form):
        with unit_of_work():
            result = _save(mine, asked, sent)
        if not result.conflicts:
            return _again(mine, asked, sent, form=form)
    else:
        result = _save(mine, asked, sent)
    return remember(see_other(_next(mine, asked, sent, result)), mine.consultation, mine.code)


def _save(mine: Held, asked: Page, sent: Sent) -> actions.SaveResult:
    return actions.save_answers(
        viewer(),
        submission=mine.writable,
        base_revision=revision_typed(),
        answers=sent.answers,
        typed=sent.typed,
        untouched=sent.untouched,
        page=asked.key,
    )


def revision_typed() -> int:
    """The revision that the person had before her; 0 for a forged one."""
    typed = request.form.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _next(mine: Held, asked: Page, sent: Sent, result: actions.SaveResult) -> str:
    """The same page while it asks for more, then the next one, at last the page that shows all answers."""
    if result.conflicts:
        return url_for("submissions.respond_choose", slug=mine.slug)
    if "list" in request.form:
        return url_for("submissions.respond", slug=mine.slug)
    way = route(mine.definition, result.answers)
    questions = next((each for one, each in way if one.key == asked.key), [])
    new = [question for question in questions if question.asks and question.key not in sent.asked]
    here = url_for("submissions.respond_page", slug=mine.slug, page_key=asked.key)
    if new:
        return f"{here}#{target_of(new[0])}"
    if answering.missing(questions, sent):
        return f"{here}?check"
    keys = [one.key for one, _ in way]
    place = keys.index(asked.key) + 1 if asked.key in keys else len(keys)
    if place < len(keys):
        return url_for("submissions.respond_page", slug=mine.slug, page_key=keys[place])
    return url_for("submissions.respond_check", slug=mine.slug)


def _again(
    mine: Held, asked: Page, sent: Sent | None, sentence: str = "", form: "MultiDict[str, str] | None" = None
) -> Response:
    """The page with all that was typed and what is wrong with it."""
    kept = queries.kept_of(mine.writable.id)
    questions = answering.shown_on(mine.definition, asked, queries.values_of(kept)) or []
    faults = answering.missing(questions, sent) if sent is not None else {}
    entries = answering.sent_entries(questions, form or request.form, faults)
    base = (answering.marks(questions, kept), mine.writable.revision)
    if sent is None:
        base = (request.form.get("shown", ""), revision_typed())
    return _page(mine, asked, entries, kept, base, sentence=sentence, status=422)


def _page(
    mine: Held,
    asked: Page,
    entries: list[Entry],
    kept: dict[str, Kept],
    base: tuple[str, int],
    *,
    sentence: str = "",
    status: int = 200,
) -> Response:
    way = [one.key for one, _ in route(mine.definition, queries.values_of(kept))]
    dressed = attachments.dressed(entries, mine.submission)
    known = attachments.known(mine.submission, asked.questions)
    live = live_page(mine.definition, asked, dressed, kept, known)
    answer = page(
        "submissions/respond/questions.html",
        status,
        held=mine,
        asked=asked,
        introduction=rendered(asked.introduction),
        entries=dressed,
        live=live,
        areas=attachments.area_choices([slot.entry for slot in live.slots]),
        marks=base[0],
        revision=base[1],
        sentence=sentence,
        place=way.index(asked.key) + 1 if asked.key in way else 1,
        pages=len(way),
        late=mine.consultation.has_closed(clock.now()),
    )
    return remember(answer, mine.consultation, mine.code)


@blueprint.post("/consultations/<slug>/respond/<page_key>/autosave/")
@public
def respond_autosave(slug: str, page_key: str) -> Response:
    """Save while somebody types; what cannot be taken yet is kept as typed."""
    mine = held(slug)
    asked = mine.definition.page(page_key) if mine is not None and mine.draft is not None else None
    if mine is None or asked is None or access.csrf_failed():
        return _said(409, message=LEFT)
    sent = answering.read_page(asked, request.form, attachments.known(mine.submission, asked.questions))
    try:
        result = _save(mine, asked, sent)
    except Refused as refusal:
        return _said(409, message=refusal.sentence)
    if result.conflicts:
        return _said(409, message=ELSEWHERE)
    questions = [question for question in asked.questions if question.key in sent.asked]
    known = answering.marks(questions, queries.kept_of(mine.writable.id))
    return _said(200, fields={"revision": str(result.revision), "shown": known})


def _said(status: int, **facts: Any) -> Response:
    answer = jsonify(facts)
    answer.status_code = status
    return private(answer)
