"""What may be done at the desk beyond deciding about comments."""

from engage.core.permissions import Role, declare

HEAR_APPEALS = declare("casework:appeal:decide", "Decide appeals against other moderators' decisions.", Role.MODERATOR)
SANCTION = declare("casework:sanction:set", "Warn, pause and close people's commenting, and lift it.", Role.MODERATOR)
KEEP_NOTES = declare(
    "casework:note:write", "Write notes on comments and people, and hand over at the end of a shift.", Role.MODERATOR
)
ESCALATE = declare(
    "casework:escalation:make", "Escalate comments that are serious, and record what was done.", Role.MODERATOR
)
WRITE_PROCEDURES = declare("casework:procedure:edit", "Write what is done when it is serious, and who is told.")
ANSWER_ILLEGAL = declare("casework:illegal:answer", "Read and answer reports of illegal content.", Role.MODERATOR)
SEE_ROTA = declare("casework:rota:see", "See who is on duty and what the desk promises.", Role.MODERATOR)
PLAN_DUTY = declare("casework:rota:edit", "Plan who is on duty, and change what the desk promises.")
