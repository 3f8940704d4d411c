"""What open pages of the desk ask for again and again: leases, and what has become of what they show."""

import hashlib
import json
from typing import Any

from flask import Response, abort, jsonify, request

from engage.accounts.queries import account
from engage.comments.rights import MODERATE
from engage.core import access
from engage.core.access import requires
from engage.moderation import actions, kinds, queries
from engage.moderation.forms import PlainForm
from engage.moderation.front import blueprint

MOST_KEYS = 60


def _reachable(list_name: str, subject_id: int) -> None:
    found = kinds.list_of(list_name)
    if found is None or subject_id not in found.reachable(access.viewer(), [subject_id]):
        abort(404)


@blueprint.post("/leases/<list_name>/<int:subject_id>/")
@requires(MODERATE)
def lease(list_name: str, subject_id: int) -> Response:
    """Take, renew or take over an item; say whose it is."""
    _reachable(list_name, subject_id)
    if not PlainForm().validate():
        abort(400)
    token, take = request.form.get("token", ""), request.form.get("take") == "yes"
    claim = actions.claim(access.viewer(), kind=list_name, subject_id=subject_id, token=token, take=take)
    holder = None if claim.mine else account(claim.account_id)
    return jsonify(mine=claim.mine, token=claim.token, holder=holder.name if holder else "")


@blueprint.post("/leases/<list_name>/<int:subject_id>/release/")
@requires(MODERATE)
def release(list_name: str, subject_id: int) -> Response:
    """Give an item back, as its page closes."""
    _reachable(list_name, subject_id)
    if not PlainForm().validate():
        abort(400)
    actions.release(access.viewer(), kind=list_name, subject_id=subject_id, token=request.form.get("token", ""))
    return jsonify(released=True)


@blueprint.get("/live/")
@requires(MODERATE)
def live() -> Response:
    """What has changed for an open page; 304 at the cost of two statements while nothing has."""
    shown = _asked(request.args.get("keys", ""))
    viewer, leases = access.viewer(), queries.leases()
    held = {key: {"name": one.name, "mine": one.account_id == viewer.account_id} for key, one in leases.items()}
    version = _version([viewer.account_id, *queries.marks_of_change(), shown, held])
    answer = Response(status=304)
    if version not in request.if_none_match:
        answer = jsonify(_news(shown, held))
    answer.set_etag(version)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _asked(said: str) -> dict[str, list[int]]:
    """The ids that a page shows, by list."""
    found: dict[str, list[int]] = {}
    for key in said.split(",")[:MOST_KEYS]:
        name, _, number = key.partition(".")
        if kinds.list_of(name) and number.isdecimal() and len(number) < 18:
            found.setdefault(name, []).append(int(number))
    return found


def _version(of: list[Any]) -> str:
    return hashlib.sha256(json.dumps(of, sort_keys=True).encode()).hexdigest()[:24]


def _news(shown: dict[str, list[int]], held: dict[str, Any]) -> dict[str, Any]:
    viewer = access.viewer()
    waiting: dict[str, int] = {}
    gone: dict[str, str] = {}
    for name, ids in shown.items():
        found = kinds.list_of(name)
        assert found is not None  # noqa: S101 - asked for by name
        mine = found.reachable(viewer, ids)
        there = found.waiting(mine)
        waiting |= {f"{name}.{number}": revision for number, revision in there.items()}
        gone |= {f"{name}.{number}": said for number, said in found.outcome(mine - there.keys()).items()}
    reached = {key: held[key] for key in (*waiting, *gone) if key in held}
    counts = kinds.counts(viewer)
    return {"total": sum(counts.values()), "leases": reached, "waiting": waiting, "gone": gone}
