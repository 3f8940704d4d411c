"""The mails about speaking for an organisation."""

from collections.abc import Callable

from flask import url_for

from engage.accounts.models import Account
from engage.core.messages import Message, compose, link
from engage.directory.models import Organisation
from engage.representations.models import Representation

Decision = Callable[[Representation, Account, str], Message]


def proof(claim: Representation, organisation: Organisation, token: str) -> Message:
    """To the address at the organisation: the link that proves it. It holds no word that was typed."""
    return compose(
        "representation_proof",
        to=claim.proof_email or "",
        organisation=organisation.name,
        url=link(url_for("representations.prove", token=token)),
    )


def confirmed(claim: Representation, person: Account, name: str) -> Message:
    """To the person: staff say yes."""
    return _decision("representation_confirmed", claim, person, name)


def refused(claim: Representation, person: Account, name: str) -> Message:
    """To the person: staff say no, and why."""
    return _decision("representation_refused", claim, person, name)


def ended(claim: Representation, person: Account, name: str) -> Message:
    """To the person: staff ended it, and why."""
    return _decision("representation_ended", claim, person, name)


def _decision(message: str, claim: Representation, person: Account, name: str) -> Message:
    return compose(
        message,
        to=person.email or "",
        organisation=name,
        note=claim.decision_note,
        url=link(url_for("representations.representation", representation_id=claim.id)),
    )
