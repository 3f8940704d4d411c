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
CONTACT_PLACED = declare(
    "stakeholder.contact_placed",
    subject="publication",
    says="A person of the directory was placed on the map of a plan.",
    contact_id=int,
    across=int,
    up=int,
)
CONTACT_TAKEN_OFF = declare(
    "stakeholder.contact_taken_off",
    subject="publication",
    says="A person of the directory was taken off the map of a plan.",
    contact_id=int,
)
SCALES_NAMED = declare("mapping.scales_named", subject="site", says="The scales of the maps were named.")
POPULATIONS_SET = declare("areas.populations_set", subject="site", says="Populations of areas were entered.", areas=int)
STAKEHOLDERS_INVITED = declare(
    "stakeholders.invited",
    subject="consultation",
    says="Stakeholders were invited to answer a consultation.",
    organisation_ids=str,
)
CONTACTS_INVITED = declare(
    "stakeholders.contacts_invited",
    subject="consultation",
    says="People of the directory were invited to answer a consultation.",
    contact_ids=str,
)
LETTER_LIST_TAKEN = declare(
    "stakeholders.letter_list_taken",
    subject="consultation",
    says="A list of people who prefer letters was taken out, with their postal addresses.",
    contact_ids=str,
)
LETTERS_SENT = declare(
    "stakeholders.letters_sent",
    subject="consultation",
    says="People who prefer letters were told of a consultation by letter.",
    contact_ids=str,
)
# Since such a refusal is an objection like others, only old entries say this.
INVITATION_REFUSED = declare(
    "invitation.refused", subject="invitation", says="Somebody asked not to be invited again.", consultation_id=int
)
SILENCE_TOLD = declare(
    "consultation.silence_told",
    subject="consultation",
    says="Officers were told who is silent while there is time.",
    part=str,
)
