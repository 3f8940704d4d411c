"""Logging an engagement, and changing what was logged without losing what it had said."""

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import delete

from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_line, is_blank
from engage.engagements import queries, rights, verbs
from engage.engagements.actions.events import follow_change
from engage.engagements.actions.parties import add_party
from engage.engagements.models import (
    Engagement,
    EngagementKind,
    EngagementPublication,
    EngagementRevision,
    FollowedKind,
)
from engage.engagements.queries.events import is_listed
from engage.publishing.models import Publication

COLUMNS = ("kind", "at", "title", "place", "said", "others")
LONGEST_TITLE = 200
EARLIEST = datetime(1948, 1, 1, tzinfo=UTC)


class StaleEngagement(Refused):
    """Somebody else has changed the engagement since the form was opened."""


@dataclass(frozen=True)
class Noted:
    """What is noted of an engagement; `others` names those who took part, one on each line."""

    kind: EngagementKind
    at: datetime
    title: str
    place: str = ""
    said: str = ""
    others: str = ""
    publications: Collection[Publication] = ()


def log_engagement(
    actor: Viewer,
    *,
    noted: Noted,
    follows: tuple[FollowedKind, int] | None = None,
    organisation_id: int | None = None,
    form_key: str | None = None,
) -> Engagement:
    """Log an engagement. Who is named and known to the directory is linked with it, and so is who logs it.

    The same `form_key` from the same person again gives what was logged the first time.
    """
    twin = queries.logged_by_form(form_key) if form_key else None
    if twin is not None and twin.account_id == actor.account_id:
        return twin
    lines = _lines(noted.others)
    known = queries.recognised(actor, lines)
    noted = _checked(actor, replace(noted, others="\n".join(line for line in lines if line not in known)))
    kind, followed = follows or (None, None)
    found = Engagement(
        **_columns(noted),
        follows_kind=kind,
        follows_id=followed,
        form_key=form_key if twin is None else None,
        created_at=clock.now(),
        account_id=actor.account_id,
    )
    db.session.add(found)
    db.session.flush()
    ledger.record(
        verbs.ENGAGEMENT_LOGGED,
        subject_id=found.id,
        actor_id=actor.account_id,
        kind=noted.kind.value,
        publication_ids=_set_publications(found, noted.publications),
        follows_kind=kind.value if kind else None,
        follows_id=followed,
    )
    _link(actor, found, {*((one.kind, one.id) for one in known.values()), ("organisation", organisation_id or 0)})
    return found


def _link(actor: Viewer, found: Engagement, parties: Collection[tuple[str, int]]) -> None:
    """Note those of the directory who took part, and who logs it."""
    for kind, subject_id in sorted({*parties, ("account", actor.account_id or 0)}):
        if subject_id:
            add_party(actor, engagement=found, kind=kind, subject_id=subject_id)


def change_engagement(actor: Viewer, *, engagement: Engagement, base: int, noted: Noted) -> None:
    """Change what is logged, and keep what it had said; the same again changes nothing."""
    if base != engagement.revision:
        raise StaleEngagement(
            "Somebody has changed this since you opened it. What is saved now stands below your text; "
            "put together what should stay, and save again."
        )
    noted = _checked(actor, replace(noted, others="\n".join(_lines(noted.others))))
    if noted.kind is not EngagementKind.EVENT and is_listed(engagement.id):
        raise Refused("Everybody can see it as an event. Take it off the list of events first.", "kind")
    _save(actor, engagement, noted)


def take_for(actor: Viewer, *, engagement: Engagement, line: str, kind: str, subject_id: int) -> None:
    """Note that somebody of the directory, or a colleague, is meant by a written name; twice is as once."""
    add_party(actor, engagement=engagement, kind=kind, subject_id=subject_id)
    others = "\n".join(name for name in engagement.other_names if name != line)
    same = {name: getattr(engagement, name) for name in COLUMNS}
    publications = queries.publications_of(engagement.id)
    _save(actor, engagement, Noted(**{**same, "others": others}, publications=publications))


def _save(actor: Viewer, engagement: Engagement, noted: Noted) -> None:
    old = _columns_of(engagement) | {"publications": _titles(queries.publications_of(engagement.id))}
    new = _words(_columns(noted)) | {"publications": _titles(noted.publications)}
    changed = sorted(name for name, value in new.items() if old[name] != value)
    if not changed:
        return
    db.session.add(
        EngagementRevision(
            engagement_id=engagement.id,
            number=engagement.revision,
            fields=json.dumps({name: old[name] for name in changed}, sort_keys=True, ensure_ascii=False),
            at=clock.now(),
            account_id=actor.account_id,
        )
    )
    for name, value in _columns(noted).items():
        setattr(engagement, name, value)
    engagement.revision += 1
    _set_publications(engagement, noted.publications)
    follow_change(engagement, moved="at" in changed)
    ledger.record(
        verbs.ENGAGEMENT_CHANGED,
        subject_id=engagement.id,
        actor_id=actor.account_id,
        revision=engagement.revision,
        fields=", ".join(changed),
    )


def _checked(actor: Viewer, noted: Noted) -> Noted:
    title = clean_line(noted.title)
    if is_blank(title):
        raise Refused("Say in a few words what it was about.", "title")
    if len(title) > LONGEST_TITLE:
        raise Refused(f"Use at most {LONGEST_TITLE} characters.", "title")
    if noted.at < EARLIEST:
        raise Refused(f"Enter a day since {EARLIEST:%Y}, for example 27 9 {clock.now():%Y}.", "day")
    offered = {each.id for each in queries.offered_publications(actor, rights.WRITE)}
    if actor.signed_in and not {each.id for each in noted.publications} <= offered:
        raise Refused("Choose plans that you look after.", "publications")
    return replace(noted, title=title, place=clean_line(noted.place), at=noted.at.replace(second=0, microsecond=0))


def _lines(others: str) -> list[str]:
    return list(dict.fromkeys(line for raw in others.splitlines() if (line := clean_line(raw))))


def _columns(noted: Noted) -> dict[str, object]:
    return {name: getattr(noted, name) for name in COLUMNS}


def _columns_of(found: Engagement) -> dict[str, str]:
    return _words({name: getattr(found, name) for name in COLUMNS})


def _words(columns: dict[str, object]) -> dict[str, str]:
    return {name: value.isoformat() if isinstance(value, datetime) else str(value) for name, value in columns.items()}


def _titles(publications: Collection[Publication]) -> str:
    return "\n".join(sorted(each.title for each in publications))


def _set_publications(found: Engagement, publications: Collection[Publication]) -> str:
    db.session.execute(delete(EngagementPublication).where(EngagementPublication.engagement_id == found.id))
    wanted = sorted({each.id for each in publications})
    db.session.add_all(EngagementPublication(engagement_id=found.id, publication_id=one) for one in wanted)
    return ",".join(str(one) for one in wanted)
