"""What the ledger says of doubles, changes of many records, yearly checks and suggestions."""

from engage.core.ledger import declare

ORGANISATIONS_TOLD_APART = declare(
    "organisation.told_apart",
    subject="organisation",
    says="Two organisations that look alike were said not to be the same.",
    other=int,
)
ORGANISATION_ASKED = declare(
    "organisation.asked_to_check", subject="organisation", says="It was asked to check its entry.", check_id=int
)
ORGANISATION_CORRECTION_PROPOSED = declare(
    "organisation.correction_proposed",
    subject="organisation",
    says="It said what is wrong with its entry.",
    check_id=int,
    fields=str,
)
ORGANISATION_CORRECTION_SETTLED = declare(
    "organisation.correction_settled",
    subject="organisation",
    says="What it said is wrong with its entry was settled.",
    check_id=int,
    accepted=bool,
)
CONTACTS_TOLD_APART = declare(
    "contact.told_apart",
    subject="contact",
    says="Two contacts that look alike were said not to be the same person.",
    other=int,
)
BULK_CHANGED = declare(
    "directory_bulk.done",
    subject="directory_bulk",
    says="Many records of the directory were changed at once.",
    kind=str,
    changed=int,
    unchanged=int,
)
BULK_UNDONE = declare(
    "directory_bulk.undone",
    subject="directory_bulk",
    says="A change of many records of the directory was taken back.",
    kind=str,
    undone=int,
)
GROUP_SUGGESTED = declare(
    "group.suggested", subject="suggestion", says="A group was suggested that is missing from the directory."
)
GROUP_SUGGESTION_SETTLED = declare(
    "group.suggestion_settled",
    subject="suggestion",
    says="A suggested group was added to the directory or left out.",
    organisation_id=int,
)
