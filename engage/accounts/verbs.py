"""What the ledger says of accounts."""

from engage.core.ledger import declare

ACCOUNT_ADDED = declare("account.added", subject="account", says="An account was added.")
ACCOUNT_CONFIRMED = declare("account.confirmed", subject="account", says="The address of an account was confirmed.")
ACCOUNT_CHANGED = declare("account.changed", subject="account", says="Details of an account were changed.", fields=str)
ACCOUNT_PASSWORD_SET = declare("account.password_set", subject="account", says="A password was set.", how=str)
ACCOUNT_ADDRESS_ASKED = declare(
    "account.address_asked", subject="account", says="A change of address was asked for and waits for its confirmation."
)
ACCOUNT_ADDRESS_CHANGED = declare(
    "account.address_changed", subject="account", says="The address of an account was changed."
)
ACCOUNT_SESSIONS_ENDED = declare(
    "account.sessions_ended", subject="account", says="An account was signed out everywhere."
)
ACCOUNT_SESSION_ENDED = declare(
    "account.session_ended", subject="account", says="Somebody signed out of another browser of theirs."
)
ACCOUNT_CLOSED = declare(
    "account.closed", subject="account", says="An account was closed and emptied.", names_kept=bool
)
ROLE_GRANTED = declare("account.role_granted", subject="account", says="A role was granted.", role=str, area_id=int)
ROLE_REVOKED = declare("account.role_revoked", subject="account", says="A role was revoked.", role=str, area_id=int)
