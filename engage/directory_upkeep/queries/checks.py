"""Reads of the yearly check of entries."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort
from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from engage.accounts.queries import names_of
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.directory.models import Organisation, OrganisationStatus
from engage.directory.queries.organisations import may_write, writable_where
from engage.directory_upkeep.models import EntryAnswer, EntryCheck


def asked_since(moment: datetime) -> int:
    """How many organisations were asked since a moment."""
    return db.session.scalar(select(func.count()).select_from(EntryCheck).where(EntryCheck.asked_at > moment)) or 0


def unconfirmed(before: datetime, *, limit: int) -> Sequence[Organisation]:
    """The public organisations with an address that neither confirmed their entry nor were asked since then."""
    asked = exists().where(EntryCheck.organisation_id == Organisation.id, EntryCheck.asked_at > before)
    return db.session.scalars(
        select(Organisation)
        .where(
            Organisation.is_public,
            Organisation.merged_into_id.is_(None),
            Organisation.status != OrganisationStatus.CLOSED,
            Organisation.email != "",
            or_(Organisation.last_confirmed_at.is_(None), Organisation.last_confirmed_at < before),
            ~asked,
        )
        .order_by(Organisation.id)
        .limit(limit)
    ).all()


@dataclass(frozen=True)
class Opened:
    """A check by the link of its mail: the record that was asked, and the entry that stands for it now."""

    check: EntryCheck
    asked: Organisation
    organisation: Organisation

    @property
    def is_merged(self) -> bool:
        """Whether the record that was asked has become part of another one since."""
        return self.asked.id != self.organisation.id

    @property
    def is_own_address(self) -> bool:
        """Whether the link went to the address of the entry itself, whose holder sees the whole of it.

        The address of a double proves the double: it sees of the other record what everybody may see.
        """
        return not self.is_merged or self.asked.email.casefold() == self.organisation.email.casefold()


def opened_check(check_id: int) -> Opened | None:
    """A check with the record that was asked and the one that it is read as, if the holder of its link may see it."""
    asked = aliased(Organisation)
    row = db.session.execute(
        select(EntryCheck, asked, Organisation)
        .join(asked, asked.id == EntryCheck.organisation_id)
        .join(Organisation, Organisation.id == func.coalesce(asked.merged_into_id, asked.id))
        .where(EntryCheck.id == check_id)
    ).first()
    opened = Opened(*row) if row else None
    return opened if opened and (opened.is_own_address or opened.organisation.is_public) else None


def proposals(viewer: Viewer, *, limit: int = 100) -> Sequence[tuple[EntryCheck, Organisation]]:
    """The first corrections that wait for somebody who may change their organisations, the oldest first.

    What an organisation said that became part of another since is about that other one now.
    """
    rows = db.session.execute(
        _with_kept()
        .where(EntryCheck.proposed != "", EntryCheck.settled_at.is_(None), *writable_where(viewer))
        .order_by(EntryCheck.answered_at, EntryCheck.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def _with_kept() -> Select[EntryCheck, Organisation]:
    asked = aliased(Organisation)
    return (
        select(EntryCheck, Organisation)
        .join(asked, asked.id == EntryCheck.organisation_id)
        .join(Organisation, Organisation.id == func.coalesce(asked.merged_into_id, asked.id))
    )


def access_proposal(viewer: Viewer, check_id: int) -> tuple[EntryCheck, Organisation]:
    """A correction for staff who may change its organisation; 404 for none, 403 outside of their areas."""
    found = db.session.execute(_with_kept().where(EntryCheck.id == check_id)).first()
    if found is None or not found[0].proposed:
        abort(404)
    if not may_write(viewer, found[1]):
        abort(403)
    return found[0], found[1]


def waits(check: EntryCheck) -> bool:
    """Whether what an organisation says instead has not been looked at."""
    return bool(check.proposed) and check.settled_at is None


def proposed_of(check: EntryCheck) -> dict[str, str]:
    """What an organisation says instead, by field."""
    return _fields(check.proposed)


def _fields(said: str) -> dict[str, str]:
    return dict(json.loads(said)) if said else {}


def last_answer(check: EntryCheck) -> EntryAnswer | None:
    """The newest answer to a request."""
    mine = select(EntryAnswer).where(EntryAnswer.check_id == check.id)
    return db.session.scalars(mine.order_by(EntryAnswer.id.desc()).limit(1)).first()


@dataclass(frozen=True)
class Answered:
    """One answer: what stood there and what was said instead, by field, who settled it, and whether it still holds."""

    answer: EntryAnswer
    stood: Mapping[str, str]
    proposed: Mapping[str, str]
    settled_by: str
    is_last: bool


@dataclass(frozen=True)
class Asked:
    """One request with its answers, the newest first."""

    check: EntryCheck
    answers: Sequence[Answered]


def asked_of(organisation_ids: Sequence[int], *, limit: int = 30) -> list[Asked]:
    """The newest requests to an organisation and those that became part of it, with all that was answered."""
    mine = select(EntryCheck).where(EntryCheck.organisation_id.in_(organisation_ids))
    found = db.session.scalars(mine.order_by(EntryCheck.asked_at.desc(), EntryCheck.id.desc()).limit(limit)).all()
    theirs = select(EntryAnswer).where(EntryAnswer.check_id.in_([check.id for check in found]))
    answers = db.session.scalars(theirs.order_by(EntryAnswer.id.desc())).all()
    names = names_of([each.settled_by for each in answers if each.settled_by is not None])
    last = {each.check_id: each.id for each in reversed(answers)}
    told = [
        Answered(
            each,
            _fields(each.stood),
            _fields(each.proposed),
            names.get(each.settled_by or 0, "a former account"),
            last[each.check_id] == each.id,
        )
        for each in answers
    ]
    return [Asked(check, [each for each in told if each.answer.check_id == check.id]) for check in found]
