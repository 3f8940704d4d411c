"""Published responses: the list with its filters, one of them, and all of them in a file."""

from typing import Any

from flask import Blueprint, Response, abort, request, stream_with_context, url_for
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from engage.consultations import queries as consultations
from engage.consultations.models import Consultation
from engage.core import cache
from engage.core.access import public, viewer
from engage.core.forms import PartForm
from engage.core.pages import cursor_from_query, cursor_text, page
from engage.core.search_words import quoted, terms
from engage.core.text import clean_line, excerpt
from engage.responses import public_export
from engage.responses.queries import published
from engage.responses.queries.published import Wanted
from engage.responses.queries.response_texts import KEPT_BACK
from engage.responses.rights import HIGHLIGHT, PASS

blueprint = Blueprint("responses", __name__)

PAGE = 20


class FilterForm(PartForm):
    """Which responses are listed."""

    q = StringField("Words in it", [Optional(), Length(max=200)], id="responses-q")
    who = SelectField("From", [Optional()], id="responses-who")
    area = SelectField("Area", [Optional()], id="responses-area")
    question = SelectField("Answers to", [Optional()], id="responses-question")


def _opened(slug: str) -> Consultation:
    """Say what the page depends on, then pass the gate."""
    known = consultations.consultation_by_slug(slug)
    if known is not None:
        cache.page(known.scope)
    found = consultations.access_consultation(viewer(), slug)
    if not found.is_public:
        abort(404)
    return found


def _form(consultation: Consultation) -> FilterForm:
    form = FilterForm(request.args)
    form.who.choices = [
        SelectChoice("", "Everybody"),
        SelectChoice("organisations", "Organisations"),
        SelectChoice("people", "People"),
    ]
    areas = published.areas_heard(consultation.id)
    form.area.choices = [SelectChoice("", "All areas"), *(SelectChoice(str(each.id), each.name) for each in areas)]
    asked = [each for each in consultations.definition_of(consultation).questions() if each.kind not in KEPT_BACK]
    form.question.choices = [
        SelectChoice("", "All questions"),
        *(SelectChoice(each.key, excerpt(each.label, 70)) for each in asked),
    ]
    return form


def _wanted(form: FilterForm) -> Wanted:
    """What the address asks for; what it cannot ask for is left out."""

    def chosen(field: Any) -> str:
        return field.data if field.data in {choice.value for choice in field.choices} else ""

    area = chosen(form.area)
    return Wanted(
        who=chosen(form.who),
        area_id=int(area) if area else None,
        question=chosen(form.question),
        query=quoted(terms(clean_line(form.q.data or "")[:200])),
    )


@blueprint.get("/consultations/<slug>/responses/")
@public
def responses(slug: str) -> Response:
    """What organisations and people have answered, as far as they agreed to say it in public."""
    found = _opened(slug)
    form = _form(found)
    wanted = _wanted(form)
    after = cursor_from_query()
    rows = published.page_of_responses(found, wanted, after, PAGE + 1)
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name in form and value}
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    place = cursor_text(last.at, last.submission_id) if last else None
    narrowed = wanted != Wanted()
    return page(
        "responses/index.html",
        it=found,
        form=form,
        rows=rows[:PAGE],
        narrowed=narrowed,
        highlights=[] if narrowed or after else published.highlighted([found.id]),
        older=url_for(".responses", slug=slug, after=place, **kept) if place else None,
        newest=url_for(".responses", slug=slug, **kept) if after else None,
    )


@blueprint.get("/consultations/<slug>/responses/<int:number>/")
@public
def response(slug: str, number: int) -> Response:
    """One published response with all that may be read of it."""
    found = _opened(slug)
    shown = published.one_response(found, number) or abort(404)
    return page(
        "responses/one.html",
        it=found,
        shown=shown,
        answers=published.answers_in_order(shown),
        co_signatories=published.co_signatories(shown.submission_id),
        may_pass=viewer().is_staff and viewer().may(PASS),
        may_highlight=viewer().is_staff and viewer().may(HIGHLIGHT),
    )


@blueprint.get("/consultations/<slug>/responses.<any(csv, jsonl):kind>")
@public
def responses_file(slug: str, kind: str) -> Response:
    """All published responses in a file, as they stand at this moment."""
    found = _opened(slug)
    make, media_type = _FILES[kind]
    labels = public_export.labels_of(found)
    answer = Response(stream_with_context(make(found.id, slug, labels)), content_type=f"{media_type}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-responses.{kind}"'
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.set_etag(f"{kind}-{found.id}-{cache.versions([found.scope])[0]}")
    answer.make_conditional(request)
    return answer


_FILES = {
    "csv": (public_export.csv_file, "text/csv"),
    "jsonl": (public_export.jsonl_file, "application/x-ndjson"),
}
