"""Who saved what, when, and what changed."""

import json

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from engage.core import text
from engage.core.access import requires
from engage.core.pages import page
from engage.core.permissions import SEE_STAFF
from engage.publishing import desk, gate, queries
from engage.publishing.blueprint import blueprint
from engage.publishing.models import Revision

PAGE = 50


@blueprint.get("/<int:publication_id>/history/")
@requires(SEE_STAFF)
def history(publication_id: int) -> Response:
    """The revisions, newest first."""
    publication = gate.editable(publication_id)
    before = request.args.get("before", type=int)
    rows = queries.revisions(publication.id, before=before, limit=PAGE + 1)
    older = None
    if len(rows) > PAGE:
        older = url_for(".history", publication_id=publication.id, before=rows[PAGE - 1].number)
    return page(
        "publishing/history.html",
        about=gate.about(publication, "history"),
        rows=[(row, _what(row, rows[place + 1] if place + 1 < len(rows) else None)) for place, row in enumerate(rows)][
            :PAGE
        ],
        names=desk.names_of({row.account_id for row in rows}),
        older=older,
    )


def _what(row: Revision, before: Revision | None) -> str:
    if before is None:
        return "Begun" if row.number == 1 else "Changed"
    changed = [label for name, label in TEXTS.items() if getattr(row, name) != getattr(before, name)]
    old, new = json.loads(before.details), json.loads(row.details)
    changed += [label for label in sorted(old.keys() | new.keys()) if old.get(label) != new.get(label)]
    return ", ".join([changed[0], *(label.lower() for label in changed[1:])]) if changed else "Nothing"


TEXTS = {"title": "Title", "standfirst": "Standfirst", "body": "Text"}


@blueprint.get("/<int:publication_id>/history/<int:number>/")
@requires(SEE_STAFF)
def revision(publication_id: int, number: int) -> Response:
    """One revision whole."""
    publication = gate.editable(publication_id)
    row = _revision(publication_id, number)
    return page(
        "publishing/revision.html",
        about=gate.about(publication, "history"),
        row=row,
        who=desk.names_of([row.account_id]).get(row.account_id or 0),
        html=text.stored("\n".join(block.html for block in queries.blocks_of(publication_id, number))),
        details=json.loads(row.details),
    )


@blueprint.get("/<int:publication_id>/history/compare/")
@requires(SEE_STAFF)
def compare(publication_id: int) -> Response:
    """What changed from one revision to another."""
    publication = gate.editable(publication_id)
    old = _revision(publication_id, request.args.get("old", type=int))
    new = _revision(publication_id, request.args.get("new", type=int))
    texts = [(label, getattr(old, name), getattr(new, name)) for name, label in TEXTS.items()]
    details = [("Everything else", _lines(old), _lines(new))]
    return page(
        "publishing/compare.html",
        about=gate.about(publication, "history"),
        old=old,
        new=new,
        numbers=range(publication.latest_revision, 0, -1)[:500],
        changes=[(label, text.difference(a, b)) for label, a, b in texts + details if a != b],
    )


def _lines(revision: Revision) -> str:
    details = json.loads(revision.details)
    return "\n".join(f"{label}: {value}" for label, values in details.items() for value in values)


def _revision(publication_id: int, number: int | None) -> Revision:
    found = None if number is None or not 0 < number < 2**31 else queries.revision(publication_id, number)
    return found or abort(404)
