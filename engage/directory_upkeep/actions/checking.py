"""The yearly check: organisations are asked to look at their entries, confirm them or say what is wrong."""

import json
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import update

from engage.core import clock, ledger, outbox
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import VISITOR, Viewer
from engage.core.text import clean_line, clean_text
from engage.directory import queries
from engage.directory.actions.organisations import change_organisation, checked_website
from engage.directory.actions.records import confirm
from engage.directory.models import Organisation
from engage.directory_upkeep import mails, verbs
from engage.directory_upkeep.models import EntryAnswer, EntryCheck
from engage.directory_upkeep.queries import checks

A_YEAR = timedelta(days=365)
A_DAY = timedelta(hours=24)
MOST_A_DAY = 100
KEPT = timedelta(days=3 * 365 + 1)
FIELDS = ("name", "description", "website", "email")


def ask_due() -> int:
    """Ask the organisations that were neither asked nor confirmed for a year, so many a day; gives how many."""
    now = clock.now()
    left = max(0, MOST_A_DAY - checks.asked_since(now - A_DAY))
    found = checks.unconfirmed(now - A_YEAR, limit=left) if left else []
    for organisation in found:
        check = EntryCheck(organisation_id=organisation.id, asked_at=now)
        db.session.add(check)
        db.session.flush()
        outbox.put(mails.check_entry(organisation, check), key=f"entry-check:{check.id}", bulk=True)
        ledger.record(verbs.ORGANISATION_ASKED, subject_id=organisation.id, actor_id=None, check_id=check.id)
    return len(found)


def confirm_entry(*, check: EntryCheck, organisation: Organisation) -> None:
    """The organisation says that its entry is right, and takes back what it said before; again it changes nothing."""
    if check.answered_at is not None and not checks.waits(check):
        return
    check.answered_at, check.proposed = clock.now(), ""
    db.session.add(EntryAnswer(check_id=check.id, at=check.answered_at, is_right=True))
    confirm(VISITOR, organisation=organisation)


def propose_correction(*, check: EntryCheck, organisation: Organisation, said: Mapping[str, str], note: str) -> None:
    """The organisation says what is wrong, for staff to look at; its newest answer stands for those before it."""
    wanted = {field: clean_text(said[field]).strip() for field in FIELDS}
    checked_website(wanted["website"])
    changed = {field: value for field, value in wanted.items() if value != getattr(organisation, field).strip()}
    note = clean_text(note).strip()
    if not changed and not note:
        raise Refused("Change what is wrong, or say that the entry is right.")
    proposed = _canonical({**changed, **({"note": note} if note else {})})
    if proposed == check.proposed and checks.waits(check):
        return
    check.answered_at, check.settled_at, check.proposed = clock.now(), None, proposed
    stood = _canonical({field: getattr(organisation, field) for field in changed})
    db.session.add(EntryAnswer(check_id=check.id, at=check.answered_at, is_right=False, stood=stood, proposed=proposed))
    ledger.record(
        verbs.ORGANISATION_CORRECTION_PROPOSED,
        subject_id=organisation.id,
        actor_id=None,
        check_id=check.id,
        fields=", ".join(sorted(changed)),
    )


def _canonical(said: Mapping[str, str]) -> str:
    return json.dumps(said, sort_keys=True)


def settle_correction(
    actor: Viewer, *, check: EntryCheck, organisation: Organisation, accept: bool, seen: str = ""
) -> None:
    """Take what an organisation proposed into its entry, or leave the entry; settled once it stays so.

    `seen` is the moment of the answer that was looked at; refuses where the organisation has said something else since.
    """
    if not checks.waits(check):
        return
    if seen and check.answered_at and seen != check.answered_at.isoformat():
        raise Refused("The organisation has changed its answer since you opened this page. Look at it again.")
    if accept:
        _take_in(actor, organisation, checks.proposed_of(check))
        confirm(actor, organisation=organisation)
    check.settled_at = clock.now()
    answer = checks.last_answer(check)
    if answer is not None:
        answer.settled_at, answer.settled_by, answer.accepted = check.settled_at, actor.account_id, accept
    ledger.record(
        verbs.ORGANISATION_CORRECTION_SETTLED,
        subject_id=organisation.id,
        actor_id=actor.account_id,
        check_id=check.id,
        accepted=accept,
    )


def _take_in(actor: Viewer, organisation: Organisation, proposed: Mapping[str, str]) -> None:
    kind = queries.kinds_by_id().get(organisation.kind_id or 0)
    said = {field: proposed.get(field, getattr(organisation, field)) for field in FIELDS}
    change_organisation(
        actor,
        organisation=organisation,
        short_name=organisation.short_name,
        kind=kind.slug if kind else "",
        name=clean_line(said["name"]),
        description=said["description"],
        website=said["website"],
        email=said["email"],
    )


def forget_answers() -> None:
    """Forget the words of answers that are older than three years; that there was one, and what became of it, stays."""
    before = clock.now() - KEPT
    told = (EntryAnswer.at < before, EntryAnswer.proposed != "")
    db.session.execute(update(EntryAnswer).where(*told).values(stood="", proposed=""))
    last = (EntryCheck.answered_at < before, EntryCheck.proposed != "")
    db.session.execute(update(EntryCheck).where(*last).values(proposed=""))
