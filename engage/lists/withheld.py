"""Why the directory's people are not written to for reasons that other features know, such as mail that came back."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from engage.core.database import db
from engage.directory.models import Purpose
from engage.lists.queries.objections import OBJECTED, objecting_emails


@dataclass(frozen=True)
class Withheld:
    """A reason in a sentence, and the addresses (one column, in small letters) for which it holds."""

    reason: str
    emails: Callable[[Purpose], Select[Any] | None]


_known: list[Withheld] = []


def offer(reason: str, emails: Callable[[Purpose], Select[Any] | None]) -> None:
    """Say for which addresses a reason holds; the first reason that was offered is the one that is told."""
    found = Withheld(reason, emails)
    if all(each.reason != reason for each in _known):
        _known.append(found)


def withheld_for(purpose: Purpose) -> Mapping[str, Select[Any]]:
    """By reason the addresses that are not written to about a purpose."""
    found = {each.reason: each.emails(purpose) for each in _known}
    found = {OBJECTED[purpose]: objecting_emails(purpose), **found}
    return {reason: emails for reason, emails in found.items() if emails is not None}


def reasons_for(emails: Collection[str], purpose: Purpose) -> dict[str, str]:
    """Of some addresses, in small letters, those that are not written to about a purpose, with the reason."""
    reasons: dict[str, str] = {}
    for reason, wanted in withheld_for(purpose).items():
        column = wanted.subquery().c[0]
        for email in db.session.scalars(select(column).where(column.in_(emails))):
            reasons.setdefault(email, reason)
    return reasons
