"""What was done in a year: a public page and its log."""

from collections.abc import Iterator

from flask import Flask, Response, abort, current_app, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from engage.casework import queries
from engage.casework.blueprint import blueprint
from engage.casework.models import AppealState
from engage.casework.queries.transparency import HEADINGS, log_rows
from engage.core import cache
from engage.core.access import public
from engage.core.database import reading
from engage.core.pages import page
from engage.core.tables import csv_lines
from engage.moderation.models import Verdict
from engage.screening.models import SanctionStep

AT_A_TIME = 1_000


@blueprint.get("/transparency/")
@public
def transparency() -> BaseResponse:
    """The newest year of which something is told."""
    years = queries.years_told()
    return redirect(url_for(".transparency_year", year=years[0])) if years else abort(404)


@blueprint.get("/transparency/<int:year>/")
@public
def transparency_year(year: int) -> Response:
    """What was received, published, rejected and appealed in a year."""
    cache.page(f"transparency:{year}")
    row = queries.year_told(year) or abort(404)
    return page(
        "casework/transparency.html",
        year=year,
        figures=queries.figures_of(row),
        row=row,
        years=queries.years_told(),
        verdicts=list(Verdict),
        outcomes=list(AppealState),
        steps=list(SanctionStep),
    )


@blueprint.get("/transparency/<int:year>/log.csv")
@public
def transparency_log(year: int) -> Response:
    """Every decision of a year, without a word about persons."""
    if queries.year_told(year) is None:
        abort(404)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - the stream outlives the request
    answer = Response(_log(app, year), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="decisions-{year}.csv"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _log(app: Flask, year: int) -> Iterator[bytes]:
    yield csv_lines([HEADINGS])
    last = 0
    while True:
        with app.app_context(), reading():
            rows = log_rows(year, last, AT_A_TIME)
        if not rows:
            return
        yield csv_lines([cells for _, cells in rows])
        last = rows[-1][0]
