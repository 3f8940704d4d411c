"""One spelling for each email address."""

from email_validator import EmailNotValidError, validate_email

from engage.core.errors import Refused

WRONG = "Enter an email address in the correct format, like name@example.com."
LONGEST = 254


def normal(email: str) -> str:
    """The address as it is kept and compared: checked, in lower case; raises Refused about the field `email`."""
    try:
        found = validate_email(email.strip()[: LONGEST + 1], check_deliverability=False)
    except EmailNotValidError as error:
        raise Refused(WRONG, "email") from error
    return found.normalized.lower()


def is_valid(email: str) -> bool:
    """Whether mail could be sent to the address, as far as its spelling tells."""
    try:
        normal(email)
    except Refused:
        return False
    return True
