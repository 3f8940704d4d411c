"""Writes of contacts: who they are, how they are reached, what they agreed to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select

from engage.accounts import addresses
from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.i18n import date_text
from engage.core.permissions import VISITOR, Viewer
from engage.core.text import clean_line, clean_text, is_blank
from engage.directory import verbs
from engage.directory.actions.reached import note_emails
from engage.directory.actions.revising import keep
from engage.directory.actions.wording import reword_contact
from engage.directory.held import Held, difference, plain
from engage.directory.keys import NO_TELEPHONE, is_telephone, name_key, phone_key
from engage.directory.models import (
    Basis,
    Channel,
    Contact,
    ContactAddress,
    ContactArea,
    ContactPermission,
    ContactTopic,
    ErasedObjection,
    Format,
    Purpose,
    RecordKind,
)
from engage.directory.queries.erased import hashes_of, objected_before
from engage.directory.said_days import is_after, moment_of
from engage.taxonomy.models import Area, Topic

LONGEST_NAME = 200
LONGEST_NOTE = 3_000
LONGEST_ADDRESS = 500


@dataclass(frozen=True)
class Reached:
    """One way to reach somebody, as it was typed."""

    channel: Channel
    value: str


def add_contact(
    actor: Viewer,
    *,
    name: str,
    reached: Sequence[Reached] = (),
    channel: Channel = Channel.EMAIL,
    language: str = "en",
    format: Format = Format.STANDARD,  # noqa: A002 - what people call it
    note: str = "",
    source: str = "",
) -> Contact:
    """Add a person to the directory."""
    contact = Contact(
        name=_name(name),
        name_key=name_key(name),
        channel=channel,
        language=language,
        format=format,
        note=_note(note),
        source=clean_line(source),
        added_at=clock.now(),
    )
    db.session.add(contact)
    db.session.flush()
    reword_contact(contact, before="")
    ledger.record(verbs.CONTACT_ADDED, subject_id=contact.id, actor_id=actor.account_id)
    _write_addresses(contact, _checked(reached))
    return contact


def set_addresses(actor: Viewer, *, contact: Contact, reached: Sequence[Reached]) -> None:
    """Say how a contact is reached, what is to be used first at the top; the same again changes nothing."""
    wanted = _checked(reached)
    rows = db.session.execute(
        select(ContactAddress.channel, ContactAddress.value)
        .where(ContactAddress.contact_id == contact.id)
        .order_by(ContactAddress.rank, ContactAddress.id)
    )
    known = [Reached(row.channel, row.value) for row in rows]
    if known == wanted:
        return
    db.session.execute(delete(ContactAddress).where(ContactAddress.contact_id == contact.id))
    _write_addresses(contact, wanted)
    told = [[[each.channel.value, each.value] for each in one] for one in (known, wanted)]
    _changed(actor, contact, {"addresses": told})


def _write_addresses(contact: Contact, reached: Sequence[Reached]) -> None:
    db.session.add_all(
        ContactAddress(contact_id=contact.id, channel=each.channel, value=each.value, key=address_key(each), rank=rank)
        for rank, each in enumerate(reached)
    )
    db.session.flush()
    note_emails([contact.id])
    _object_again(contact, reached)


def _object_again(contact: Contact, reached: Sequence[Reached]) -> None:
    """Who objected before being erased has objected still, whoever enters the address again."""
    for purpose in objected_before([(each.channel, address_key(each)) for each in reached]):
        record_permission(
            VISITOR,
            contact=contact,
            purpose=purpose,
            agreed=False,
            basis=Basis.LEGAL_OBLIGATION,
            said="Objected before an earlier entry was erased.",
        )


def address_key(reached: Reached) -> str:
    """An address as addresses of its channel are compared."""
    if reached.channel is Channel.PHONE:
        return phone_key(reached.value)
    return reached.value.lower() if reached.channel is Channel.EMAIL else name_key(reached.value)


def _checked(reached: Sequence[Reached]) -> list[Reached]:
    """The addresses in one spelling, each once."""
    return list(dict.fromkeys(Reached(each.channel, _address(each)) for each in reached if not is_blank(each.value)))


def _address(reached: Reached) -> str:
    if reached.channel is Channel.EMAIL:
        return addresses.normal(reached.value)
    value = clean_text(reached.value).strip() if reached.channel is Channel.POST else clean_line(reached.value)
    if len(value) > LONGEST_ADDRESS:
        raise Refused(f"Enter an address of at most {LONGEST_ADDRESS} characters.", reached.channel.value)
    if reached.channel is Channel.PHONE and (len(phone_key(value)) < 5 or not is_telephone(value)):
        raise Refused(NO_TELEPHONE, "phone")
    return value


def change_contact(
    actor: Viewer,
    *,
    contact: Contact,
    name: str,
    channel: Channel,
    language: str,
    format: Format,  # noqa: A002 - what people call it
    note: str,
) -> None:
    """Change what is known of a contact."""
    new = {
        "name": _name(name),
        "name_key": name_key(name),
        "channel": channel,
        "language": language,
        "format": format,
        "note": _note(note),
    }
    changed = sorted(field for field, value in new.items() if getattr(contact, field) != value)
    if not changed:
        return
    before = contact.name
    told = [field for field in changed if field != "name_key"]
    held = difference({field: getattr(contact, field) for field in told}, {field: new[field] for field in told})
    for field in changed:
        setattr(contact, field, new[field])
    reword_contact(contact, before=before)
    _changed(actor, contact, held)


def open_contact(actor: Viewer, *, contact: Contact) -> None:
    """Have somebody back who was closed because the list that they came from had them no longer."""
    if contact.closed_at is None:
        return
    held = difference({"closed_at": contact.closed_at}, {"closed_at": None})
    contact.closed_at = None
    _changed(actor, contact, held)


def set_interests(actor: Viewer, *, contact: Contact, topics: Collection[Topic], areas: Collection[Area]) -> None:
    """Say in which topics and areas a contact has an interest; the same ones again change nothing."""
    changed: Held = {}
    for name, kind, column, wanted in (
        ("topics", ContactTopic, ContactTopic.topic_id, {topic.id for topic in topics}),
        ("areas", ContactArea, ContactArea.area_id, {area.id for area in areas}),
    ):
        present = set(db.session.scalars(select(column).where(kind.contact_id == contact.id)))
        if present != wanted:
            db.session.execute(delete(kind).where(kind.contact_id == contact.id))
            db.session.add_all(kind(contact_id=contact.id, **{column.key: each}) for each in sorted(wanted))
            changed[name] = [sorted(present), sorted(wanted)]
    if changed:
        db.session.flush()
        _changed(actor, contact, changed)


def record_permission(
    actor: Viewer,
    *,
    contact: Contact,
    purpose: Purpose,
    agreed: bool,
    basis: Basis,
    said: str = "",
    on: date | None = None,
) -> ContactPermission:
    """Record what somebody agreed or objected to, how and when it was said, and on which basis; older lines stay.

    An objection rests on none: keeping it is a legal obligation. It holds at once, whatever its day. Who agrees takes
    back only what was objected to on that day or before, also before an earlier entry was erased.
    """
    at, basis = moment_of(on), basis if agreed else Basis.LEGAL_OBLIGATION
    if agreed:
        _refuse_older(contact, purpose, on)
        _take_back_erased(contact, purpose, at)
    found = ContactPermission(
        contact_id=contact.id,
        purpose=purpose,
        agreed=agreed,
        basis=basis,
        said=_note(said),
        at=at,
        recorded_by=actor.account_id,
    )
    db.session.add(found)
    db.session.flush()
    ledger.record(
        verbs.CONTACT_PERMISSION_RECORDED,
        subject_id=contact.id,
        actor_id=actor.account_id,
        purpose=purpose.value,
        agreed=agreed,
        basis=basis.value,
    )
    return found


def _take_back_erased(contact: Contact, purpose: Purpose, at: datetime) -> None:
    """Forget what was objected to until then at these addresses before an earlier entry was erased."""
    known = select(ContactAddress.channel, ContactAddress.key).where(ContactAddress.contact_id == contact.id)
    hashes = hashes_of([(row.channel, row.key) for row in db.session.execute(known)])
    until = ErasedObjection.at <= at
    same = (ErasedObjection.address_hash.in_(hashes), ErasedObjection.purpose == purpose, until)
    db.session.execute(delete(ErasedObjection).where(*same))


def _refuse_older(contact: Contact, purpose: Purpose, on: date | None) -> None:
    """Refuse an agreement that was said before what the person objected to."""
    own = (ContactPermission.contact_id == contact.id, ContactPermission.purpose == purpose)
    last = db.session.scalars(select(ContactPermission).where(*own).order_by(ContactPermission.id.desc())).first()
    if last is not None and not last.agreed and is_after(last.at, on):
        raise Refused(
            f"The person objected on {date_text(last.at)}, which is later and holds. "
            "Enter the day on which the person agreed after that.",
            "on",
        )


def confirm_contact(actor: Viewer, *, contact: Contact) -> None:
    """Say that what the directory has of a person is right today."""
    held = {"last_confirmed_at": [plain(contact.last_confirmed_at), plain(clock.now())]}
    contact.last_confirmed_at = clock.now()
    ledger.record(
        verbs.CONTACT_CONFIRMED,
        subject_id=contact.id,
        actor_id=actor.account_id,
        revision_id=keep(RecordKind.CONTACT, contact.id, held),
    )


def _changed(actor: Viewer, contact: Contact, held: Held) -> None:
    ledger.record(
        verbs.CONTACT_CHANGED,
        subject_id=contact.id,
        actor_id=actor.account_id,
        fields=", ".join(held),
        revision_id=keep(RecordKind.CONTACT, contact.id, held),
    )


def _name(name: str) -> str:
    name = clean_line(name)
    if is_blank(name) or len(name) > LONGEST_NAME:
        raise Refused(f"Enter a name of at most {LONGEST_NAME} characters.", "name")
    return name


def _note(note: str) -> str:
    note = clean_text(note).strip()
    if len(note) > LONGEST_NOTE:
        raise Refused(f"Write {LONGEST_NOTE:,} characters or fewer.", "note")
    return note
