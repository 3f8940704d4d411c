"""Writes of the moderators' desk: each decision with its record, in one unit of work."""

from engage.moderation.actions.bulk import BulkResult, decide_together
from engage.moderation.actions.counting import recount_decisions
from engage.moderation.actions.deciding import Read, Stale, black_out, decide, offered
from engage.moderation.actions.rules import block_writer, delete_reason, save_reason
from engage.moderation.actions.undoing import lift_black_out, undo

__all__ = [
    "BulkResult",
    "Read",
    "Stale",
    "black_out",
    "block_writer",
    "decide",
    "decide_together",
    "delete_reason",
    "lift_black_out",
    "offered",
    "recount_decisions",
    "save_reason",
    "undo",
]
