"""Reach of a plan or a consultation: the tables, the silent, and the same as a file."""

import base64
from collections.abc import Iterator

from flask import Response, abort, current_app, request, url_for

from engage.core import clock
from engage.core.access import requires, viewer
from engage.core.pages import page
from engage.core.tables import csv_head, csv_lines
from engage.reach import tables
from engage.reach.blueprints import staff
from engage.reach.queries import figures, maps
from engage.reach.queries import silent as silence
from engage.reach.queries.subjects import Subject, access_consultation, access_plan
from engage.reach.rights import INVITE, MAP, READ, SET_SCALES

PAGE = 50


@staff.get("/")
@requires(READ)
def index() -> Response:
    """The plans and the open consultations whose reach can be seen."""
    scope = viewer().scope(READ)
    return page(
        "reach/index.html",
        plans=maps.plans_within(scope),
        consultations=maps.consultations_within(scope),
        now=clock.now(),
        may_set=viewer().may(SET_SCALES),
    )


@staff.get("/plans/<int:plan_id>/")
@requires(READ)
def plan(plan_id: int) -> Response:
    """Reach of a plan with its consultations."""
    return _reach(access_plan(viewer(), plan_id, READ))


@staff.get("/consultations/<int:consultation_id>/")
@requires(READ)
def consultation(consultation_id: int) -> Response:
    """Reach of a consultation with its plans."""
    return _reach(access_consultation(viewer(), consultation_id, READ))


def _reach(subject: Subject) -> Response:
    groups, threshold = figures.groups(subject), _threshold()
    rows = silence.silent(subject, after=_place(request.args.get("after")), limit=PAGE + 1)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    consulted = subject.consultation
    return page(
        "reach/subject.html",
        subject=subject,
        threshold=threshold,
        heads=tables.HEADS,
        kinds=tables.by_kind(groups, threshold),
        areas=tables.apart(groups, "area", threshold),
        topics=tables.apart(groups, "topic", threshold),
        routes=tables.routes(groups, threshold),
        people=tables.of_people(figures.people_by_area(subject), threshold),
        rows=rows[:PAGE],
        more=url_for(request.endpoint or "", **request.view_args or {}, after=_place_text(last)) if last else None,
        may_invite=consulted is not None and consulted.is_open(clock.now()) and viewer().may(INVITE),
        may_map=viewer().may(MAP),
    )


def _threshold() -> int:
    return int(current_app.config["ENGAGE"].suppression_threshold)


def _place_text(row: silence.Silent) -> str:
    return base64.urlsafe_b64encode(f"{row.rank}|{row.id}|{row.name}".encode()).decode()


def _place(said: str | None) -> silence.Place | None:
    if not said:
        return None
    try:
        rank, row, name = base64.urlsafe_b64decode(said.encode()).decode().split("|", 2)
        return int(rank), name, int(row)
    except ValueError:
        abort(404)


@staff.get("/plans/<int:plan_id>/table.csv")
@requires(READ)
def plan_table(plan_id: int) -> Response:
    """The tables of a plan as a file."""
    return _file(access_plan(viewer(), plan_id, READ))


@staff.get("/consultations/<int:consultation_id>/table.csv")
@requires(READ)
def consultation_table(consultation_id: int) -> Response:
    """The tables of a consultation as a file."""
    return _file(access_consultation(viewer(), consultation_id, READ))


def _file(subject: Subject) -> Response:
    answer = Response(b"".join(_lines(subject)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=reach-{subject.kind}-{subject.id}.csv"
    return answer


def _lines(subject: Subject) -> Iterator[bytes]:
    groups, threshold = figures.groups(subject), _threshold()
    yield csv_head(["Table", "Group", *tables.HEADS])
    for name, lines in (
        ("By kind", tables.by_kind(groups, threshold)),
        ("By area", tables.apart(groups, "area", threshold)),
        ("By topic", tables.apart(groups, "topic", threshold)),
    ):
        yield csv_lines(
            [name, line.name, *(tables.NOT_SHOWN if number is None else number for number in line.numbers)]
            for line in lines
        )
