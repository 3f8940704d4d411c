"""From a row of the outbox to the letter that leaves, looked at once more: may it still be sent to this person?"""

import json

from sqlalchemy import bindparam, select

from engage.core.database import db, reading
from engage.core.outbox import OutboxMessage, OutboxState
from engage.core.prepared import PreparedSelect, held
from engage.directory.models import Purpose
from engage.mail import checks, consultation_letters, links, list_people, mails, newsletter_letters, queries, writing
from engage.mail.kinds import BY_MESSAGE
from engage.mail.mime import INLINER, Letter
from engage.mail.models import MailRun, Subscriber, Suppression
from engage.mail.newsletter_people import still_wanted
from engage.mail.preferences import is_paused
from engage.mail.queries_newsletters import newsletter_of

_SUPPRESSED = PreparedSelect(select(Suppression.email).where(Suppression.email == bindparam("address")))
_SUBSCRIBER = PreparedSelect(select(Subscriber.__table__).where(Subscriber.id == bindparam("person")))


class Withheld(Exception):
    """The message must not leave: what becomes of it instead, and why."""

    def __init__(self, state: OutboxState, why: str = "") -> None:
        """Say both."""
        super().__init__(why)
        self.state, self.why = state, why


def letter_of(row: OutboxMessage) -> Letter:
    """The letter; raises Withheld."""
    with reading():
        db.session.expire_all()
        if _SUPPRESSED.first({"address": row.to.casefold()}) is not None:
            raise Withheld(OutboxState.SUPPRESSED, "Mail to this address came back, or its reader called it spam.")
        kind = BY_MESSAGE.get(row.name)
        if kind is not None and queries.objects(row.to, kind.key):
            raise Withheld(OutboxState.SUPPRESSED, "The reader objected to messages of this kind.")
        return _WRITERS.get(row.name, _plain)(row)


def _plain(row: OutboxMessage) -> Letter:
    if not checks.are_public(row.things):
        raise Withheld(OutboxState.DROPPED, "What it is about is no longer public.")
    html = INLINER.inline(row.html) if row.html else ""
    return Letter(row.to, row.subject, row.text, html, row.message_id, row.reply_to, row.extra_headers)


def _reader(row: OutboxMessage) -> Subscriber:
    """To whom a message of a run goes; raises Withheld."""
    found = _SUBSCRIBER.first({"person": row.person_id})
    if found is None or found.email != row.to:
        raise Withheld(OutboxState.DROPPED, "The reader has left or has another address.")
    subscriber = held(Subscriber, found.id, found._asdict())
    if is_paused(subscriber):
        raise Withheld(OutboxState.DROPPED, "The reader paused all updates.")
    return subscriber


def _digest(row: OutboxMessage) -> Letter:
    subscriber = _reader(row)
    written = writing.desk().write(row.run_id or 0, subscriber, row.contents)
    if written is None:
        raise Withheld(OutboxState.DROPPED, "Nothing in it is public any more, or the reader no longer follows it.")
    headers = links.list_headers(subscriber)
    return Letter(row.to, written.subject, written.text, written.html, row.message_id, row.reply_to, headers)


def _correction(row: OutboxMessage) -> Letter:
    """The same words for everybody, kept with the run."""
    run = db.session.get_one(MailRun, row.run_id)
    message = mails.correction(row.to, **json.loads(run.note))
    html = INLINER.inline(message.html)
    return Letter(row.to, message.subject, message.text, html, row.message_id, "", {})


def _notice(row: OutboxMessage) -> Letter:
    """News of a consultation, in the words of the moment."""
    run, subscriber = db.session.get_one(MailRun, row.run_id), _reader(row)
    message = consultation_letters.written(run, row.name, subscriber)
    if message is None:
        raise Withheld(OutboxState.DROPPED, "What it tells is no longer so.")
    html = INLINER.inline(message.html)
    return Letter(row.to, message.subject, message.text, html, row.message_id, "", message.headers)


def _newsletter(row: OutboxMessage) -> Letter:
    """A newsletter, with what it draws from plans and posts as that is now."""
    run, subscriber = db.session.get_one(MailRun, row.run_id), _reader(row)
    newsletter = newsletter_of(run)
    if not still_wanted(newsletter, subscriber):
        raise Withheld(OutboxState.DROPPED, "The reader is no longer one of those to whom it goes.")
    written = newsletter_letters.written(newsletter, subscriber)
    headers = newsletter_letters.headers(subscriber)
    return Letter(row.to, written.subject, written.text, written.html, row.message_id, "", headers)


def _notice_to_list(row: OutboxMessage) -> Letter:
    """The same for somebody on a list of the directory, unless it knows of a no since."""
    _ask_directory(row)
    return _notice(row)


def _invitation(row: OutboxMessage) -> Letter:
    """What an officer wrote to somebody chosen from the directory, unless it knows of a no since."""
    _ask_directory(row)
    return _plain(row)


def _ask_directory(row: OutboxMessage) -> None:
    if list_people.refuses(row.to, Purpose.INVITATIONS):
        raise Withheld(OutboxState.SUPPRESSED, "The directory says that the reader does not want to be asked.")


_WRITERS = {
    "newsletter": _newsletter,
    "digest": _digest,
    "mail_correction": _correction,
    "consultation_notice": _notice,
    "consultation_invitation": _notice_to_list,
    "invitation": _invitation,
    "consultation_results": _notice,
}
