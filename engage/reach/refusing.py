"""The link by which an invited address asks not to be invited again."""

from engage.core import tokens

PURPOSE = "invitation-refusal"


def refusal_token(email: str, consultation_id: int) -> str:
    """What the link of an invitation carries."""
    return tokens.sign(PURPOSE, {"e": email, "c": consultation_id})


def read_refusal(token: str) -> tuple[str, int] | None:
    """The address and the consultation that a link was made for; nothing when it is forged."""
    try:
        facts = tokens.read(PURPOSE, token)
    except tokens.BadToken:
        return None
    return str(facts["e"]), int(facts["c"])
