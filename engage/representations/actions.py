"""Who may speak for an organisation: the claim, its proof, the decision of staff, and the end of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from engage.accounts import addresses
from engage.accounts.models import Account
from engage.accounts.queries import account as account_of
from engage.accounts.queries import locked_account
from engage.core import clock, ledger, outbox, undoing
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import VISITOR, Viewer
from engage.core.text import clean_text, is_blank
from engage.directory import domains
from engage.directory import queries as directory
from engage.directory.actions import add_organisation
from engage.directory.models import Organisation
from engage.representations import endings, mails, queries, verbs
from engage.representations.models import Representation, RepresentationState
from engage.representations.proofs import mark_of

LONGEST = 2_000
UNDO_KIND = "claim"
PLAIN = ("organisation_id", "proof", "decision_note", "decided_by")
MOVED_ON = "The claim has changed since this was decided, so it cannot be undone any more."
DECIDED = "Somebody has decided about this already. Look at where it stands now."
NOT_PROVED = (
    "This address is not at a domain of the organisation. Leave it empty and tell us how you belong to it: "
    "we then look at it ourselves."
)


class Proof(StrEnum):
    """What showed that somebody belongs to an organisation."""

    ACCOUNT = "account"
    ADDRESS = "address"
    DIRECTORY = "directory"
    STAFF = "staff"


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
        _confirm(actor, claim, shown)
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
        _confirm(actor, claim, Proof.ADDRESS)
    elif claim.state is not RepresentationState.CONFIRMED:
        raise Refused(DECIDED)
    return claim


def confirm_representation(
    actor: Viewer, *, claim: Representation, organisation: Organisation | None = None, note: str = ""
) -> Representation:
    """Staff say that somebody speaks for an organisation: the one asked for, or for a proposal the one given."""
    claim = _asked(claim)
    _not_oneself(actor, claim)
    before = _standing(claim)
    if claim.organisation_id is None:
        if organisation is None:
            raise Refused("Choose the organisation, or add it to the directory.", "organisation")
        if queries.standing_claim(claim.account_id, organisation.id) is not None:
            raise Refused("This person has a claim for that organisation already. Decide about that one.")
        claim.organisation_id = organisation.id
    claim.decision_note = _note(note)
    _confirm(actor, claim, Proof.STAFF)
    _keep(actor, claim, before, "confirmed who speaks for an organisation")
    _tell(claim, mails.confirmed, due_at=undoing.until())
    return claim


def add_proposed(actor: Viewer, *, claim: Representation, slug: str, name: str, website: str) -> Organisation:
    """Add the organisation that somebody proposed to the directory."""
    if _asked(claim).organisation_id is not None:
        raise Refused(DECIDED)
    return add_organisation(actor, slug=slug, name=name, website=website)


def refuse_representation(actor: Viewer, *, claim: Representation, note: str) -> Representation:
    """Staff say no, with a reason that the person is told."""
    claim = _asked(claim)
    _not_oneself(actor, claim)
    if is_blank(note):
        raise Refused("Say why, so that the person knows what to do.", "note")
    before = _standing(claim)
    claim.decision_note = _note(note)
    _settle(claim, actor, RepresentationState.REFUSED)
    ledger.record(
        verbs.REPRESENTATION_REFUSED,
        subject_id=claim.id,
        actor_id=actor.account_id,
        organisation_id=claim.organisation_id,
    )
    _keep(actor, claim, before, "refused a claim to speak for an organisation")
    _tell(claim, mails.refused, due_at=undoing.until())
    return claim


def return_claim(actor: Viewer, *, claim: Representation, before: dict[str, Any], after: dict[str, Any]) -> None:
    """Let a claim wait again as before the decision about it; whoever was confirmed by it works on no draft any more.

    Refuses when it no longer stands as that decision left it. The mail is not sent.
    """
    claim = queries.locked(claim.id)
    if _standing(claim) != after:
        raise Refused(MOVED_ON)
    if claim.state is RepresentationState.CONFIRMED:
        endings.ended(actor, claim.account_id, claim.organisation_id)
    for name in PLAIN:
        setattr(claim, name, before[name])
    claim.decided_at = datetime.fromisoformat(before["decided_at"]) if before["decided_at"] else None
    claim.state = RepresentationState(before["state"])
    outbox.drop_planned(_mail_key(claim))
    ledger.record(
        verbs.REPRESENTATION_DECISION_UNDONE,
        subject_id=claim.id,
        actor_id=actor.account_id,
        organisation_id=claim.organisation_id,
    )


def _standing(claim: Representation) -> dict[str, Any]:
    moment = claim.decided_at.isoformat() if claim.decided_at else None
    plain = {name: getattr(claim, name) for name in PLAIN}
    return {**plain, "decided_at": moment, "state": claim.state.value}


def _keep(actor: Viewer, claim: Representation, before: dict[str, Any], done: str) -> None:
    undoing.keep(actor, UNDO_KIND, claim.id, done, {"before": before, "after": _standing(claim)})


def end_representation(actor: Viewer, *, claim: Representation, note: str = "") -> Representation:
    """Somebody no longer speaks for an organisation, or takes the claim back; done twice it changes nothing."""
    claim = queries.locked(claim.id)
    if claim.state not in queries.STANDING:
        return claim
    by_staff = actor.account_id not in (claim.account_id, None)
    if by_staff and is_blank(note):
        raise Refused("Say why, so that the person knows what to do.", "note")
    claim.decision_note = _note(note)
    _settle(claim, actor, RepresentationState.ENDED)
    endings.ended(actor, claim.account_id, claim.organisation_id)
    ledger.record(
        verbs.REPRESENTATION_ENDED,
        subject_id=claim.id,
        actor_id=actor.account_id,
        organisation_id=claim.organisation_id,
    )
    if by_staff:
        _tell(claim, mails.ended)
    return claim


def end_all_of(*, account_id: int) -> None:
    """A closed account speaks for nobody any more, and its addresses of proof are forgotten."""
    for claim in queries.standing_of(account_id):
        end_representation(VISITOR, claim=claim)
        claim.proof_email = None
    endings.ended(VISITOR, account_id, None)


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
        explanation=_note(explanation),
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


def _confirm(actor: Viewer, claim: Representation, proof: Proof) -> None:
    claim.proof = proof.value
    _settle(claim, actor, RepresentationState.CONFIRMED)
    ledger.record(
        verbs.REPRESENTATION_CONFIRMED,
        subject_id=claim.id,
        actor_id=actor.account_id,
        organisation_id=claim.organisation_id,
        proof=proof.value,
    )


def _settle(claim: Representation, actor: Viewer, state: RepresentationState) -> None:
    claim.state, claim.decided_at, claim.decided_by = state, clock.now(), actor.account_id
    db.session.flush()


def _asked(claim: Representation) -> Representation:
    claim = queries.locked(claim.id)
    if claim.state is not RepresentationState.ASKED:
        raise Refused(DECIDED)
    return claim


def _not_oneself(actor: Viewer, claim: Representation) -> None:
    if actor.account_id == claim.account_id:
        raise Refused("This is your own claim, so somebody else must decide about it.")


def _note(note: str) -> str:
    note = clean_text(note)
    if len(note) > LONGEST:
        raise Refused(f"Write {LONGEST:,} characters or fewer.", "note")
    return note


def _mail_key(claim: Representation) -> str:
    return f"claim:{claim.id}:"


def _tell(claim: Representation, write: "mails.Decision", *, due_at: datetime | None = None) -> None:
    person = account_of(claim.account_id)
    if person is not None and person.email:
        key = f"{_mail_key(claim)}{claim.state.value}:{int(clock.now().timestamp())}"
        outbox.put(write(claim, person, queries.claim(claim.id).name), key=key, due_at=due_at)
