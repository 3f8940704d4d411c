"""What the ledger says of organisations."""

from engage.core.ledger import declare

ORGANISATION_ADDED = declare("organisation.added", subject="organisation", says="An organisation was added.", slug=str)
ORGANISATION_CHANGED = declare(
    "organisation.changed", subject="organisation", says="Details of an organisation were changed.", fields=str
)
ORGANISATION_AREAS_SET = declare(
    "organisation.areas_set", subject="organisation", says="The areas of an organisation were set.", area_ids=str
)
MEMBER_ADDED = declare(
    "organisation.member_added",
    subject="organisation",
    says="An account was empowered to act for an organisation.",
    account_id=int,
)
MEMBER_REMOVED = declare(
    "organisation.member_removed",
    subject="organisation",
    says="An account may no longer act for an organisation.",
    account_id=int,
)
