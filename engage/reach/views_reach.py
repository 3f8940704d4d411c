"""Reach of a plan or a consultation: the tables, the silent, and the same as a file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, request, url_for

from engage.consultations.standing import standing
from engage.core import clock
from engage.core.access import requires, viewer
from engage.core.i18n import datetime_text
from engage.core.pages import page
from engage.core.tables import csv_head, csv_lines
from engage.reach import places, tables
from engage.reach.blueprints import staff
from engage.reach.queries import figures, inviting, maps
from engage.reach.queries import silent as silence
from engage.reach.queries.seeing import names_silent, silence_seen
from engage.reach.queries.silent import Place, Silent, Wanted
from engage.reach.queries.subjects import Subject, access_consultation, access_plan
from engage.reach.rights import INVITE, MAP, READ, SET_SCALES

PAGE = 50
LIVE_THERE, RATE = "People who live there", "Responses per 10,000"
COLUMNS = ("Whom", "Table", "Group", *tables.HEADS, LIVE_THERE, RATE, "Counted")
WHOM = {"organisations": "Organisations", "people": "People"}


@staff.get("/")
@requires(READ)
def index() -> Response:
    """The plans and the launched consultations whose reach can be seen."""
    scope = viewer().scope(READ)
    return page(
        "reach/index.html",
        plans=maps.plans_within(scope),
        consultations=maps.consultations_within(scope),
        standing=standing,
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
    counted = figures.counted(subject)
    found = counted.figures
    silent = _silent(subject, found) if names_silent(viewer(), subject) else None
    threshold = _threshold()
    consulted = subject.consultation
    may_invite = consulted is not None and viewer().may(INVITE)
    is_open = consulted is not None and consulted.is_open(clock.now())
    return page(
        "reach/subject.html",
        subject=subject,
        threshold=threshold,
        counted_at=counted.at,
        is_behind=counted.is_behind,
        heads=tables.HEADS,
        sorts=[(name, tables.of_stakeholders(groups, threshold)) for name, groups in _sorts(found)],
        people=tables.of_people(found.people, threshold),
        silent=silent,
        standing=standing(consulted) if consulted is not None else None,
        may_invite=may_invite and is_open,
        too_early_or_late=may_invite and not is_open,
        can_invite=may_invite and is_open and silent is not None and any(not guest.why_not for guest in silent.rows),
        may_map=viewer().may(MAP),
    )


def _sorts(found: figures.Figures) -> list[tuple[str, Any]]:
    return [("Organisations", found.organisations), ("People", found.contacts)]


@dataclass(frozen=True)
class _SilentPage:
    """A page of the list of the silent: whom it is about, its rows, where the next one begins, and its tabs."""

    whom: str
    rows: list[inviting.Guest]
    more: str | None
    tabs: list[tuple[str, str, bool, None]]


def _silent(subject: Subject, found: figures.Figures) -> _SilentPage:
    people = silence_seen(viewer(), subject)
    asked = request.args.get("whom", "")
    whom = asked if asked in WHOM and people is not None else ""
    wanted = Wanted(found, people=None if whom == "organisations" else people, organisations=whom != "people")
    said = places.read_part(request.args.get("after"))
    rows = silence.silent(subject, wanted, after=Place(*said) if said else None, limit=PAGE + 1)
    more = _here(subject, whom, rows[PAGE - 1]) if len(rows) > PAGE else None
    every = [("", "Everybody"), *WHOM.items()] if people is not None else []
    tabs = [(name, _here(subject, key), key == whom, None) for key, name in every]
    return _SilentPage(whom, inviting.guests(subject.consultation_ids, rows[:PAGE]), more, tabs)


def _here(subject: Subject, whom: str, last: Silent | None = None) -> str:
    after = places.text([last.place.part, *last.place.key]) if last is not None else None
    values: dict[str, Any] = {f"{subject.kind}_id": subject.id, "whom": whom or None, "after": after}
    return url_for(f".{subject.kind}", **values)


def _threshold() -> int:
    return int(current_app.config["ENGAGE"].suppression_threshold)


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
    lines = csv_lines([row.get(name, "") for name in COLUMNS] for row in _rows(subject))
    answer = Response(csv_head(COLUMNS) + lines, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename=reach-{subject.kind}-{subject.id}.csv"
    return answer


def _rows(subject: Subject) -> Iterator[Mapping[str, int | float | str | None]]:
    """All figures of the page, as they were counted last, by the names of their columns."""
    counted = figures.counted(subject)
    when = {"Counted": datetime_text(counted.at) if counted.at else ""}
    for whom, groups in _sorts(counted.figures):
        published = tables.of_stakeholders(groups, _threshold())
        for name, lines in (("Kind", published.by_kind), ("Area", published.by_area), ("Topic", published.by_topic)):
            for line in lines:
                cells = dict(zip(tables.HEADS, map(_cell, line.numbers), strict=True))
                yield {"Whom": whom, "Table": name, "Group": line.name, **cells, **when}
        for words, number in published.by_route:
            yield {"Whom": whom, "Table": "How they were told", "Group": words, "Told": _cell(number), **when}
    for each in tables.of_people(counted.figures.people, _threshold()):
        people = {"Responded": _cell(each.answered), LIVE_THERE: each.population, RATE: each.rate}
        yield {"Whom": "Responses from people", "Table": "Area", "Group": each.name, **people, **when}


def _cell(number: int | None) -> int | str:
    return tables.NOT_SHOWN if number is None else number
