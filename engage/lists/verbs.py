"""What the ledger says of saved lists."""

from engage.core.ledger import declare

LIST_SAVED = declare("stakeholder_list.saved", subject="stakeholder_list", says="A list was saved.", whom=str)
LIST_CHANGED = declare(
    "stakeholder_list.changed",
    subject="stakeholder_list",
    says="A saved list was changed.",
    fields=str,
    revision_id=int,
)
LIST_REMOVED = declare(
    "stakeholder_list.removed", subject="stakeholder_list", says="A saved list was taken out of use."
)
