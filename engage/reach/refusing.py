"""The link in earlier invitations; those of today lead to the objections of mail."""

from engage.core import tokens

PURPOSE = "invitation-refusal"


def refused_by(token: str) -> str | None:
    """The address that a link was made for; nothing when it is forged."""
    try:
        return str(tokens.read(PURPOSE, token)["e"])
    except tokens.BadToken:
        return None
