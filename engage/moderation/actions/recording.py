"""A decision on record: what it changed, how long the comment had waited for it, and the counts of its day."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app

from engage.comments import actions as comments
from engage.comments.models import Comment, Reason
from engage.core import clock, ledger
from engage.core.permissions import Viewer
from engage.core.prepared import store
from engage.moderation import verbs
from engage.moderation.actions.counting import count
from engage.moderation.actions.leases import end_lease
from engage.moderation.models import Decision, Verdict


@dataclass(frozen=True)
class Said:
    """What was decided, about which wording, and how the comment stood before; `within` what else it is a part of."""

    verdict: Verdict
    revision: int
    reason: Reason | None
    note: str
    before: Mapping[str, Any]
    within: str = ""
    bulk_id: int | None = None


def stands_now(comment: Comment) -> dict[str, Any]:
    """How a comment stands before it is decided about, so that the decision can be undone."""
    return comments.standing(comment) | comments.marks(comment)


def put_on_record(actor: Viewer, comment: Comment, said: Said) -> Decision:
    """Write down a decision that has just been carried out, and count it."""
    assert actor.account_id is not None  # noqa: S101 - moderators are signed in
    now = clock.now()
    decision = Decision(
        comment_id=comment.id,
        revision=said.revision,
        verdict=said.verdict,
        reason_key=said.reason.key if said.reason else None,
        note=said.note,
        account_id=actor.account_id,
        at=now,
        settles_at=now + current_app.config["ENGAGE"].undo_window,
        waited=_waited(said, now),
        change=json.dumps({"before": dict(said.before), "after": comments.standing(comment), "within": said.within}),
        bulk_id=said.bulk_id,
    )
    store(decision)
    count(comment.publication_id, decision, 1)
    end_lease("comment", comment.id)
    ledger.record(
        verbs.DECISION_MADE,
        subject_id=decision.id,
        actor_id=actor.account_id,
        comment_id=comment.id,
        revision=said.revision,
        verdict=said.verdict.value,
        reason_key=decision.reason_key,
    )
    return decision


def _waited(said: Said, now: datetime) -> int | None:
    """Seconds from the moment since when it waited for such a decision; nothing where it did not wait."""
    settles_text = said.verdict in (Verdict.APPROVED, Verdict.REJECTED)
    since = said.before["waiting_since"] if settles_text else said.before["reported_since"]
    if since is None or said.verdict is Verdict.REDACTED:
        return None
    return max(0, int((now - datetime.fromisoformat(since)).total_seconds()))
