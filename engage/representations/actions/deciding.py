"""Staff decide about a claim, and a claim comes to its end."""

from datetime import datetime
from typing import Any

from engage.accounts.queries import account as account_of
from engage.core import clock, ledger, outbox, undoing
from engage.core.errors import Refused
from engage.core.permissions import VISITOR, Viewer
from engage.core.text import is_blank
from engage.directory.actions import add_organisation
from engage.directory.models import Organisation
from engage.representations import endings, mails, queries, verbs
from engage.representations.actions.claims import DECIDED, Proof, cleaned_note, confirm, settle
from engage.representations.models import Representation, RepresentationState

UNDO_KIND = "claim"
PLAIN = ("organisation_id", "proof", "decision_note", "decided_by")
MOVED_ON = "The claim has changed since this was decided, so it cannot be undone any more."


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
    claim.decision_note = cleaned_note(note)
    confirm(actor, claim, Proof.STAFF)
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
    claim.decision_note = cleaned_note(note)
    settle(actor, claim, RepresentationState.REFUSED)
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
    claim.decision_note = cleaned_note(note)
    settle(actor, claim, RepresentationState.ENDED)
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


def _asked(claim: Representation) -> Representation:
    claim = queries.locked(claim.id)
    if claim.state is not RepresentationState.ASKED:
        raise Refused(DECIDED)
    return claim


def _not_oneself(actor: Viewer, claim: Representation) -> None:
    if actor.account_id == claim.account_id:
        raise Refused("This is your own claim, so somebody else must decide about it.")


def _mail_key(claim: Representation) -> str:
    return f"claim:{claim.id}:"


def _tell(claim: Representation, write: "mails.Decision", *, due_at: datetime | None = None) -> None:
    person = account_of(claim.account_id)
    if person is not None and person.email:
        key = f"{_mail_key(claim)}{claim.state.value}:{int(clock.now().timestamp())}"
        outbox.put(write(claim, person, queries.claim(claim.id).name), key=key, due_at=due_at)
