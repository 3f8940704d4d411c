"""What mail keeps for a time only: messages, requests that nobody confirmed, subscribers who left."""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, exists, func, or_, select
from sqlalchemy.sql.dml import ReturningDelete

from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.core.outbox import OutboxMessage, OutboxState
from engage.directory.models import Channel, ContactAddress, Organisation
from engage.mail import consents
from engage.mail.kinds import BY_MESSAGE
from engage.mail.models import AddressChange, Objection, ReturnedMail, Subscriber, Subscription

MESSAGES = timedelta(days=90)
UNCONFIRMED = timedelta(days=30)
AFTER_LEAVING = timedelta(days=365)
BATCH = 500
SETTLED = (OutboxState.SENT, OutboxState.FAILED, OutboxState.SUPPRESSED, OutboxState.DROPPED)


def sweep() -> int:
    """Delete a batch of what has been kept for long enough; gives the number of rows."""
    with unit_of_work():
        rows = sum(_deleted(statement) for statement in (_messages(), _requests(), _came_back(), _address_changes()))
        return rows + _leave_taking()


def _deleted(statement: ReturningDelete[int]) -> int:
    return len(db.session.scalars(statement).all())


def _messages() -> ReturningDelete[int]:
    old = OutboxMessage.created_at < clock.now() - MESSAGES
    ids = select(OutboxMessage.id).where(OutboxMessage.state.in_(SETTLED), old).limit(BATCH)
    return delete(OutboxMessage).where(OutboxMessage.id.in_(ids)).returning(OutboxMessage.id)


def _requests() -> ReturningDelete[int]:
    old = Subscription.created_at < clock.now() - UNCONFIRMED
    ids = select(Subscription.id).where(Subscription.confirmed_at.is_(None), old).limit(BATCH)
    return delete(Subscription).where(Subscription.id.in_(ids)).returning(Subscription.id)


def _came_back() -> ReturningDelete[int]:
    old = select(ReturnedMail.id).where(ReturnedMail.at < clock.now() - MESSAGES).limit(BATCH)
    return delete(ReturnedMail).where(ReturnedMail.id.in_(old)).returning(ReturnedMail.id)


def _address_changes() -> ReturningDelete[int]:
    old = select(AddressChange.id).where(AddressChange.asked_at < clock.now() - UNCONFIRMED).limit(BATCH)
    return delete(AddressChange).where(AddressChange.id.in_(old)).returning(AddressChange.id)


def _has_links() -> ColumnElement[bool]:
    """Whether a notice went to the address lately, by whose link the person may still object."""
    return exists().where(OutboxMessage.to == Subscriber.email, OutboxMessage.name.in_(sorted(BY_MESSAGE)))


def _is_known() -> ColumnElement[bool]:
    """Whether the address stands in the directory: it may be written to again, and links in older mail must work."""
    contact = exists().where(ContactAddress.channel == Channel.EMAIL, ContactAddress.key == Subscriber.email)
    # Read once for all subscribers: no index leads to an organisation by its address.
    organisations = select(func.lower(Organisation.email)).where(Organisation.email != "")
    return or_(contact, Subscriber.email.in_(organisations))


def _leave_taking() -> int:
    """Forget subscribers who left long ago, with whatever says who agreed to what.

    Who never followed anything is kept as long as the directory or the outbox has the address, so that the link by
    which somebody stops mail of a list goes on working.
    """
    long_ago = clock.now() - AFTER_LEAVING
    ended = delete(Subscription).where(Subscription.ended_at < long_ago)
    db.session.execute(ended)
    has_any = exists().where(Subscription.subscriber_id == Subscriber.id)
    gone = or_(Subscriber.confirmed_at.is_(None), Subscriber.confirmed_at < long_ago)
    ids = (
        select(Subscriber.id)
        .where(~has_any, gone, Subscriber.created_at < clock.now() - UNCONFIRMED)
        .where(~exists().where(Objection.subscriber_id == Subscriber.id))
        .where(~_has_links(), ~_is_known())
        .limit(BATCH)
    )
    gone_ids = db.session.scalars(ids).all()
    consents.forget(gone_ids)
    db.session.execute(delete(AddressChange).where(AddressChange.subscriber_id.in_(gone_ids)))
    return _deleted(delete(Subscriber).where(Subscriber.id.in_(gone_ids)).returning(Subscriber.id))
