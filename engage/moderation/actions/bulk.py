"""One decision about many comments: accepted at once, carried out in batches, and undone the same way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import insert, literal, select, update

from engage.accounts.queries import account
from engage.accounts.session import viewer_for
from engage.comments.models import Reason
from engage.core import clock, jobs, ledger
from engage.core.claiming import LEASE, claim_next
from engage.core.database import after_commit, db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_text
from engage.moderation import queries, verbs
from engage.moderation.actions.deciding import NEEDS_REASON, Read, decide
from engage.moderation.actions.undoing import undo
from engage.moderation.models import BulkDecision, BulkItem, BulkState, Decision, Verdict

AT_ONCE = 50
MOST = 20_000
BATCH = 40
UNDER_WAY = (BulkState.RUNNING, BulkState.UNDOING)
# While a bulk decision is under way none of its decisions settles; the end of the work sets their time.
FAR = timedelta(days=1)
MAY_BE = (Verdict.APPROVED, Verdict.REJECTED)


@dataclass(frozen=True)
class BulkResult:
    """How many comments were decided about, and of each other one why not."""

    bulk: BulkDecision
    done: int
    left: tuple[str, ...]


def decide_together(
    actor: Viewer, *, read: Mapping[int, Read], verdict: Verdict, reason: Reason | None = None
) -> BulkResult:
    """Approve or reject the comments that were read; one that changed meanwhile is left as it is, and said."""
    if not read:
        raise Refused("Choose at least one comment.")
    if len(read) > AT_ONCE:
        raise Refused(f"Choose {AT_ONCE} comments or fewer. You chose {len(read)}.")
    bulk = _begin(actor, verdict, reason, "", "")
    bulk.total = len(read)
    found = queries.access_items(actor, read)
    left = []
    for comment in found:
        try:
            decide(actor, comment=comment, verdict=verdict, read=read[comment.id], reason=reason, bulk_id=bulk.id)
        except Refused as refusal:
            left.append(f"By {comment.name}: {refusal.sentence}")
    bulk.done = len(found) - len(left)
    if len(found) < len(read):
        left.append("Some are no longer there.")
    bulk.left = bulk.total - bulk.done
    _finish(bulk, BulkState.DONE)
    return BulkResult(bulk, bulk.done, tuple(left))


def decide_all(
    actor: Viewer,
    *,
    wanted: queries.Filter,
    until: datetime,
    verdict: Verdict,
    reason: Reason | None = None,
    note: str = "",
    about: str = "",
) -> BulkDecision:
    """Accept one decision about all that a filter finds and that waited at a moment; the worker carries it out.

    Each comment is held to the wording that it has now; the actor's own are left out.
    """
    bulk = _begin(actor, verdict, reason, note, about)
    columns = [BulkItem.bulk_id, BulkItem.comment_id, BulkItem.revision, BulkItem.seen, BulkItem.settled, BulkItem.said]
    found = queries.bulk_items(actor, wanted, until, MOST + 1).subquery()
    chosen = select(literal(bulk.id), *found.c, literal(value=False), literal(""))
    db.session.execute(insert(BulkItem).from_select([column.key for column in columns], chosen))
    bulk.total = queries.bulk_size(bulk)
    if not bulk.total:
        raise Refused("Nothing of this waits any more.")
    if bulk.total > MOST:
        raise Refused(f"This would be more than {MOST:,} comments at once. Narrow the list first.")
    after_commit(_wake)
    return bulk


def _begin(actor: Viewer, verdict: Verdict, reason: Reason | None, note: str, about: str) -> BulkDecision:
    if verdict not in MAY_BE:
        raise Refused("Only approving and rejecting can be done for many comments at once.")
    if verdict in NEEDS_REASON and reason is None:
        raise Refused("Choose a reason. Each writer is told which rule the comment breaks.", "reason")
    assert actor.account_id is not None  # noqa: S101 - moderators are signed in
    bulk = BulkDecision(
        account_id=actor.account_id,
        verdict=verdict,
        reason_key=reason.key if reason and verdict in NEEDS_REASON else None,
        note=clean_text(note),
        about=about,
        state=BulkState.RUNNING,
        total=0,
        done=0,
        left=0,
        undone=0,
        at=clock.now(),
    )
    db.session.add(bulk)
    db.session.flush()
    ledger.record(
        verbs.BULK_DECIDED,
        subject_id=bulk.id,
        actor_id=actor.account_id,
        verdict=verdict.value,
        reason_key=bulk.reason_key,
    )
    return bulk


def _wake() -> None:
    jobs.wake("moderation.bulk")


def claim_bulk() -> int | None:
    """Take hold of a bulk decision that somebody has to carry on with; give its id."""
    bulk = claim_next(BulkDecision, UNDER_WAY)
    return None if bulk is None else bulk.id


def carry_on(bulk_id: int) -> bool:
    """Do the next batch of a bulk decision; whether there is more."""
    bulk = queries.bulk_held(bulk_id)
    if bulk.state is BulkState.RUNNING:
        more = _decide_batch(bulk)
    elif bulk.state is BulkState.UNDOING:
        more = _undo_batch(bulk)
    else:
        return False
    bulk.leased_until = clock.now() + LEASE if more else None
    return more


def _decide_batch(bulk: BulkDecision) -> bool:
    items = {item.comment_id: item for item in queries.bulk_next(bulk, BATCH)}
    actor = _actor(bulk.account_id)
    reason = db.session.get(Reason, bulk.reason_key) if bulk.reason_key else None
    found = queries.access_items(actor, items)
    for comment in found:
        item = items[comment.id]
        read = Read(item.revision, item.seen)
        try:
            made = decide(
                actor,
                comment=comment,
                verdict=bulk.verdict,
                read=read,
                reason=reason,
                note=bulk.note,
                bulk_id=bulk.id,
            )
            made.settles_at = made.at + FAR
            bulk.done += 1
        except Refused as refusal:
            item.said, bulk.left = refusal.sentence, bulk.left + 1
    for comment_id in items.keys() - {comment.id for comment in found}:
        items[comment_id].said, bulk.left = "It is no longer there.", bulk.left + 1
    for item in items.values():
        item.settled = True
    if len(items) == BATCH:
        return True
    _finish(bulk, BulkState.DONE)
    return False


def _actor(account_id: int) -> Viewer:
    """Somebody with what this person may do now."""
    found = account(account_id)
    return viewer_for(found) if found is not None and found.closed_at is None else Viewer()


def undo_bulk(actor: Viewer, *, bulk: BulkDecision) -> BulkDecision:
    """Take back all that a bulk decision did and does; refuses when it is too late."""
    if bulk.state in (BulkState.UNDOING, BulkState.UNDONE):
        return bulk
    if bulk.settles_at is not None and bulk.settles_at <= clock.now():
        raise Refused("The time in which this could be undone is over, and the writers are being told.")
    bulk.state, bulk.leased_until, bulk.undone_by = BulkState.UNDOING, None, actor.account_id
    _settle(bulk, clock.now() + FAR)
    ledger.record(verbs.BULK_UNDONE, subject_id=bulk.id, actor_id=actor.account_id)
    after_commit(_wake)
    return bulk


def _undo_batch(bulk: BulkDecision) -> bool:
    decisions: Sequence[Decision] = queries.bulk_to_undo(bulk, clock.now(), BATCH)
    actor = _actor(bulk.undone_by or bulk.account_id)
    comments = queries.comments_by_id([decision.comment_id for decision in decisions])
    for decision in sorted(decisions, key=lambda made: (comments[made.comment_id].publication_id, made.comment_id)):
        try:
            undo(actor, decision=decision, comment=comments[decision.comment_id])
            bulk.undone += 1
        except Refused:
            decision.settles_at = clock.now()
    if len(decisions) == BATCH:
        return True
    _finish(bulk, BulkState.UNDONE)
    return False


def _finish(bulk: BulkDecision, state: BulkState) -> None:
    bulk.state, bulk.finished_at = state, clock.now()
    if state is BulkState.DONE:
        bulk.settles_at = clock.now() + current_app.config["ENGAGE"].undo_window
        _settle(bulk, bulk.settles_at)


def _settle(bulk: BulkDecision, moment: datetime) -> None:
    db.session.execute(
        update(Decision).where(Decision.bulk_id == bulk.id, Decision.undone_at.is_(None)).values(settles_at=moment)
    )
