"""Organisations: found by name, kind and area, and the page of each with what it did."""

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from engage.comments import official
from engage.consultations import queries as consultations
from engage.core import cache, clock
from engage.core.access import public
from engage.core.pages import cursor_from_query
from engage.core.pages import page as answer
from engage.directory import queries as directory
from engage.directory.filters import FilterForm
from engage.directory.models import Organisation
from engage.directory.queries import succession
from engage.directory.queries.networks_shown import shown_networks, shown_networks_of
from engage.publishing import queries
from engage.responses.models import RESPONSES_SCOPE
from engage.site import organisations as reads
from engage.site import places
from engage.site.asked import asked_about
from engage.site.front import blueprint
from engage.site.organisation_parts import TITLES, part_of

FEW, PAGE = 5, 20
SCHEMES = {"ods": "ODS", "gss": "GSS", "charity": "Charity", "company": "Company", "cqc": "CQC"}


@blueprint.get("/directory/")
@public
def directory_front() -> BaseResponse:
    """Where people look who call it the directory."""
    return redirect(url_for(".organisations"), 301)


@blueprint.get("/organisations/")
@public
def organisations() -> Response:
    """Organisations by kind: all that agreed to be shown, or those of some words, kind and area."""
    cache.page()
    form, after = _filter(), request.args.get("after", type=int)
    last = directory.organisation(after) if after else None
    if last is not None and not last.is_public:
        abort(404)
    found, more = places.public_organisations(form.wanted, last)
    is_front = not form.said and not after
    return answer(
        "site/organisations.html",
        form=form,
        coded=[each for each in succession.coded(form.q.data or "") if each.now.is_public],
        kinds=[kind for kind, _ in directory.kind_tree()] if is_front else [],
        areas=places.areas_to_choose(form.area.data or ""),
        groups=places.by_kind(found),
        networks=shown_networks() if is_front else [],
        next_url=url_for("site.organisations", after=more, **form.said) if more else None,
        first_url=url_for("site.organisations", **form.said) if after else None,
    )


def _filter() -> FilterForm:
    """What a visitor looks for: words, kind and area, and nothing that staff alone know."""
    form = FilterForm(request.args)
    for name in ("topic", "standing", "format"):
        del form[name]
    return form


def _opened(slug: str) -> Organisation:
    """The organisation of a slug, or the one that it became part of, after saying what its pages depend on.

    404 unless it agreed to have pages, or has a part in a plan that everybody can read.
    """
    known = directory.organisation_by_slug(slug)
    spoken = [official.scope_of(each) for each in directory.ids_of(known.id)] if known else []
    cache.page(RESPONSES_SCOPE, *spoken)
    cache.page_until(queries.next_change(clock.now()))
    found = directory.organisation_by_slug(slug) or abort(404)
    if not found.is_public and not reads.plans_of(directory.ids_of(found.id), clock.now(), limit=1):
        abort(404)
    return found


@blueprint.get("/organisations/<slug>/")
@public
def organisation(slug: str) -> BaseResponse:
    """Who an organisation is, and what it did; one that was merged or replaced leads on to what it is now."""
    found = _opened(slug)
    if found.slug != slug:
        return redirect(url_for("site.organisation", slug=found.slug), 301)
    successor = _successor(found)
    if successor is not None:
        return redirect(url_for("site.organisation", slug=successor.slug), 301)
    return _organisation(found)


@blueprint.get("/organisations/<slug>/before/")
@public
def former_organisation(slug: str) -> BaseResponse:
    """What an organisation was and did whose place another one took."""
    found = _opened(slug)
    if found.slug != slug or _successor(found) is None:
        return redirect(url_for("site.organisation", slug=found.slug), 301)
    return _organisation(found)


def _successor(found: Organisation) -> Organisation | None:
    """The organisation to which its page leads on, if that one has a page."""
    successor = succession.leads_to(found)
    return successor if successor is not None and successor.is_public else None


def _organisation(found: Organisation) -> Response:
    now, ids = clock.now(), directory.ids_of(found.id)
    parts = {name: part_of(found, ids, name, limit=FEW) for name in TITLES}
    return answer(
        "site/organisation.html",
        organisation=found,
        standing=reads.standing_of(found),
        schemes=SCHEMES,
        successor=_successor(found),
        kind=places.kind_words(directory.kinds_by_id().get(found.kind_id or 0)),
        areas=places.areas_served(found.id),
        parts=parts,
        networks=shown_networks_of(ids),
        asked=asked_about(consultations.asked_by(found.id), now),
    )


@blueprint.get(f"/organisations/<slug>/<any({', '.join(TITLES)}):name>/")
@public
def organisation_part(slug: str, name: str) -> BaseResponse:
    """All that an organisation did of one kind, newest first."""
    found = _opened(slug)
    if found.slug != slug:
        return redirect(url_for("site.organisation_part", slug=found.slug, name=name), 301)
    part = part_of(found, directory.ids_of(found.id), name, after=cursor_from_query(), limit=PAGE)
    here = url_for("site.organisation_part", slug=slug, name=name)
    return answer(
        "site/organisation_part.html",
        organisation=found,
        part=part,
        older=f"{here}?after={part.after}" if part.after else None,
        newest=here if "after" in request.args else None,
    )
