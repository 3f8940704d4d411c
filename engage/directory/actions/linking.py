"""Linking an entry with an account: asked for by staff, and done by nobody but the person."""

from datetime import timedelta

from sqlalchemy import select, update

from engage.core import clock, ledger, outbox
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.directory import mails, verbs
from engage.directory.actions.revising import keep
from engage.directory.models import Channel, Contact, ContactLink, LinkState, RecordKind
from engage.directory.queries import contacts as people
from engage.directory.queries.contacts import contact_ids_of
from engage.directory.queries.links import links_of

NOT_AGAIN = timedelta(days=365)


def ask_to_link(actor: Viewer, *, contact: Contact, email: str) -> ContactLink:
    """Ask a person at an address of hers whether her entry may be linked with her account there.

    Nobody learns whether there is an account. Somebody who was asked is not asked again for a year.
    """
    known = {each.value.lower() for each in people.addresses_of(contact.id) if each.channel is Channel.EMAIL}
    if email.lower() not in known:
        raise Refused("Choose one of the email addresses of this person.", "email")
    if contact.account_id is not None:
        raise Refused("This entry is linked already.", "email")
    before = links_of(contact.id)
    if before and before[0].asked_at > clock.now() - NOT_AGAIN:
        raise Refused(
            "This person was asked less than a year ago. Wait for an answer, or speak with the person.", "email"
        )
    asked = ContactLink(contact_id=contact.id, email=email.lower(), asked_at=clock.now(), asked_by=actor.account_id)
    db.session.add(asked)
    db.session.flush()
    outbox.put(mails.ask_to_link(asked), key=f"contact-link:{asked.id}:")
    ledger.record(verbs.CONTACT_LINK_ASKED, subject_id=contact.id, actor_id=actor.account_id, link_id=asked.id)
    return asked


def agree_to_link(actor: Viewer, *, asked: ContactLink, contact: Contact) -> None:
    """The person agrees: her entry is linked with the account that she signed in with."""
    if contact.account_id not in (None, actor.account_id):
        raise Refused("This entry is linked with another account already.")
    asked.state, asked.account_id, asked.answered_at = LinkState.AGREED, actor.account_id, clock.now()
    held = {"linked": [contact.account_id is not None, True]}
    contact.account_id = actor.account_id
    ledger.record(
        verbs.CONTACT_LINK_AGREED,
        subject_id=contact.id,
        actor_id=actor.account_id,
        link_id=asked.id,
        revision_id=keep(RecordKind.CONTACT, contact.id, held),
    )


def decline_to_link(*, asked: ContactLink, contact: Contact) -> None:
    """The person does not agree. The ledger does not say who it was, since staff may read it."""
    asked.state, asked.answered_at = LinkState.DECLINED, clock.now()
    ledger.record(verbs.CONTACT_LINK_DECLINED, subject_id=contact.id, actor_id=None, link_id=asked.id)


def end_link(actor: Viewer, *, linked: ContactLink, contact: Contact) -> None:
    """The person takes back that her entry is linked with her account."""
    _end(linked, contact, actor.account_id)


def _end(linked: ContactLink, contact: Contact, actor_id: int | None) -> None:
    account_id, linked.account_id = linked.account_id, None
    linked.state, linked.ended_at = LinkState.ENDED, clock.now()
    # Its doubles too, so that none has the link again when it is taken apart.
    ids = contact_ids_of(contact.id)
    known = update(Contact).where(Contact.id.in_(ids), Contact.account_id == account_id)
    db.session.execute(known.values(account_id=None))
    ledger.record(
        verbs.CONTACT_LINK_ENDED,
        subject_id=contact.id,
        actor_id=actor_id,
        link_id=linked.id,
        revision_id=keep(RecordKind.CONTACT, contact.id, {"linked": [True, False]}),
    )


def forget_account(*, account_id: int) -> None:
    """A closed account is linked with no entry any more."""
    linked = db.session.scalars(select(ContactLink).where(ContactLink.account_id == account_id)).all()
    for each in linked:
        noted = db.session.get_one(Contact, each.contact_id)
        _end(each, db.session.get_one(Contact, noted.merged_into_id or noted.id), None)
    db.session.execute(update(Contact).where(Contact.account_id == account_id).values(account_id=None))
