"""What the ledger says of maps, invitations and warnings."""

from engage.core.ledger import declare

STAKEHOLDER_PLACED = declare(
    "stakeholder.placed",
    subject="publication",
    says="A stakeholder was placed on the map of a plan.",
    organisation_id=int,
    across=int,
    up=int,
)
STAKEHOLDER_TAKEN_OFF = declare(
    "stakeholder.taken_off",
    subject="publication",
    says="A stakeholder was taken off the map of a plan.",
    organisation_id=int,
)
SCALES_NAMED = declare("mapping.scales_named", subject="site", says="The scales of the maps were named.")
POPULATIONS_SET = declare("areas.populations_set", subject="site", says="Populations of areas were entered.", areas=int)
STAKEHOLDERS_INVITED = declare(
    "stakeholders.invited",
    subject="consultation",
    says="Stakeholders were invited to answer a consultation.",
    organisation_ids=str,
)
INVITATION_REFUSED = declare(
    "invitation.refused", subject="invitation", says="Somebody asked not to be invited again.", consultation_id=int
)
SILENCE_TOLD = declare(
    "consultation.silence_told",
    subject="consultation",
    says="Officers were told who is silent while there is time.",
    part=str,
)
