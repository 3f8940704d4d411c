"""The mails about following and about comments, pure."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from engage.core.messages import Message, compose, link
from engage.core.text import excerpt
from engage.mail import links
from engage.mail.assembling import Written
from engage.mail.kinds import NEWSLETTERS, PROMISES, REPLIES, STAFF_SUMMARY, Kind
from engage.mail.models import AddressChange, Subscriber
from engage.mail.targets import Target

LONGEST_REPLY = 1500
Line = tuple[str, str]


def follow_confirm(subscriber: Subscriber, target: Target) -> Message:
    """Asks the person at an address whether it was she who wants to follow something."""
    return compose(
        "follow_confirm",
        to=subscriber.email,
        name=target.name,
        url=links.url("mail.confirm", links.CONFIRM, subscriber),
    )


def follow_known(subscriber: Subscriber, target: Target) -> Message:
    """Tells the person at an address that it follows the thing already, and where to change that."""
    return compose(
        "follow_known",
        to=subscriber.email,
        name=target.name,
        thing_url=link(target.path),
        url=links.url("mail.preferences", links.PREFERENCES, subscriber),
    )


def trial_digest(to: str, written: Written) -> Message:
    """Somebody's next digest, for the member of staff who wants to see it in a mail program."""
    return Message("digest_trial", to, f"Test: {written.subject}", written.text, written.html)


def correction(to: str, *, subject: str, text: str) -> Message:
    """Puts right what an earlier message said, in the words of staff."""
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
    return compose("mail_correction", to=to, headline=subject, paragraphs=paragraphs)


def address_change(change: AddressChange, *, is_new: bool) -> Message:
    """Asks one of two addresses whether updates should go to the new one."""
    name = "address_change_new" if is_new else "address_change_old"
    return compose(
        name, to=change.new_email if is_new else change.old_email, url=links.address_url(change, is_new=is_new)
    )


def consultation_notice(name: str, *, to: str, path: str, kind: Kind, stop_url: str, **facts: Any) -> Message:
    """Tells a follower or a respondent what happened to a consultation, and how to object to such messages."""
    return compose(
        name,
        to=to,
        headers=links.reply_headers(stop_url, name="consultations"),
        message_class=kind.message_class,
        basis=kind.basis,
        url=link(path),
        kind_label=kind.label[:1].lower() + kind.label[1:],
        stop_url=stop_url,
        **facts,
    )


def newsletter(*, title: str, **facts: Any) -> Message:
    """A letter to many in an author's words, with what it draws from plans and posts."""
    return compose(
        "newsletter", to="", title=title, message_class=NEWSLETTERS.message_class, basis=NEWSLETTERS.basis, **facts
    )


def trial_newsletter(to: str, written: Written) -> Message:
    """A newsletter as it would leave now, for the member of staff who wants to see it in a mail program."""
    return Message("newsletter_trial", to, f"Test: {written.subject}", written.text, written.html)


def staff_summary(to: str, *, subscriber: Subscriber, lines: Sequence[Line]) -> Message:
    """What waits, what came in and what is due, for one member of staff."""
    return _to_staff("staff_summary", to, subscriber, STAFF_SUMMARY, lines=lines, url=link("/staff/"))


def promise_due(to: str, *, subscriber: Subscriber, what: str, due: date, path: str) -> Message:
    """Reminds a member of staff of something that was promised."""
    return _to_staff("promise_due", to, subscriber, PROMISES, what=what, due=due, url=link(path))


def promises_overdue(
    to: str, *, subscriber: Subscriber, promises: Sequence[tuple[str, date, str]], more: int
) -> Message:
    """Names to a member of staff what was promised and is overdue: what, for which day, where; and how many more."""
    url = link("/staff/engagements/promises/?which=overdue&mine=1")
    return _to_staff("promises_overdue", to, subscriber, PROMISES, promises=promises, more=more, url=url)


def _to_staff(name: str, to: str, subscriber: Subscriber, kind: Kind, **facts: Any) -> Message:
    stop_url = links.object_url(kind.key, subscriber)
    headers = links.reply_headers(stop_url, name=kind.key.replace("_", "-"))
    leave: dict[str, Any] = {"message_class": kind.message_class, "basis": kind.basis}
    return compose(name, to=to, headers=headers, stop_url=stop_url, **leave, **facts)


def mail_mended(to: str) -> Message:
    """Shows a person that mail reaches her address again."""
    return compose("mail_mended", to=to, account_url=link("/account/"))


def notice_reply(*, to: str, official_for: str, text: str, stop_url: str, **facts: Any) -> Message:
    """Tells the writer of a comment that somebody replied; an official reply has a mail of its own."""
    name = "notice_official_reply" if official_for else "notice_reply"
    facts = {**facts, "official_for": official_for, "text": excerpt(text, LONGEST_REPLY), "stop_url": stop_url}
    headers, kind = links.reply_headers(stop_url), REPLIES
    return compose(name, to=to, headers=headers, message_class=kind.message_class, basis=kind.basis, **facts)


def notice_decision(name: str, *, to: str, title: str, **facts: Any) -> Message:
    """Tells the writer what a moderator decided about a comment, why, and what can be done."""
    return compose(name, to=to, title=title, **facts)
