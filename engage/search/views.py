"""The page of results."""

from flask import Blueprint, Response, request, url_for

from engage.consultations import queries as consultations
from engage.core import cache, clock
from engage.core.access import public
from engage.core.i18n import next_midnight
from engage.core.pages import page
from engage.core.search_words import terms
from engage.core.text import clean_line
from engage.publishing import queries as publishing
from engage.responses.models import RESPONSES_SCOPE
from engage.search import queries
from engage.search.results import results_of

blueprint = Blueprint("search", __name__)
PAGE = 20
LONGEST = 200
KINDS = {
    "": "Everything",
    "plan": "Plans",
    "post": "Posts",
    "consultation": "Consultations",
    "event": "Events",
    "response": "Responses",
}


@blueprint.get("/search/")
@public
def results() -> Response:
    """What was found, the best first; the address holds the words, the kind and the page."""
    cache.page(RESPONSES_SCOPE)
    now = clock.now()
    for moment in (publishing.next_change(now), consultations.next_change(now), next_midnight()):
        cache.page_until(moment)
    typed, is_too_long = _typed()
    kind = request.args.get("kind", "") if request.args.get("kind") in KINDS else ""
    wanted = [] if is_too_long else terms(typed)
    found = queries.best(wanted, now, kind) if wanted else []
    number = min(max(request.args.get("page", 1, int), 1), -(-queries.MOST // PAGE))
    shown = found[(number - 1) * PAGE : number * PAGE]
    return page(
        "search/results.html",
        is_too_long=is_too_long,
        typed=typed,
        wanted=wanted,
        tabs=[(label, _address(typed, key), key == kind, None) for key, label in KINDS.items()],
        results=results_of(shown, wanted),
        is_capped=len(found) == queries.MOST,
        more=_address(typed, kind, number + 1) if number * PAGE < len(found) else None,
        back=_address(typed, kind, number - 1) if number > 1 else None,
    )


def _typed() -> tuple[str, bool]:
    """The words to look for, and whether they were more than anybody looks for."""
    typed = clean_line(request.args.get("q", ""))
    return typed[:LONGEST], len(typed) > LONGEST


def _address(typed: str, kind: str, number: int = 1) -> str:
    return url_for(".results", q=typed, kind=kind or None, page=number if number > 1 else None)
