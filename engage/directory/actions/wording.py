"""The words by which organisations and contacts are found."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from engage.core.database import db
from engage.directory.keys import words_of
from engage.directory.models import Contact, ContactWord, FormerName, Organisation, OrganisationWord


def words_held(organisation: Organisation) -> frozenset[str]:
    """The words by which an organisation is found now: of its names and of those that it had."""
    former = db.session.scalars(select(FormerName.said).where(FormerName.organisation_id == organisation.id))
    return _words([organisation.name, organisation.short_name, *former])


def reword(organisation: Organisation, *, before: frozenset[str]) -> None:
    """Find an organisation by its present names, where it was found by those words before."""
    db.session.flush()
    after = words_held(organisation)
    column = OrganisationWord.organisation_id
    if before - after:
        gone = OrganisationWord.word.in_(before - after)
        db.session.execute(delete(OrganisationWord).where(gone, column == organisation.id))
    if after - before:
        rows = [{"word": word, "organisation_id": organisation.id} for word in sorted(after - before)]
        db.session.execute(insert(OrganisationWord), rows)


def reword_contact(contact: Contact, *, before: str) -> None:
    """Find a contact by its present name, where it was found by another before."""
    db.session.flush()
    old, new = _words([before]), _words([contact.name])
    if old - new:
        gone = ContactWord.word.in_(old - new)
        db.session.execute(delete(ContactWord).where(gone, ContactWord.contact_id == contact.id))
    if new - old:
        rows = [{"word": word, "contact_id": contact.id} for word in sorted(new - old)]
        db.session.execute(insert(ContactWord), rows)


def respell_contact(contact: Contact) -> None:
    """Find a contact by its present name and by those of its doubles."""
    db.session.flush()
    doubles = db.session.scalars(select(Contact.name).where(Contact.merged_into_id == contact.id))
    db.session.execute(delete(ContactWord).where(ContactWord.contact_id == contact.id))
    rows = [{"word": word, "contact_id": contact.id} for word in sorted(_words([contact.name, *doubles]))]
    if rows:
        db.session.execute(insert(ContactWord), rows)


def _words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in words_of(name))
