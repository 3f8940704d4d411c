"""Builds the demonstration by calling actions, as if time passed: first the ground, then what happened day by day."""

import sys
from collections.abc import Iterator
from datetime import timedelta

import click
from sqlalchemy import func, select

from engage.accounts.models import Account as AccountRow
from engage.core import clock
from engage.core.database import db, unit_of_work
from engage.demo.closed import ClosedConsultations
from engage.demo.consultations import Consultations
from engage.demo.content_types import Content
from engage.demo.desk import Desk
from engage.demo.engagements import Engagements
from engage.demo.ground import PASSWORD, lay_ground
from engage.demo.networks import Networks
from engage.demo.responses import Responses
from engage.demo.sizes import FOLLOWERS, REGION, sized
from engage.demo.stakeholders import lay_stakeholders
from engage.demo.taking_in import TakingIn
from engage.demo.talk import Talk
from engage.demo.texts import Texts
from engage.demo.watchers import Watchers

MARKER = "administrator@northvale.example"
BEGINNING = timedelta(days=2500)


def state() -> str:
    """Whether the database is `empty`, holds this demonstration (`built`), or something `foreign`."""
    if db.session.scalar(select(AccountRow.id).where(AccountRow.email == MARKER)):
        return "built"
    return "foreign" if db.session.scalar(select(func.count()).select_from(AccountRow)) else "empty"


def build(content: Content, size: str = REGION) -> None:
    """Build everything of a size, with progress on the standard error."""
    content = sized(content, size)
    with clock.pretending(clock.now() - BEGINNING), unit_of_work():
        ground = lay_ground(content)
        lay_stakeholders(content, ground)
    texts = Texts(content, ground)
    watchers = Watchers(texts, FOLLOWERS[size])
    told = [*Talk(texts).steps(), *Consultations(texts).steps(), *ClosedConsultations(texts).steps()]
    told += [*Responses(texts).steps(), *Engagements(texts).steps(), *Networks(texts).steps(), *TakingIn(texts).steps()]
    steps = [*texts.steps(), *told, *watchers.steps(), *Desk(texts).steps()]
    with click.progressbar(
        sorted(steps, key=lambda step: step[0]), label="Building North Vale", file=sys.stderr
    ) as bar:
        for _, step in bar:
            step()
    watchers.catch_up()


def accounts_to_show(content: Content) -> Iterator[str]:
    """One line for each role's account, to sign in with."""
    yield f"\nSign in with the password “{PASSWORD}” as:"
    for account in content.staff:
        yield f"  {account.email:<34} {account.role}: {account.name}"
