"""When a publication is public: now, by the clock, no longer."""

from datetime import datetime
from typing import cast

from sqlalchemy import update

from engage.core import cache, clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.core.text import clean_text, is_blank
from engage.publishing import queries, verbs
from engage.publishing.actions.describing import change_status
from engage.publishing.actions.revisions import lock
from engage.publishing.actions.texts import line_text
from engage.publishing.models import Plan, PlanStatus, Publication, Revision

LONGEST_REASON = 2000


def publish(
    actor: Viewer, *, publication: Publication, at: datetime | None = None, change_note: str | None = None
) -> None:
    """Make the newest texts the public ones: at once, or from a moment in the future on.

    A moment in the past is kept as the date of a publication that was public before it came here. What is public
    already stays so and is updated, at once or from that moment on; what was withdrawn is public again.
    """
    lock(publication)
    now = clock.now()
    revision = queries.latest_revision(publication)
    if is_blank(revision.body):
        raise Refused("Write the text before you publish it.")
    if publication.is_public(now):
        _update(actor, publication, revision, at, change_note)
    elif at is not None and at > now:
        _forget_schedule(publication)
        _schedule(actor, publication, revision, at)
    else:
        _forget_schedule(publication)
        _make_live(publication, revision, now)
        publication.publish_at = now if at is None else at
        announce(actor, publication=publication)
    cache.bump(cache.SITE, publication.scope)


def _update(
    actor: Viewer, publication: Publication, revision: Revision, at: datetime | None, change_note: str | None
) -> None:
    now = clock.now()
    announce(actor, publication=publication)
    if publication.live_revision == revision.number and publication.withdrawn_at is None:
        if at is not None and at > now:
            raise Refused("Readers see the newest text already, so there is nothing to schedule.", "when")
        return
    if change_note is not None:
        revision.change_note = line_text(change_note, "change_note", "The note")
    if at is not None and at > now:
        _schedule_update(actor, publication, revision, at)
        return
    _forget_update(publication)
    _make_live(publication, revision, now)
    publication.updated_at = now
    if publication.withdrawn_at is not None:
        publication.withdrawn_at, publication.withdrawn_reason = None, ""
        if isinstance(publication, Plan) and publication.status is PlanStatus.WITHDRAWN:
            change_status(actor, publication, PlanStatus.IN_PREPARATION)
    ledger.record(
        verbs.PUBLICATION_UPDATED,
        subject_id=publication.id,
        actor_id=actor.account_id,
        revision=cast(int, publication.live_revision),
    )


def _schedule_update(actor: Viewer, publication: Publication, revision: Revision, at: datetime) -> None:
    if publication.withdrawn_at is not None:
        raise Refused("It is withdrawn. Publish it again now; after that an update can be scheduled.", "when")
    if (publication.next_revision, publication.next_at) == (revision.number, at):
        return
    _forget_update(publication)
    publication.next_revision, publication.next_at = revision.number, at
    publication.next_title, publication.next_standfirst = revision.title, revision.standfirst
    revision.made_live_at = at
    _record_schedule(actor, publication, revision, at)


def _forget_update(publication: Publication) -> None:
    publication.next_revision, publication.next_at = None, None
    publication.next_title, publication.next_standfirst = "", ""
    db.session.execute(
        update(Revision)
        .where(Revision.publication_id == publication.id, Revision.made_live_at > clock.now())
        .values(made_live_at=None)
    )


def _make_live(publication: Publication, revision: Revision, at: datetime) -> None:
    publication.live_revision = revision.number
    publication.title, publication.standfirst = revision.title, revision.standfirst
    if revision.made_live_at is None:
        revision.made_live_at = at


def _schedule(actor: Viewer, publication: Publication, revision: Revision, at: datetime) -> None:
    _make_live(publication, revision, at)
    revision.made_live_at = at
    publication.publish_at, publication.announced_at = at, None
    _record_schedule(actor, publication, revision, at)


def _record_schedule(actor: Viewer, publication: Publication, revision: Revision, at: datetime) -> None:
    ledger.record(
        verbs.PUBLICATION_SCHEDULED,
        subject_id=publication.id,
        actor_id=actor.account_id,
        revision=revision.number,
        publish_at=at.isoformat(),
    )


def unschedule(actor: Viewer, *, publication: Publication) -> None:
    """Make a draft again of what was to become public, or take back an update that was; refuses what is public."""
    lock(publication)
    if publication.live_revision is None:
        return
    if publication.next_at is not None:
        _forget_update(publication)
        ledger.record(verbs.UPDATE_UNSCHEDULED, subject_id=publication.id, actor_id=actor.account_id)
        cache.bump(cache.SITE, publication.scope)
        return
    if publication.is_public(clock.now()):
        raise Refused("It is public already. Withdraw it instead: it then says so, with the reason.")
    _forget_schedule(publication)
    latest = queries.latest_revision(publication)
    publication.live_revision, publication.publish_at = None, None
    publication.title, publication.standfirst = latest.title, latest.standfirst
    ledger.record(verbs.PUBLICATION_UNSCHEDULED, subject_id=publication.id, actor_id=actor.account_id)
    cache.bump(cache.SITE, publication.scope)


def _forget_schedule(publication: Publication) -> None:
    """What was made ready before and never read must not count as a public version one day."""
    db.session.execute(update(Revision).where(Revision.publication_id == publication.id).values(made_live_at=None))


def announce(actor: Viewer, *, publication: Publication) -> None:
    """Write once that it became public; the clock alone made it so."""
    now = clock.now()
    if publication.announced_at is not None or not publication.is_public(now):
        return
    publication.announced_at = now
    ledger.record(
        verbs.PUBLICATION_PUBLISHED,
        subject_id=publication.id,
        actor_id=actor.account_id,
        revision=cast(int, publication.live_revision),
    )
    cache.bump(cache.SITE, publication.scope)


def withdraw(actor: Viewer, *, publication: Publication, reason: str) -> None:
    """Say on the page, which stays, that it is withdrawn, when and why; refuses what was never public."""
    lock(publication)
    now = clock.now()
    reason = clean_text(reason)
    if is_blank(reason):
        raise Refused("Say why it is withdrawn: readers see the reason.", "reason")
    if len(reason) > LONGEST_REASON:
        raise Refused(f"The reason must be {LONGEST_REASON:,} characters or fewer.", "reason")
    if not publication.is_public(now):
        raise Refused("It is not public, so there is nothing to withdraw.")
    if publication.withdrawn_at is not None:
        return
    announce(actor, publication=publication)
    _forget_update(publication)
    publication.withdrawn_at, publication.withdrawn_reason = now, reason
    ledger.record(verbs.PUBLICATION_WITHDRAWN, subject_id=publication.id, actor_id=actor.account_id)
    if isinstance(publication, Plan):
        change_status(actor, publication, PlanStatus.WITHDRAWN)
    cache.bump(cache.SITE, publication.scope)
