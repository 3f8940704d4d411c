"""What we do about mail that comes back: count it, and stop writing to an address where it is no use or not wanted.

Only what was sent back to the signed sender of a message of ours counts, and only for the address that this message
went to: nobody can have another person's mail stopped by forging a bounce.
"""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import func, select

from engage.core import clock, ledger, limits, outbox
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.outbox import OutboxMessage, OutboxState
from engage.core.permissions import Viewer
from engage.mail import envelope, mails, verbs
from engage.mail.models import ReturnedMail, ReturnKind, Suppression
from engage.mail.returns import Return, kind_of

ENOUGH = {ReturnKind.HARD: 1, ReturnKind.COMPLAINT: 1, ReturnKind.SOFT: 4, ReturnKind.FULL: 6}
WITHIN = timedelta(days=30)


def take_in(addresses: Iterable[str], found: Iterable[Return]) -> int:
    """Count what came back to one of the addresses; gives how many messages of ours it told of.

    A return may name the reader by an address behind a forwarding; what counts is to whom we wrote.
    """
    numbers = {number for one in addresses if (number := envelope.message_of(one)) is not None}
    message = db.session.get(OutboxMessage, numbers.pop()) if len(numbers) == 1 else None
    first = next(iter(found), None)
    if message is None or first is None or message.state is not OutboxState.SENT:
        return 0
    count(message, first.kind, first.said)
    return 1


def refused(message: OutboxMessage, said: str) -> None:
    """Count a message that the mail server refused for good, or for so long that we gave up."""
    kind = kind_of("", said) if said[:1] in ("4", "5") else None
    if kind is not None:
        count(message, kind, said)


def count(message: OutboxMessage, kind: ReturnKind, said: str) -> None:
    """Note in the running unit of work that a message came back, once for each kind, and suppress at the last."""
    known = select(ReturnedMail.id).where(ReturnedMail.message_id == message.id, ReturnedMail.kind == kind)
    if db.session.scalar(known) is not None:
        return
    returned = ReturnedMail(
        id=ledger.never_given(verbs.ADDRESS_SUPPRESSED.subject, ReturnedMail.id),
        message_id=message.id,
        email=message.to.casefold(),
        kind=kind,
        said=said[:300],
        at=clock.now(),
    )
    db.session.add(returned)
    db.session.flush()
    if _times(returned) >= ENOUGH[kind] and db.session.get(Suppression, returned.email) is None:
        db.session.add(Suppression(email=returned.email, reason=kind.value, at=clock.now()))
        ledger.record(verbs.ADDRESS_SUPPRESSED, subject_id=returned.id, actor_id=None, kind=kind.value)


def _times(returned: ReturnedMail) -> int:
    mine = (ReturnedMail.email == returned.email, ReturnedMail.kind == returned.kind)
    since = ReturnedMail.at > clock.now() - WITHIN
    return db.session.scalar(select(func.count()).select_from(ReturnedMail).where(*mine, since)) or 0


def suppression_of(email: str) -> Suppression | None:
    """Why an address is not written to; nothing when it is."""
    return db.session.get(Suppression, email.casefold()) if email else None


def mend(actor: Viewer) -> None:
    """Write again to a signed-in person who says that mail reaches the address now, once a day at most."""
    found = suppression_of(actor.email)
    if found is None or actor.account_id is None:
        return
    if limits.count("mend-mail", found.email, per=timedelta(days=1)) > 1:
        raise Refused("You said so today, and mail came back again. Try tomorrow, or use another address.")
    reason = found.reason
    db.session.delete(found)
    for row in db.session.scalars(select(ReturnedMail).where(ReturnedMail.email == found.email)):
        db.session.delete(row)
    ledger.record(verbs.ADDRESS_MENDED, subject_id=actor.account_id, actor_id=actor.account_id, kind=reason)
    outbox.put(mails.mail_mended(actor.email))
