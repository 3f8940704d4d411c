"""Writes of the moderators' desk: each decision with its record, in one unit of work."""

from engage.moderation.actions.bulk import (
    MOST,
    BulkResult,
    carry_on,
    claim_bulk,
    decide_all,
    decide_together,
    undo_bulk,
)
from engage.moderation.actions.counting import recount_decisions
from engage.moderation.actions.deciding import Marks, Read, Stale, black_out, decide, offered
from engage.moderation.actions.leases import Claim, claim, end_lease, release, sweep_leases
from engage.moderation.actions.rules import block_writer, delete_reason, save_reason
from engage.moderation.actions.undoing import lift_black_out, undo
from engage.moderation.actions.views import delete_view, save_view

__all__ = [
    "MOST",
    "BulkResult",
    "Claim",
    "Marks",
    "Read",
    "Stale",
    "black_out",
    "block_writer",
    "carry_on",
    "claim",
    "claim_bulk",
    "decide",
    "decide_all",
    "decide_together",
    "delete_reason",
    "delete_view",
    "end_lease",
    "lift_black_out",
    "offered",
    "recount_decisions",
    "release",
    "save_reason",
    "save_view",
    "sweep_leases",
    "undo",
    "undo_bulk",
]
