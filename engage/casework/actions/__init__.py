"""Writes of casework."""

from engage.casework.actions.appeals import (
    appeal_comment,
    appeal_sanction,
    reopen_appeal,
    settle_appeal,
    settle_sanction_appeal,
)
from engage.casework.actions.moving import move_misplaced
from engage.casework.actions.people import (
    PURPOSE,
    ask_opinion,
    assign,
    bind_again,
    give_opinion,
    lift_sanction,
    set_sanction,
    unset_sanction,
    write_note,
)
from engage.casework.actions.promises import (
    Promise,
    add_duty,
    remove_duty,
    save_holiday,
    save_terms,
    tell_of_flood,
    watch_duty,
    watch_promise,
)
from engage.casework.actions.rehearsing import LEASE, rehearse_further, start_rehearsal, terms_to_rehearse
from engage.casework.actions.serious import (
    answer_illegal,
    close_escalation,
    escalate,
    record_step,
    reopen_escalation,
    report_illegal,
    save_procedure,
)
from engage.casework.actions.transparency import tell_year

__all__ = [
    "LEASE",
    "PURPOSE",
    "Promise",
    "add_duty",
    "answer_illegal",
    "appeal_comment",
    "appeal_sanction",
    "ask_opinion",
    "assign",
    "bind_again",
    "close_escalation",
    "escalate",
    "give_opinion",
    "lift_sanction",
    "move_misplaced",
    "record_step",
    "rehearse_further",
    "remove_duty",
    "reopen_appeal",
    "reopen_escalation",
    "report_illegal",
    "save_holiday",
    "save_procedure",
    "save_terms",
    "set_sanction",
    "settle_appeal",
    "settle_sanction_appeal",
    "start_rehearsal",
    "tell_of_flood",
    "tell_year",
    "terms_to_rehearse",
    "unset_sanction",
    "watch_duty",
    "watch_promise",
    "write_note",
]
