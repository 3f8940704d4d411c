"""What has left by mail and is not noted yet: of which things, to whom in the directory."""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, or_, select

from engage.core.database import db
from engage.core.outbox import OutboxMessage, OutboxState
from engage.directory.models import Channel, Contact, ContactAddress, ContactRole, Organisation, StakeholderKind
from engage.mail.contents import read
from engage.mail.models import MailRun, RunKind
from engage.reach.models import About, Route, TellingRun
from engage.reach.stakeholders import Stakeholder

BATCH = 100
ROUTES = {
    RunKind.AT_ONCE: Route.DIGEST,
    RunKind.DAILY: Route.DIGEST,
    RunKind.WEEKLY: Route.DIGEST,
    RunKind.NEWSLETTER: Route.NEWSLETTER,
    RunKind.NOTICE: Route.NOTICE,
}
UNSETTLED = (OutboxState.PLANNED, OutboxState.ATTEMPTING, OutboxState.DEFERRED)
Thing = tuple[About, int]


def runs_to_note(now: datetime, limit: int = 20) -> Sequence[int]:
    """The runs whose messages are to be looked at now: those that never were, and those of which some had not left."""
    known = TellingRun.run_id == MailRun.id
    wanted = (
        select(MailRun.id)
        .outerjoin(TellingRun, known)
        .where(MailRun.kind.in_(ROUTES), or_(TellingRun.run_id.is_(None), TellingRun.again_at <= now))
    )
    return db.session.scalars(wanted.order_by(MailRun.id).limit(limit)).all()


def sent_of(run_id: int, after: int) -> Sequence[OutboxMessage]:
    """The next messages of a run that have left."""
    mine = (OutboxMessage.run_id == run_id, OutboxMessage.state == OutboxState.SENT, OutboxMessage.id > after)
    return db.session.scalars(select(OutboxMessage).where(*mine).order_by(OutboxMessage.id).limit(BATCH)).all()


def is_under_way(run: MailRun) -> bool:
    """Whether messages of a run may still leave."""
    mine = (OutboxMessage.run_id == run.id, OutboxMessage.state.in_(UNSETTLED))
    return run.finished_at is None or bool(db.session.scalar(select(exists().where(*mine))))


def things_in(run: MailRun, message: OutboxMessage) -> Iterator[Thing]:
    """What a message told of."""
    if run.kind is RunKind.NOTICE:
        yield About.CONSULTATION, int(json.loads(run.note)["consultation_id"])
    elif run.kind is RunKind.NEWSLETTER:
        yield from ((About.PUBLICATION, int(one[0])) for one in json.loads(message.contents or "[0]")[1:])
    elif message.contents:
        yield from ((About.PUBLICATION, part.publication_id) for part in read(message.contents).parts)


def whose(addresses: Collection[str]) -> dict[str, set[Stakeholder]]:
    """The stakeholders for whom some addresses stand: an organisation, a person, and where that person works now."""
    organisation, contact = StakeholderKind.ORGANISATION, StakeholderKind.CONTACT
    own = func.lower(Organisation.email)
    kept: Any = func.coalesce(Contact.merged_into_id, Contact.id)
    people = (
        select(ContactAddress.key, kept, ContactRole.organisation_id)
        .join(Contact, Contact.id == ContactAddress.contact_id)
        .outerjoin(ContactRole, (ContactRole.contact_id == kept) & ContactRole.until.is_(None))
        .where(ContactAddress.channel == Channel.EMAIL, ContactAddress.key.in_(addresses))
    )
    found: dict[str, set[Stakeholder]] = {address: set() for address in addresses}
    for address, contact_id, organisation_id in db.session.execute(people):
        found[address].add(Stakeholder(contact, contact_id))
        if organisation_id is not None:
            found[address].add(Stakeholder(organisation, organisation_id))
    rows = select(own, func.coalesce(Organisation.merged_into_id, Organisation.id)).where(own.in_(addresses))
    for address, organisation_id in db.session.execute(rows):
        found[address].add(Stakeholder(organisation, organisation_id))
    return found
