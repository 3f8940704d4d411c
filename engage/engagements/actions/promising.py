"""Noting what was promised, and that it was kept."""

from datetime import date

from engage.core import clock, ledger
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.i18n import date_text, local
from engage.core.permissions import Viewer
from engage.core.text import clean_line, is_blank
from engage.engagements import queries, verbs
from engage.engagements.models import Engagement, Promise

LONGEST = 500


def make_promise(
    actor: Viewer, *, engagement: Engagement, what: str, due: date | None, owner_id: int | None = None, by: str = ""
) -> Promise:
    """Note what was promised in an engagement, by when, and who sees to it; the same promise twice is one."""
    what, due = _checked(what, due, owner_id)
    _check_day(engagement, due)
    for known in queries.promises_of(engagement.id):
        if (known.promise.what, known.promise.due, known.promise.owner_id) == (what, due, owner_id):
            return known.promise
    promise = Promise(
        engagement_id=engagement.id,
        what=what,
        owner_id=owner_id,
        by=clean_line(by),
        due=due,
        created_at=clock.now(),
    )
    db.session.add(promise)
    db.session.flush()
    ledger.record(
        verbs.PROMISE_MADE,
        subject_id=promise.id,
        actor_id=actor.account_id,
        engagement_id=engagement.id,
        owner_id=owner_id,
        due=due.isoformat(),
    )
    return promise


def change_promise(
    actor: Viewer, *, promise: Promise, what: str, due: date | None, owner_id: int | None, by: str
) -> None:
    """Change a promise; the same again changes nothing."""
    what, due = _checked(what, due, owner_id, promise.owner_id)
    engagement = queries.engagement(promise.engagement_id)
    if engagement is not None and due != promise.due:
        _check_day(engagement, due)
    new = {"what": what, "due": due, "owner_id": owner_id, "by": clean_line(by)}
    changed = sorted(name for name, value in new.items() if getattr(promise, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(promise, name, new[name])
    ledger.record(
        verbs.PROMISE_CHANGED,
        subject_id=promise.id,
        actor_id=actor.account_id,
        owner_id=owner_id,
        due=due.isoformat(),
        fields=", ".join(changed),
    )


def keep_promise(actor: Viewer, *, promise: Promise, note: str = "") -> None:
    """Note that a promise was kept, and how; a second time changes nothing."""
    if promise.kept_at is not None:
        return
    promise.kept_at, promise.kept_by, promise.kept_note = clock.now(), actor.account_id, clean_line(note)
    ledger.record(
        verbs.PROMISE_KEPT, subject_id=promise.id, actor_id=actor.account_id, engagement_id=promise.engagement_id
    )


def reopen_promise(actor: Viewer, *, promise: Promise) -> None:
    """Note that a promise is not kept after all; a second time changes nothing."""
    if promise.kept_at is None:
        return
    promise.kept_at, promise.kept_by, promise.kept_note = None, None, ""
    ledger.record(
        verbs.PROMISE_REOPENED, subject_id=promise.id, actor_id=actor.account_id, engagement_id=promise.engagement_id
    )


def _checked(what: str, due: date | None, owner_id: int | None, known_owner: int | None = None) -> tuple[str, date]:
    what = clean_line(what)
    if is_blank(what):
        raise Refused("Say what was promised.", "what")
    if len(what) > LONGEST:
        raise Refused(f"Use at most {LONGEST} characters.", "what")
    if due is None:
        raise Refused("Say by when.", "due")
    if owner_id is not None and owner_id != known_owner and owner_id not in {each.id for each in queries.staff()}:
        raise Refused("Choose a colleague of the list.", "owner")
    return what, due


def _check_day(engagement: Engagement, due: date) -> None:
    met = local(engagement.at).date()
    if due < met:
        raise Refused(
            f"Choose a day that is not before the day of the {engagement.kind.value}, {date_text(met)}.", "due"
        )
