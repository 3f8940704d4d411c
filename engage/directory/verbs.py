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
ORGANISATION_TOPICS_SET = declare(
    "organisation.topics_set", subject="organisation", says="The interests of an organisation were set.", topic_ids=str
)
KIND_ADDED = declare(
    "organisation_kind.added", subject="organisation_kind", says="A kind of organisation was added.", slug=str
)
KIND_CHANGED = declare(
    "organisation_kind.changed",
    subject="organisation_kind",
    says="A kind of organisation is called something else.",
    fields=str,
)
CONTACT_ADDED = declare("contact.added", subject="contact", says="A contact was added.")
CONTACT_CHANGED = declare("contact.changed", subject="contact", says="Details of a contact were changed.", fields=str)
CONTACT_ROLE_BEGUN = declare(
    "contact.role_begun", subject="contact", says="A contact has a role at an organisation.", organisation_id=int
)
CONTACT_ROLE_ENDED = declare(
    "contact.role_ended", subject="contact", says="A contact has a role no longer.", organisation_id=int
)
CONTACT_PERMISSION_RECORDED = declare(
    "contact.permission_recorded",
    subject="contact",
    says="What a contact agreed or objected to was recorded.",
    purpose=str,
    agreed=bool,
    basis=str,
)
LIST_SAVED = declare("stakeholder_list.saved", subject="stakeholder_list", says="A list was saved.", whom=str)
LIST_CHANGED = declare(
    "stakeholder_list.changed", subject="stakeholder_list", says="A saved list was changed.", fields=str
)
LIST_REMOVED = declare(
    "stakeholder_list.removed", subject="stakeholder_list", says="A saved list was taken out of use."
)
REGISTER_TAKEN_IN = declare(
    "organisation_import.done",
    subject="organisation_import",
    says="A register of organisations was taken in.",
    added=int,
    changed=int,
    closed=int,
)
ORGANISATION_CONFIRMED = declare(
    "organisation.confirmed", subject="organisation", says="What the directory has of an organisation was confirmed."
)
ORGANISATION_MERGED = declare(
    "organisation.merged", subject="organisation", says="An organisation became part of another record.", into=int
)
ORGANISATION_MERGE_UNDONE = declare(
    "organisation.merge_undone", subject="organisation", says="An organisation was taken apart again.", kept=int
)
ORGANISATIONS_TOLD_APART = declare(
    "organisation.told_apart",
    subject="organisation",
    says="Two organisations that look alike were said not to be the same.",
    other=int,
)
