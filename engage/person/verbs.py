"""What the ledger says of copies and erasures: their numbers, and never whom they were about."""

from engage.core.ledger import declare

COPY_ASKED = declare(
    "person_copy.asked",
    subject="person_copy",
    says="A copy of what is held of a person was asked for.",
    by_staff=bool,
)
COPY_MADE = declare("person_copy.made", subject="person_copy", says="A copy of what is held of a person was made.")
COPY_FETCHED = declare(
    "person_copy.fetched", subject="person_copy", says="A copy of what is held of a person was downloaded."
)
ERASURE_ASKED = declare(
    "person_erasure.asked",
    subject="person_erasure",
    says="The erasure of a person was begun.",
    withdraws=bool,
)
ERASED = declare("person_erasure.done", subject="person_erasure", says="A person was erased.")
