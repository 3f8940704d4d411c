"""The mails about speaking for an organisation and drafting with others."""

from collections.abc import Callable

from flask import url_for

from engage.accounts.models import Account
from engage.consultations.models import DraftInvitation, DraftPart, Representation
from engage.consultations.queries.drafts import Shared
from engage.core.messages import Message, compose, link
from engage.directory.models import Organisation

Decision = Callable[[Representation, Account, str], Message]


def proof(claim: Representation, organisation: Organisation, token: str) -> Message:
    """To the address at the organisation: the link that proves it. It holds no word that was typed."""
    return compose(
        "representation_proof",
        to=claim.proof_email or "",
        organisation=organisation.name,
        url=link(url_for("consultations.prove", token=token)),
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
        url=link(url_for("consultations.representation", representation_id=claim.id)),
    )


def invitation(row: DraftInvitation, shared: Shared, inviter: str, token: str) -> Message:
    """To a colleague: the link that leads to the shared draft."""
    return compose(
        "draft_invitation",
        to=row.email,
        inviter=inviter,
        organisation=shared.organisation.name,
        title=shared.consultation.title,
        closes_at=shared.consultation.closes_at,
        approves=row.part is DraftPart.APPROVER,
        url=link(url_for("consultations.join_draft", token=token)),
    )


def to_sign(shared: Shared, organisation: Organisation, to: str) -> Message:
    """To those who speak for another organisation: a joint response waits for its signature."""
    return compose(
        "draft_to_sign",
        to=to,
        organisation=organisation.name,
        leading=shared.organisation.name,
        title=shared.consultation.title,
        closes_at=shared.consultation.closes_at,
        url=link(url_for("consultations.sign_draft", submission_id=shared.submission.id)),
    )
