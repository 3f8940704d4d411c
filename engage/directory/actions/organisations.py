"""Writes of organisations: what is said of them, what they serve, and who may act for them."""

import re
from collections.abc import Collection, Sequence

from sqlalchemy import delete, select

from engage.accounts.models import Account
from engage.core import cache, clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.i18n import today
from engage.core.parameters import is_web_address
from engage.core.permissions import VISITOR, Viewer
from engage.directory import queries, verbs
from engage.directory.actions.kinds import kind_called
from engage.directory.actions.revising import keep
from engage.directory.actions.wording import reword, words_held
from engage.directory.held import Held, difference
from engage.directory.keys import name_key
from engage.directory.models import (
    FormerName,
    Organisation,
    OrganisationArea,
    OrganisationMember,
    OrganisationTopic,
    RecordKind,
)
from engage.directory.models.organisations import LONGEST_NAME
from engage.taxonomy.models import Area, Topic

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def add_organisation(
    actor: Viewer,
    *,
    slug: str,
    name: str,
    short_name: str = "",
    kind: str = "",
    description: str = "",
    website: str = "",
    email: str = "",
    areas: Collection[Area] = (),
    is_public: bool = False,
) -> Organisation:
    """Add an organisation; refuses a slug that is taken or could not be part of an address.

    It has no page of its own unless it agreed to one. What is said of it counts as confirmed on the day it is said.
    """
    _check_slug(slug)
    found = kind_called(actor, kind)
    organisation = Organisation(
        slug=slug,
        name=checked_name(name),
        name_key=name_key(name),
        short_name=short_name,
        kind_id=found.id if found else None,
        description=description,
        website=checked_website(website),
        email=email,
        is_public=is_public,
        last_confirmed_at=clock.now(),
    )
    db.session.add(organisation)
    db.session.flush()
    reword(organisation, before=frozenset())
    ledger.record(verbs.ORGANISATION_ADDED, subject_id=organisation.id, actor_id=actor.account_id, slug=slug)
    if areas:
        set_areas(actor, organisation=organisation, areas=areas)
    cache.bump(cache.SITE)
    return organisation


def _check_slug(slug: str) -> None:
    if not SLUG.fullmatch(slug) or len(slug) > 80:
        raise Refused("Use small letters, digits and hyphens only, as in north-vale-council.", "slug")
    if queries.is_taken(slug):
        raise Refused("There is an organisation with this address already.", "slug")


def checked_name(name: str) -> str:
    """The name of an organisation; refuses one that no form would take."""
    if len(name) > LONGEST_NAME:
        raise Refused(f"Enter a name of at most {LONGEST_NAME} characters.", "name")
    return name


def checked_website(website: str) -> str:
    """The address of a website, or nothing; refuses what no browser opens as a page."""
    if website and not is_web_address(website):
        raise Refused("Enter the whole address of the website, beginning with https://", "website")
    return website


def change_organisation(
    actor: Viewer,
    *,
    organisation: Organisation,
    name: str,
    short_name: str,
    kind: str,
    description: str,
    website: str,
    email: str,
) -> None:
    """Change what is said of an organisation; its address on the site stays, and it is found by its old name still."""
    found = kind_called(actor, kind)
    new = {
        "name": name if name == organisation.name else checked_name(name),
        "name_key": name_key(name),
        "short_name": short_name,
        "kind_id": found.id if found else None,
        "description": description,
        "website": checked_website(website),
        "email": email,
    }
    changed = sorted(field for field, value in new.items() if getattr(organisation, field) != value)
    if not changed:
        return
    before, told = words_held(organisation), [field for field in changed if field != "name_key"]
    held = difference({field: getattr(organisation, field) for field in told}, {field: new[field] for field in told})
    if "name_key" in changed:
        held |= _remember(organisation, new=name)
    for field in changed:
        setattr(organisation, field, new[field])
    reword(organisation, before=before)
    ledger.record(
        verbs.ORGANISATION_CHANGED,
        subject_id=organisation.id,
        actor_id=actor.account_id,
        fields=", ".join(held),
        revision_id=keep(RecordKind.ORGANISATION, organisation.id, held),
    )
    cache.bump(cache.SITE)


def _remember(organisation: Organisation, *, new: str) -> Held:
    """Keep the name that it had among its former ones, and take its new one from them."""
    old = organisation.name
    own = FormerName.organisation_id == organisation.id
    before = list(db.session.scalars(select(FormerName.said).where(own).order_by(FormerName.id)))
    db.session.execute(delete(FormerName).where(own, FormerName.said == new))
    if old not in before:
        db.session.add(FormerName(organisation_id=organisation.id, said=old, until=today()))
    after = [*(each for each in before if each != new), *([] if old in before else [old])]
    return difference({"former_names": before}, {"former_names": after})


def set_areas(actor: Viewer, *, organisation: Organisation, areas: Collection[Area]) -> None:
    """Say which areas an organisation serves; the same ones again change nothing."""
    present = set(
        db.session.scalars(select(OrganisationArea.area_id).where(OrganisationArea.organisation_id == organisation.id))
    )
    wanted = {area.id for area in areas}
    if present == wanted:
        return
    db.session.execute(delete(OrganisationArea).where(OrganisationArea.organisation_id == organisation.id))
    db.session.add_all(OrganisationArea(organisation_id=organisation.id, area_id=area_id) for area_id in sorted(wanted))
    ledger.record(
        verbs.ORGANISATION_AREAS_SET,
        subject_id=organisation.id,
        actor_id=actor.account_id,
        area_ids=",".join(str(area_id) for area_id in sorted(wanted)),
        revision_id=keep(RecordKind.ORGANISATION, organisation.id, {"areas": [sorted(present), sorted(wanted)]}),
    )
    cache.bump(cache.SITE)


def set_topics(actor: Viewer, *, organisation: Organisation, topics: Collection[Topic]) -> None:
    """Say in which topics an organisation has an interest; the same ones again change nothing."""
    present = set(
        db.session.scalars(
            select(OrganisationTopic.topic_id).where(OrganisationTopic.organisation_id == organisation.id)
        )
    )
    wanted = {topic.id for topic in topics}
    if present == wanted:
        return
    db.session.execute(delete(OrganisationTopic).where(OrganisationTopic.organisation_id == organisation.id))
    db.session.add_all(
        OrganisationTopic(organisation_id=organisation.id, topic_id=topic_id) for topic_id in sorted(wanted)
    )
    ledger.record(
        verbs.ORGANISATION_TOPICS_SET,
        subject_id=organisation.id,
        actor_id=actor.account_id,
        topic_ids=",".join(str(topic_id) for topic_id in sorted(wanted)),
        revision_id=keep(RecordKind.ORGANISATION, organisation.id, {"topics": [sorted(present), sorted(wanted)]}),
    )


def add_member(actor: Viewer, *, organisation: Organisation, account: Account) -> None:
    """Empower an account to act for an organisation; doing it twice changes nothing."""
    if account.closed_at is not None:
        raise Refused("This account is closed.", "email")
    if _memberships(organisation, account.id):
        return
    db.session.add(OrganisationMember(organisation_id=organisation.id, account_id=account.id))
    ledger.record(verbs.MEMBER_ADDED, subject_id=organisation.id, actor_id=actor.account_id, account_id=account.id)


def remove_member(actor: Viewer, *, organisation: Organisation, account_id: int) -> None:
    """Take from an account the power to act for an organisation, also where it has that by a double of it."""
    for member in _memberships(organisation, account_id):
        db.session.delete(member)
        own = member.organisation_id
        ledger.record(verbs.MEMBER_REMOVED, subject_id=own, actor_id=actor.account_id, account_id=account_id)
    db.session.flush()


def _memberships(organisation: Organisation, account_id: int) -> Sequence[OrganisationMember]:
    ids = queries.ids_of(organisation.id)
    same = (OrganisationMember.organisation_id.in_(ids), OrganisationMember.account_id == account_id)
    return db.session.scalars(select(OrganisationMember).where(*same)).all()


def forget_member(*, account_id: int) -> None:
    """Take from a closed account whatever it could act for."""
    for organisation_id in queries.organisations_of(account_id):
        organisation = queries.organisation(organisation_id)
        if organisation is not None:
            remove_member(VISITOR, organisation=organisation, account_id=account_id)
