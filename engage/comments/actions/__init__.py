"""Writes of comments and of the threads that they stand in."""

from engage.comments.actions.adopting import adopt_comments
from engage.comments.actions.blocking import block_address, resume_all, save_reason, stop_all, unblock_address
from engage.comments.actions.checks import LONGEST
from engage.comments.actions.counting import recount
from engage.comments.actions.deciding import (
    hide_comment,
    publish_comment,
    readmit_comment,
    redact_comment,
    reject_comment,
    restore_comment,
    settle_reports,
)
from engage.comments.actions.editing import (
    EDITABLE,
    ChangedMeanwhile,
    edit_comment,
    edit_is_public_at_once,
    withdraw_comment,
)
from engage.comments.actions.former import forget_writer
from engage.comments.actions.guests import confirm_comment, correct_address, expire_unconfirmed, send_again, try_code
from engage.comments.actions.moving import move_comment
from engage.comments.actions.reporting import report_comment
from engage.comments.actions.sending import send_comment
from engage.comments.actions.threads import set_thread
from engage.comments.actions.undoing import lift_redaction, marks, return_comment, standing

__all__ = [
    "EDITABLE",
    "LONGEST",
    "ChangedMeanwhile",
    "adopt_comments",
    "block_address",
    "confirm_comment",
    "correct_address",
    "edit_comment",
    "edit_is_public_at_once",
    "expire_unconfirmed",
    "forget_writer",
    "hide_comment",
    "lift_redaction",
    "marks",
    "move_comment",
    "publish_comment",
    "readmit_comment",
    "recount",
    "redact_comment",
    "reject_comment",
    "report_comment",
    "restore_comment",
    "resume_all",
    "return_comment",
    "save_reason",
    "send_again",
    "send_comment",
    "set_thread",
    "settle_reports",
    "standing",
    "stop_all",
    "try_code",
    "unblock_address",
    "withdraw_comment",
]
