"""The public pages of a consultation: the list, its page, its dates, its privacy notice and its documents."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Response, abort, current_app, request, send_file, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from engage.consultations import queries
from engage.consultations.blueprints import public as blueprint
from engage.consultations.models import Consultation
from engage.consultations.standing import change_words, standing
from engage.core import cache, clock, files, navigation, text
from engage.core.access import public, viewer
from engage.core.i18n import datetime_text, next_midnight, today
from engage.core.icalendar import Event, calendar_file
from engage.core.pages import cursor_from_query, cursor_text, page
from engage.directory import queries as directory
from engage.publishing import queries as publishing

PAGE = 20
PARTS = {
    "to_decide": "What will be decided",
    "already_fixed": "What is already fixed",
    "audience": "Who should answer",
}
EQUALITY_TITLE = "About you, kept apart from your answers"
navigation.add("main", "consultations.index", "Consultations", 15)


@blueprint.get("/consultations/")
@public
def index() -> Response:
    """What is open, what is coming, and what was closed with its results."""
    cache.page()
    now = clock.now()
    for moment in (queries.next_change(now), next_midnight()):
        cache.page_until(moment)
    found = queries.closed(now, after=cursor_from_query(), limit=PAGE + 1)
    return page(
        "consultations/index.html",
        standing=standing,
        open_now=queries.open_now(now),
        coming=queries.coming(now),
        closed=found[:PAGE],
        older=_older(found),
        newest=url_for(".index") if "after" in request.args else None,
    )


def _older(found: Sequence[Consultation]) -> str | None:
    last = found[PAGE - 1] if len(found) > PAGE else None
    if last is None or last.closes_at is None:
        return None
    return url_for(".index", after=cursor_text(last.closes_at, last.id))


def opened(slug: str) -> Consultation:
    """Say what the page depends on, then pass the gate."""
    known = queries.consultation_by_slug(slug)
    if known is not None:
        cache.page(known.scope)
        now = clock.now()
        for moment in (known.opens_at, known.closes_at, publishing.next_change(now), next_midnight()):
            cache.page_until(moment if moment and moment > now else None)
    return queries.access_consultation(viewer(), slug)


@blueprint.get("/consultations/<slug>/")
@public
def one(slug: str) -> Response:
    """What will be decided, who is asked, until when, and the way to answer."""
    found = opened(slug)
    may_build = viewer().is_staff and queries.may_build(viewer(), found)
    return page("consultations/one.html", it=found, may_build=may_build, **_beside(found, clock.now()))


def _beside(found: Consultation, now: datetime) -> dict[str, Any]:
    """What the page shows of it, each by a fixed number of statements."""
    publications = [each for each in queries.publications_of(found) if each.is_public(now)]
    return {
        "standing": standing(found, now),
        "overdue": found.has_closed(now) and found.is_overdue(today()),
        "now": now,
        "rendered": rendered,
        "parts": [(heading, name, getattr(found, name)) for name, heading in PARTS.items() if getattr(found, name)],
        "asked": _asked(found),
        "asking": directory.organisation(found.organisation_id) if found.organisation_id else None,
        "publications": [(each, publishing.path_of(each)) for each in publications],
        "materials": queries.materials_of(found),
        "earlier": queries.earlier_materials_of(found),
        "notice": queries.notice_of(found),
        "changes": queries.changes_of(found),
        "change_words": change_words,
        "record": queries.launch_record(found),
        "results": _results(found, now),
    }


def _asked(consultation: Consultation) -> list[tuple[str, list[str]]]:
    """The titles of the pages, each with the questions on it."""
    definition = queries.definition_of(consultation)
    found = [(one.title, [each.label for each in one.questions if each.asks]) for one in definition.pages]
    if definition.equality:
        found.append((EQUALITY_TITLE, [each.label for each in definition.equality]))
    return [(title, labels) for title, labels in found if labels]


def _results(consultation: Consultation, now: datetime) -> tuple[str, str] | None:
    """The title and address of the publication that tells the results, if anybody may see it."""
    found = queries.results_publication(consultation)
    return (found.title, publishing.path_of(found)) if found is not None and found.is_public(now) else None


def rendered(source: str) -> Markup:
    """A text of the consultation as HTML, its headings below those of the page."""
    return text.stored("\n".join(str(block.html) for block in text.split_blocks(source, top=3)))


@blueprint.get("/consultations/<slug>/calendar.ics")
@public
def calendar(slug: str) -> Response:
    """The dates of a consultation, to be put into one's own calendar."""
    found = opened(slug)
    settings = current_app.config["ENGAGE"]
    body = calendar_file(found.title, clock.now(), _events(found, f"{settings.base_url}{url_for('.one', slug=slug)}"))
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.ics"'
    return response


def _events(consultation: Consultation, url: str) -> list[Event]:
    name, now = f"consultation-{consultation.id}", clock.now()
    host = url.split("/")[2]
    found = []
    if consultation.opens_at is not None and consultation.opens_at > now:
        found.append(Event(f"{name}-opens@{host}", consultation.opens_at, f"Opens: {consultation.title}", url, url))
    if consultation.closes_at is not None:
        said = f"The last moment to answer is {datetime_text(consultation.closes_at)}. {url}"
        found.append(
            Event(f"{name}-closes@{host}", consultation.closes_at, f"Closes: {consultation.title}", said, url, True)
        )
    return found


@blueprint.get("/consultations/<slug>/privacy/")
@public
def privacy(slug: str) -> Response:
    """The privacy notice that holds now."""
    found = opened(slug)
    return _notice(found, found.notice)


@blueprint.get("/consultations/<slug>/privacy/<int:number>/")
@public
def privacy_version(slug: str, number: int) -> Response:
    """One version of the privacy notice, at an address that it keeps."""
    return _notice(opened(slug), number)


def _notice(consultation: Consultation, number: int) -> Response:
    shown = queries.notice_of(consultation, number) or abort(404)
    return page(
        "consultations/privacy.html",
        it=consultation,
        notice=shown,
        html=text.stored(shown.html),
        versions=queries.notices_of(consultation),
    )


@blueprint.get("/consultations/<slug>/materials/<int:material_id>/<name>")
@public
def material(slug: str, material_id: int, name: str) -> BaseResponse:
    """A document beside the questions, to keep; one that was taken off is given to nobody but who builds."""
    found = queries.access_consultation(viewer(), slug)
    earlier = queries.earlier_materials_of(found)
    if not queries.may_build(viewer(), found):
        earlier = [(row, stored) for row, stored in earlier if row.replaced_by_id is not None]
    rows = {row.id: stored for row, stored in [*queries.materials_of(found), *earlier]}
    stored = rows.get(material_id)
    if stored is None or stored.name != name:
        abort(404)
    return _download(stored)


@blueprint.get("/consultations/<slug>/launch-record.zip")
@public
def launch_record(slug: str) -> BaseResponse:
    """Everything that was on show at the launch, as it was then."""
    found = queries.launch_record(queries.access_consultation(viewer(), slug)) or abort(404)
    return _download(found[1])


def _download(stored: files.StoredFile) -> BaseResponse:
    response = send_file(
        files.location(stored),
        mimetype=stored.media_type,
        as_attachment=True,
        download_name=stored.name,
        conditional=True,
        etag=stored.sha256[:32],
        last_modified=stored.created_at,
    )
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
