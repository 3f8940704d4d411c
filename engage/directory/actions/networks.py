"""Writes of networks, partnerships and panels: what they are, who belongs to them, when they met."""

from datetime import date
from typing import Any

from sqlalchemy import select

from engage.core import cache, clock, files, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.files import Accepted
from engage.core.permissions import Viewer
from engage.core.text import clean_line, clean_text, is_blank
from engage.directory import verbs
from engage.directory.actions.revising import keep
from engage.directory.held import Held, difference
from engage.directory.keys import slug_of
from engage.directory.models import (
    Contact,
    Network,
    NetworkKind,
    NetworkMeeting,
    NetworkMember,
    NetworkPaper,
    Organisation,
    RecordKind,
)

LONGEST_NAME = 200
LONGEST_TEXT = 10_000


def add_network(
    actor: Viewer,
    *,
    name: str,
    kind: NetworkKind,
    description: str = "",
    area_id: int | None = None,
    is_public: bool = False,
) -> Network:
    """Add a network under a name of its own."""
    network = Network(
        name=_name(name),
        kind=kind,
        description=_text(description, "description"),
        area_id=area_id,
        is_public=is_public,
        slug=_free_slug(name) if is_public else None,
    )
    db.session.add(network)
    db.session.flush()
    ledger.record(verbs.NETWORK_ADDED, subject_id=network.id, actor_id=actor.account_id, kind=kind.value)
    cache.bump(cache.SITE)
    return network


def change_network(
    actor: Viewer,
    *,
    network: Network,
    name: str,
    kind: NetworkKind,
    description: str,
    area_id: int | None,
    ended_on: date | None,
    is_public: bool,
) -> None:
    """Change what is said of a network; the same again changes nothing."""
    new = {
        "name": _name(name, network),
        "kind": kind,
        "description": _text(description, "description"),
        "area_id": area_id,
        "ended_on": ended_on,
        "is_public": is_public,
    }
    if is_public and network.slug is None:
        network.slug = _free_slug(name)
    if changed := _set(network, new):
        ledger.record(
            verbs.NETWORK_CHANGED,
            subject_id=network.id,
            actor_id=actor.account_id,
            fields=", ".join(changed),
            revision_id=keep(RecordKind.NETWORK, network.id, changed),
        )
        cache.bump(cache.SITE)


def add_network_member(
    actor: Viewer,
    *,
    network: Network,
    member: Organisation | Contact,
    part: str = "",
    since: date | None = None,
    until: date | None = None,
    is_named: bool = False,
) -> NetworkMember:
    """Say that an organisation or a person belongs to a network; one that belongs to it now is not added twice.

    `is_named`: the person agreed to be named to everybody.
    """
    _check_term(since, until)
    kind, column = (
        ("organisation", NetworkMember.organisation_id)
        if isinstance(member, Organisation)
        else ("contact", NetworkMember.contact_id)
    )
    present = (NetworkMember.network_id == network.id, column == member.id, NetworkMember.until.is_(None))
    if until is None and db.session.scalars(select(NetworkMember).where(*present)).first() is not None:
        raise Refused(f"{member.name} belongs to it already. Change that term instead.")
    term = {"part": clean_line(part), "since": since, "until": until, "is_named": is_named}
    found = NetworkMember(network_id=network.id, **term, **{column.key: member.id})
    db.session.add(found)
    db.session.flush()
    ledger.record(
        verbs.NETWORK_MEMBER_ADDED,
        subject_id=network.id,
        actor_id=actor.account_id,
        member_id=found.id,
        member_kind=kind,
        stakeholder_id=member.id,
    )
    cache.bump(cache.SITE)
    return found


def change_network_member(
    actor: Viewer, *, member: NetworkMember, part: str, since: date | None, until: date | None, is_named: bool
) -> None:
    """Change the term of a member; the same again changes nothing."""
    _check_term(since, until)
    if changed := _set(member, {"part": clean_line(part), "since": since, "until": until, "is_named": is_named}):
        ledger.record(
            verbs.NETWORK_MEMBER_CHANGED,
            subject_id=member.network_id,
            actor_id=actor.account_id,
            member_id=member.id,
            fields=", ".join(changed),
            revision_id=keep(RecordKind.NETWORK_MEMBER, member.id, changed),
        )
        cache.bump(cache.SITE)


def add_meeting(
    actor: Viewer,
    *,
    network: Network,
    held_on: date,
    title: str,
    place: str = "",
    advised: str = "",
    is_public: bool = False,
) -> NetworkMeeting:
    """Note a meeting and what was advised there; the same day and title again is the same meeting."""
    title = clean_line(title)
    known = db.session.scalars(
        select(NetworkMeeting).where(
            NetworkMeeting.network_id == network.id, NetworkMeeting.held_on == held_on, NetworkMeeting.title == title
        )
    ).first()
    if known is not None:
        raise Refused("A meeting of this day and title is noted already. Change that one instead.", "title")
    meeting = NetworkMeeting(
        network_id=network.id,
        held_on=held_on,
        title=title,
        place=clean_line(place),
        advised=_text(advised, "advised"),
        is_public=is_public,
    )
    db.session.add(meeting)
    db.session.flush()
    ledger.record(verbs.NETWORK_MEETING_ADDED, subject_id=network.id, actor_id=actor.account_id, meeting_id=meeting.id)
    return meeting


def change_meeting(
    actor: Viewer, *, meeting: NetworkMeeting, held_on: date, title: str, place: str, advised: str, is_public: bool
) -> None:
    """Change what is noted of a meeting; the same again changes nothing."""
    new = {
        "held_on": held_on,
        "title": clean_line(title),
        "place": clean_line(place),
        "advised": _text(advised, "advised"),
        "is_public": is_public,
    }
    if changed := _set(meeting, new):
        ledger.record(
            verbs.NETWORK_MEETING_CHANGED,
            subject_id=meeting.network_id,
            actor_id=actor.account_id,
            meeting_id=meeting.id,
            fields=", ".join(changed),
            revision_id=keep(RecordKind.NETWORK_MEETING, meeting.id, changed),
        )


def add_paper(actor: Viewer, *, meeting: NetworkMeeting, accepted: Accepted, title: str = "") -> NetworkPaper:
    """Put a paper to a meeting."""
    stored = files.store(accepted)
    paper = NetworkPaper(
        meeting_id=meeting.id, file_id=stored.id, title=clean_line(title) or stored.name, added_at=clock.now()
    )
    db.session.add(paper)
    db.session.flush()
    ledger.record(
        verbs.NETWORK_PAPER_ADDED,
        subject_id=meeting.network_id,
        actor_id=actor.account_id,
        paper_id=paper.id,
        sha256=stored.sha256,
    )
    return paper


def remove_paper(actor: Viewer, *, meeting: NetworkMeeting, paper: NetworkPaper) -> None:
    """Take a paper away from a meeting; done twice it changes nothing."""
    if paper.removed_at is not None:
        return
    paper.removed_at = clock.now()
    ledger.record(
        verbs.NETWORK_PAPER_REMOVED, subject_id=meeting.network_id, actor_id=actor.account_id, paper_id=paper.id
    )


def _set(row: Any, new: dict[str, Any]) -> Held:
    changed = difference({field: getattr(row, field) for field in new}, {field: new[field] for field in sorted(new)})
    for field in changed:
        setattr(row, field, new[field])
    return changed


def _check_term(since: date | None, until: date | None) -> None:
    if since and until and until < since:
        raise Refused("The end must not lie before the beginning.", "until")


def _name(name: str, own: Network | None = None) -> str:
    name = clean_line(name)
    if is_blank(name) or len(name) > LONGEST_NAME:
        raise Refused(f"Enter a name of at most {LONGEST_NAME} characters.", "name")
    known = db.session.scalars(select(Network).where(Network.name == name)).first()
    if known is not None and known is not own:
        raise Refused("There is a network or panel of this name already.", "name")
    return name


def _free_slug(name: str) -> str:
    wanted = slug_of(name, 60) or "network"
    slug, number = wanted, 1
    while db.session.scalar(select(Network.id).where(Network.slug == slug)) is not None:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _text(text: str, field: str) -> str:
    text = clean_text(text).strip()
    if len(text) > LONGEST_TEXT:
        raise Refused(f"Write {LONGEST_TEXT:,} characters or fewer.", field)
    return text
