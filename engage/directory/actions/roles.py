"""Writes of what contacts are at organisations, and were."""

from datetime import date, timedelta

from sqlalchemy import select

from engage.core import ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.i18n import today
from engage.core.permissions import Viewer
from engage.core.text import clean_line
from engage.directory import verbs
from engage.directory.actions.revising import keep
from engage.directory.models import Contact, ContactRole, Organisation, RecordKind
from engage.directory.queries.saying import said_of_role

EARLIEST = date(1900, 1, 1)
AHEAD = timedelta(days=366)


def add_role(
    actor: Viewer,
    *,
    contact: Contact,
    organisation: Organisation,
    title: str = "",
    since: date | None = None,
    until: date | None = None,
) -> ContactRole:
    """Say what a contact is or was at an organisation; the same role there again is the same row."""
    title = clean_line(title)
    _check_days(since, until)
    same = (
        ContactRole.contact_id == contact.id,
        ContactRole.organisation_id == organisation.id,
        ContactRole.title == title,
    )
    # What is held now is one row whenever it began; what was held before is another one for each of its terms.
    when = [ContactRole.until.is_(None)] if until is None else [ContactRole.since == since, ContactRole.until == until]
    known = db.session.scalars(select(ContactRole).where(*same, *when)).first()
    if known is not None:
        if until is None and since is not None:
            change_role(actor, role=known, title=title, since=since, until=None)
        return known
    role = ContactRole(contact_id=contact.id, organisation_id=organisation.id, title=title, since=since, until=until)
    db.session.add(role)
    db.session.flush()
    ledger.record(
        verbs.CONTACT_ROLE_BEGUN,
        subject_id=contact.id,
        actor_id=actor.account_id,
        organisation_id=organisation.id,
        revision_id=keep(RecordKind.CONTACT, contact.id, {"role": [None, said_of_role(role)]}),
    )
    return role


def change_role(actor: Viewer, *, role: ContactRole, title: str, since: date | None, until: date | None) -> None:
    """Correct the title and the days of a role; the same again changes nothing."""
    title = clean_line(title)
    if (role.title, role.since, role.until) == (title, since, until):
        return
    _check_days(since, until)
    before = said_of_role(role)
    role.title, role.since, role.until = title, since, until
    ledger.record(
        verbs.CONTACT_ROLE_CHANGED,
        subject_id=role.contact_id,
        actor_id=actor.account_id,
        organisation_id=role.organisation_id,
        revision_id=keep(RecordKind.CONTACT, role.contact_id, {"role": [before, said_of_role(role)]}),
    )


def end_role(actor: Viewer, *, role: ContactRole, until: date) -> None:
    """Say that somebody is no longer what they were at an organisation; done twice it changes nothing."""
    if role.until is not None:
        return
    _check_days(role.since, until)
    before = said_of_role(role)
    role.until = until
    ledger.record(
        verbs.CONTACT_ROLE_ENDED,
        subject_id=role.contact_id,
        actor_id=actor.account_id,
        organisation_id=role.organisation_id,
        revision_id=keep(RecordKind.CONTACT, role.contact_id, {"role": [before, said_of_role(role)]}),
    )


def _check_days(since: date | None, until: date | None) -> None:
    for field, day in (("since", since), ("until", until)):
        if day is not None and day < EARLIEST:
            raise Refused("Enter a day of 1900 or later.", field)
    if since is not None and since > today() + AHEAD:
        raise Refused("Enter a beginning at most a year from now.", "since")
    # A role with an end counts as past everywhere.
    if until is not None and until > today():
        raise Refused("Leave the end empty until it has come.", "until")
    if since and until and until < since:
        raise Refused("The end must not lie before the beginning.", "until")
