"""Somebody asks to speak for an organisation, and shows that she belongs to it."""

from engage.accounts import addresses
from engage.accounts.models import Account
from engage.accounts.queries import locked_account
from engage.core import clock, ledger, outbox
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import is_blank
from engage.directory import domains
from engage.directory import queries as directory
from engage.directory.models import Organisation
from engage.representations import mails, queries, verbs
from engage.representations.actions.claims import DECIDED, Proof, cleaned_note, confirm
from engage.representations.models import Representation, RepresentationState
from engage.representations.proofs import mark_of

NOT_PROVED = (
    "This address is not at a domain of the organisation. Leave it empty and tell us how you belong to it: "
    "we then look at it ourselves."
)


def ask_to_represent(
    actor: Viewer, *, organisation: Organisation, explanation: str = "", proof_email: str = ""
) -> Representation:
    """Ask to speak for an organisation of the directory; asked twice, the first claim stands.

    Confirmed at once where the directory or the address of the account shows it; by a mail to an address of the
    organisation where one is given; else staff decide. Nobody learns from it who else speaks for the organisation.
    """
    asking = _account(actor)
    standing = queries.standing_claim(asking.id, organisation.id)
    if standing is not None:
        return standing
    address = addresses.normal(proof_email) if proof_email else ""
    shown = _shown_already(asking, organisation)
    if shown is None:
        _check(organisation, explanation, address)
    claim = _add(asking, explanation, organisation_id=organisation.id)
    if shown is not None:
        confirm(actor, claim, shown)
    elif address:
        claim.proof, claim.proof_email = Proof.ADDRESS.value, address
        outbox.put(mails.proof(claim, organisation, mark_of(claim)))
    return claim


def propose_organisation(actor: Viewer, *, name: str, website: str = "", explanation: str = "") -> Representation:
    """Ask to speak for an organisation that is not in the directory; staff decide. Proposed twice, the first stands."""
    asking = _account(actor)
    known = queries.same_proposal(asking.id, name)
    if known is not None:
        return known
    if is_blank(explanation):
        raise Refused("Tell us how you belong to the organisation.", "explanation")
    return _add(asking, explanation, proposed_name=name, proposed_website=website)


def send_proof_again(actor: Viewer, *, claim: Representation) -> None:
    """Mail the link once more to the address that proves a claim."""
    claim = queries.locked(claim.id)
    organisation = directory.organisation(claim.organisation_id or 0)
    is_asked = claim.state is RepresentationState.ASKED and claim.account_id == actor.account_id
    if not is_asked or not claim.proof_email or organisation is None:
        raise Refused(DECIDED)
    outbox.put(mails.proof(claim, organisation, mark_of(claim)))


def prove(actor: Viewer, *, claim: Representation) -> Representation:
    """Confirm a claim by somebody who followed the link in the mail to an address of the organisation."""
    claim = queries.locked(claim.id)
    if claim.account_id != actor.account_id:
        raise Refused("Sign in with the account that asked, and follow the link again.")
    if claim.state is RepresentationState.ASKED:
        confirm(actor, claim, Proof.ADDRESS)
    elif claim.state is not RepresentationState.CONFIRMED:
        raise Refused(DECIDED)
    return claim


def _account(actor: Viewer) -> Account:
    if actor.account_id is None:
        raise Refused("Sign in first.")
    return locked_account(actor.account_id)


def _shown_already(asking: Account, organisation: Organisation) -> Proof | None:
    if organisation.id in directory.organisations_of(asking.id):
        return Proof.DIRECTORY
    confirmed = asking.email if asking.confirmed_at is not None else None
    if confirmed and _proves(confirmed, organisation):
        return Proof.ACCOUNT
    return None


def _check(organisation: Organisation, explanation: str, address: str) -> None:
    if address and not _proves(address, organisation):
        raise Refused(NOT_PROVED, "email")
    if not address and is_blank(explanation):
        raise Refused("Enter an address at the organisation, or tell us how you belong to it.", "explanation")


def _proves(address: str, organisation: Organisation) -> bool:
    known = directory.domains_known(organisation.id)
    return domains.proves(address, website=organisation.website, email=organisation.email, more=known)


def _add(asking: Account, explanation: str, **facts: object) -> Representation:
    claim = Representation(
        account_id=asking.id,
        explanation=cleaned_note(explanation),
        asked_at=clock.now(),
        state=RepresentationState.ASKED,
        **facts,
    )
    db.session.add(claim)
    db.session.flush()
    ledger.record(
        verbs.REPRESENTATION_ASKED,
        subject_id=claim.id,
        actor_id=asking.id,
        organisation_id=claim.organisation_id,
    )
    return claim
