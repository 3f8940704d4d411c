"""What the ledger says of casework."""

from engage.core.ledger import declare

APPEAL_MADE = declare(
    "appeal.made",
    subject="appeal",
    says="A writer appealed against a moderator's decision.",
    comment_id=int,
    sanction_id=int,
    reason_key=str,
)
APPEAL_DECIDED = declare(
    "appeal.decided",
    subject="appeal",
    says="Somebody else than the decider decided an appeal.",
    comment_id=int,
    sanction_id=int,
    outcome=str,
)
RULE_REHEARSED = declare(
    "screening_rule.rehearsed",
    subject="screening_rule",
    says="A rule was tried on past comments.",
    rehearsal_id=int,
    comments=int,
)
SANCTION_SET = declare(
    "sanction.set",
    subject="sanction",
    says="Somebody was warned, or may not comment freely for a time.",
    account_id=int,
    step=str,
    reason_key=str,
    ends_at=str,
)
SANCTION_LIFTED = declare("sanction.lifted", subject="sanction", says="A sanction was lifted before its end.")
SANCTION_UNDONE = declare(
    "sanction.undone", subject="sanction", says="A sanction was undone before the person was told of it."
)
SANCTION_BINDS_AGAIN = declare(
    "sanction.binds_again", subject="sanction", says="The lifting of a sanction was undone, so it binds again."
)
APPEAL_REOPENED = declare(
    "appeal.reopened",
    subject="appeal",
    says="The outcome of an appeal was undone before the writer was told of it.",
    comment_id=int,
    sanction_id=int,
)
ESCALATION_REOPENED = declare(
    "escalation.reopened", subject="escalation", says="A case that was closed by mistake is open again."
)
NOTE_WRITTEN = declare(
    "case_note.written",
    subject="case_note",
    says="A moderator wrote a note for the others.",
    comment_id=int,
    is_handover=bool,
)
ITEM_ASSIGNED = declare(
    "comment.assigned",
    subject="comment",
    says="A comment was given to somebody to decide about, or to nobody.",
    account_id=int,
)
OPINION_ASKED = declare(
    "second_opinion.asked", subject="second_opinion", says="A moderator asked a colleague's view.", comment_id=int
)
OPINION_GIVEN = declare(
    "second_opinion.given", subject="second_opinion", says="A colleague gave a view that was asked.", comment_id=int
)
COMMENT_ESCALATED = declare(
    "comment.escalated",
    subject="comment",
    says="A comment was escalated to those who must know when it is serious.",
    escalation_id=int,
    worry=str,
)
COMMENT_ESCALATION_UNDONE = declare(
    "comment.escalation_undone",
    subject="comment",
    says="The escalation of a comment was undone before anybody was told of it.",
    escalation_id=int,
)
ESCALATION_STEP = declare(
    "escalation.step", subject="escalation", says="What was done about an escalated comment was recorded.", step_id=int
)
ESCALATION_CLOSED = declare("escalation.closed", subject="escalation", says="An escalated comment was closed.")
PROCEDURE_SAVED = declare(
    "escalation_procedure.saved",
    subject="escalation_procedure",
    says="What is to be done when it is serious was written.",
    worry=str,
)
ILLEGAL_REPORTED = declare(
    "illegal_report.made",
    subject="illegal_report",
    says="Somebody reported something as illegal.",
    comment_id=int,
)
ILLEGAL_ANSWERED = declare(
    "illegal_report.answered",
    subject="illegal_report",
    says="A report of something illegal was answered.",
    comment_id=int,
    removed=bool,
)
DUTY_SET = declare(
    "duty.set", subject="duty", says="Somebody was put on the rota, or taken off it.", account_id=int, added=bool
)
TERMS_SAVED = declare("desk_terms.saved", subject="desk_terms", says="What the desk promises was changed.")
HOLIDAY_SAVED = declare(
    "desk_holiday.saved",
    subject="desk_holiday",
    says="A day on which the desk does not work was changed.",
    day=str,
    works=bool,
)
ABSENCE_BEGAN = declare("duty.absence_began", subject="duty_absence", says="Nobody was on duty, so everything waits.")
ABSENCE_ENDED = declare("duty.absence_ended", subject="duty_absence", says="Somebody is on duty again.")
