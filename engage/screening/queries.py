"""Reads of the rules, from the database and compiled in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, current_app
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import defer

from engage.accounts.models import Account, RoleGrant
from engage.core import cache, clock
from engage.core.database import db
from engage.core.permissions import Viewer
from engage.publishing.models import Publication
from engage.screening.checks import Compiled, Flood, Terms
from engage.screening.models import Absence, DeskTerms, Rule, Sanction, SanctionStep
from engage.screening.rights import EDIT_RULES

# The scope of core/cache whose version says that the rules changed.
SCOPE = "screening"
MEMORY = "engage.screening"


@dataclass(frozen=True)
class RuleLine:
    """A rule as staff read it in a list."""

    rule: Rule
    owner: str
    publication: str


def rules() -> list[RuleLine]:
    """All rules, those that are on first, without the words of their lists."""
    rows = db.session.execute(
        select(Rule, Account.name, Publication.title)
        .join(Account, Account.id == Rule.owner_id)
        .outerjoin(Publication, Publication.id == Rule.publication_id)
        .options(defer(Rule.entries))
        .order_by(Rule.active.desc(), Rule.title, Rule.id)
    )
    return [RuleLine(rule, owner, title or "") for rule, owner, title in rows]


def access_rule(viewer: Viewer, rule_id: int) -> Rule:
    """A rule, for one who may write those of the whole site; 404 for all else."""
    if viewer.scope(EDIT_RULES) is not None:
        abort(404)
    return db.session.get(Rule, rule_id) or abort(404)


def possible_owners() -> Sequence[tuple[int, str]]:
    """Those who may own a rule, by name."""
    rows = db.session.execute(
        select(Account.id, Account.name)
        .where(
            Account.closed_at.is_(None),
            Account.id.in_(select(RoleGrant.account_id).where(RoleGrant.role.in_(EDIT_RULES.roles))),
        )
        .order_by(Account.name, Account.id)
    )
    return [(account_id, name) for account_id, name in rows]


def places() -> Sequence[tuple[int, str]]:
    """The publications that a rule may be for, newest first."""
    rows = db.session.execute(
        select(Publication.id, Publication.title)
        .where(Publication.live_revision.is_not(None))
        .order_by(Publication.id.desc())
        .limit(300)
    )
    return [(publication_id, title) for publication_id, title in rows]


def terms_of(rule: Rule) -> Terms:
    """A rule, apart from the database."""
    return Terms(
        id=rule.id,
        kind=rule.kind,
        action=rule.action,
        title=rule.title,
        says=rule.says,
        publication_id=rule.publication_id,
        threshold=rule.threshold,
        entries=tuple(rule.entries.splitlines()),
    )


def version() -> int:
    """The version of the rules in the database."""
    return cache.versions([SCOPE])[0]


def in_memory() -> Compiled:
    """The rules as this process last compiled them; of version -1 if it never did."""
    found = current_app.extensions.get(MEMORY)
    return found if isinstance(found, Compiled) else Compiled.of((), -1)


def compiled(present: int | None = None) -> Compiled:
    """The rules that are on, compiled again only if `present`, the version in the database, is another than before."""
    known = in_memory()
    present = version() if present is None else present
    if known.version == present:
        return known
    active = db.session.scalars(
        select(Rule).where(Rule.active).order_by(Rule.id).execution_options(populate_existing=True)
    )
    terms = db.session.get(DeskTerms, 1, populate_existing=True) or DeskTerms.usual()
    flood = Flood(terms.flood_source, terms.flood_thread, terms.slow_minutes, terms.slow_lasts)
    fresh = Compiled.of([terms_of(rule) for rule in active], present, flood)
    current_app.extensions[MEMORY] = fresh
    return fresh


def binding(now: Any) -> ColumnElement[bool]:
    """Whether a sanction binds at a moment."""
    return and_(
        Sanction.step != SanctionStep.WARNING,
        Sanction.lifted_at.is_(None),
        or_(Sanction.ends_at.is_(None), Sanction.ends_at > now),
    )


def sanction(sanction_id: int | None) -> Sanction | None:
    """The sanction of an id."""
    return db.session.get(Sanction, sanction_id) if sanction_id else None


def sanction_of(account_id: int | None, email: str | None) -> Sanction | None:
    """The sanction that binds a person now; somebody has one at most."""
    mine = [Sanction.account_id == account_id] if account_id is not None else []
    mine += [Sanction.email == email] if email else []
    if not mine:
        return None
    return db.session.scalars(
        select(Sanction).where(or_(*mine), binding(clock.now())).order_by(Sanction.id.desc()).limit(1)
    ).first()


def is_absent() -> bool:
    """Whether nobody has been on duty for so long that everything waits."""
    return db.session.scalar(select(Absence.id).where(Absence.ended_at.is_(None)).limit(1)) is not None
