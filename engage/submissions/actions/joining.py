"""Joint responses: other organisations are asked to sign, and sign an exact revision by those who speak for them."""

from engage.core import clock, ledger, outbox
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.directory.models import Organisation
from engage.representations import queries as representations
from engage.submissions import in_public, mails_drafts, verbs
from engage.submissions.actions.changing import lock_sent
from engage.submissions.models import CoSignatory
from engage.submissions.queries import drafts, signatures
from engage.submissions.queries.drafts import Shared

MOST_SIGNATORIES = 100
SENT = "The response was sent. Change it first, if another organisation is to sign."


def invite_signatory(actor: Viewer, *, shared: Shared, organisation: Organisation) -> CoSignatory:
    """Ask another organisation to sign; those who speak for it are written to, each alone.

    Asked again they are written to once for each wording that they have not signed.
    """
    _require_lead(shared)
    if organisation.id == shared.organisation.id:
        raise Refused("This is your own organisation.", "organisation")
    asked = signatures.co_signatories(shared.submission.id, shared.draft)
    known = next((each for each in asked if each.organisation.id == organisation.id), None)
    if known is not None and known.signed_now:
        return known.signatory
    row = known.signatory if known is not None else None
    if row is not None and row.declined_at is None:
        _write_to(shared, organisation, row)
        return row
    if len(asked) >= MOST_SIGNATORIES:
        raise Refused(f"At most {MOST_SIGNATORIES} organisations can sign.", "organisation")
    if row is None:
        row = CoSignatory(submission_id=shared.submission.id, organisation_id=organisation.id)
        db.session.add(row)
    row.invited_by, row.at, row.declined_at = actor.account_id or 0, clock.now(), None
    db.session.flush()
    _write_to(shared, organisation, row)
    ledger.record(
        verbs.JOINT_INVITED,
        subject_id=shared.submission.id,
        actor_id=actor.account_id,
        organisation_id=organisation.id,
    )
    return row


def _write_to(shared: Shared, organisation: Organisation, row: CoSignatory) -> None:
    wording = f"{shared.shown.id}:{shared.shown.revision}"
    for place, to in enumerate(representations.addresses_for(organisation)):
        key = f"joint:{row.id}:{int(row.at.timestamp())}:{wording}:{place}"
        outbox.put(mails_drafts.to_sign(shared, organisation, to), key=key)


def remove_signatory(actor: Viewer, *, shared: Shared, organisation_id: int) -> None:  # noqa: ARG001 - named by all
    """No longer ask an organisation to sign. One that is named in public already goes with the next sent version."""
    _require_lead(shared)
    for each in signatures.co_signatories(shared.submission.id, shared.draft):
        if each.organisation.id == organisation_id:
            if each.signatory.sent_version is None:
                db.session.delete(each.signatory)
            else:
                each.signatory.declined_at, each.signatory.revision = clock.now(), None
    db.session.flush()


def sign(actor: Viewer, *, shared: Shared, signatory: CoSignatory, revision: int) -> CoSignatory:
    """Sign the draft exactly as it stands, for an organisation for which one speaks; any later change voids it."""
    _require_voice(actor, signatory)
    if shared.draft is None:
        raise Refused(SENT)
    if signatory.declined_at is not None:
        raise Refused("Your organisation is not asked to sign it any more.")
    db.session.refresh(shared.draft, with_for_update=True)
    if revision != shared.draft.revision:
        raise Refused("The draft was changed after you opened this page. Read it again before you sign.")
    signatory.account_id, signatory.revision = actor.account_id, revision
    signatory.signed_at = clock.now()
    ledger.record(
        verbs.JOINT_SIGNED,
        subject_id=shared.submission.id,
        actor_id=actor.account_id,
        organisation_id=signatory.organisation_id,
        revision=revision,
    )
    return signatory


def decline(actor: Viewer, *, shared: Shared, signatory: CoSignatory) -> None:
    """Say that one's organisation does not sign; a signature of before counts no more."""
    _require_voice(actor, signatory)
    signatory.declined_at, signatory.revision = clock.now(), None
    ledger.record(
        verbs.JOINT_DECLINED,
        subject_id=shared.submission.id,
        actor_id=actor.account_id,
        organisation_id=signatory.organisation_id,
    )


def take_name_off(actor: Viewer, *, shared: Shared, signatory: CoSignatory) -> None:
    """Take one's organisation off a joint response that was sent, until the close; those who lead it are told.

    What was sent stands for the others. Done twice it changes nothing.
    """
    _require_voice(actor, signatory)
    lock_sent(shared.submission)
    db.session.refresh(signatory)
    if signatory.sent_version is None:
        return
    version, signatory.sent_version = signatory.sent_version, None
    signatory.declined_at, signatory.revision = clock.now(), None
    db.session.flush()
    in_public.signed(shared.submission)
    _tell_leads(shared, signatory)
    ledger.record(
        verbs.JOINT_NAME_TAKEN_OFF,
        subject_id=shared.submission.id,
        actor_id=actor.account_id,
        organisation_id=signatory.organisation_id,
        version=version,
    )


def _tell_leads(shared: Shared, signatory: CoSignatory) -> None:
    organisation = db.session.get_one(Organisation, signatory.organisation_id)
    for place, to in enumerate(drafts.addresses_of(shared.submission)):
        key = f"joint-off:{signatory.id}:{int(clock.now().timestamp())}:{place}"
        outbox.put(mails_drafts.name_taken_off(shared, organisation, to), key=key)


def _require_lead(shared: Shared) -> None:
    if not shared.leads:
        raise Refused("Only somebody who leads the draft can do this.")
    if shared.draft is None:
        raise Refused(SENT)


def _require_voice(actor: Viewer, signatory: CoSignatory) -> None:
    if not representations.speaks_for(actor.account_id, signatory.organisation_id):
        raise Refused("You are not confirmed to speak for this organisation.")
