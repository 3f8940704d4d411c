"""Writes of casework."""

from engage.casework.actions.appeals import appeal_comment, appeal_sanction, settle_appeal, settle_sanction_appeal
from engage.casework.actions.people import (
    PURPOSE,
    ask_opinion,
    assign,
    give_opinion,
    lift_sanction,
    set_sanction,
    write_note,
)
from engage.casework.actions.rehearsing import LEASE, rehearse_further, start_rehearsal, terms_to_rehearse
from engage.casework.actions.serious import (
    answer_illegal,
    close_escalation,
    escalate,
    record_step,
    report_illegal,
    save_procedure,
)

__all__ = [
    "LEASE",
    "PURPOSE",
    "answer_illegal",
    "appeal_comment",
    "appeal_sanction",
    "ask_opinion",
    "assign",
    "close_escalation",
    "escalate",
    "give_opinion",
    "lift_sanction",
    "record_step",
    "rehearse_further",
    "report_illegal",
    "save_procedure",
    "set_sanction",
    "settle_appeal",
    "settle_sanction_appeal",
    "start_rehearsal",
    "terms_to_rehearse",
    "write_note",
]
