"""Saving a form of the desk so that nobody undoes what somebody else saved meanwhile."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import select

from engage.core import database, ledger
from engage.core.access import viewer
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.forms import Form
from engage.core.i18n import datetime_text
from engage.publishing import desk, queries
from engage.publishing.actions import Stale, base_of
from engage.publishing.forms import BasedForm
from engage.publishing.gate import say
from engage.publishing.models import PostSection, Publication, Revision, SitePage

YOU = "You"


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else saved while a form was open."""

    who: str
    at: datetime
    parts: list[tuple[str, str]]

    @property
    def heading(self) -> str:
        """What stands above the other texts."""
        return "What you saved on another page" if self.who == YOU else f"What {self.who} saved"

    @property
    def sentence(self) -> str:
        """Who, when, and what to do."""
        return (
            f"{self.who} saved this on {datetime_text(self.at)}, after you opened it. Nothing is lost: what you typed "
            "is still here and is not saved yet. Compare both. If you save again, it takes the place of the other text."
        )


def saved(publication: Publication, form: BasedForm, save: Callable[[], None]) -> bool:
    """Save in a step of its own; if that is refused, the form says why, and shows what was saved meanwhile."""
    try:
        with database.unit_of_work():
            save()
    except Stale as stale:
        _show(form, _since(publication, stale.labels))
        form.base_revision.data = publication.latest_revision
    except Refused as refusal:
        say(form, refusal)
    else:
        return True
    return False


def saved_words(row: SitePage | PostSection | None, slug: str, form: Form, save: Callable[[], object]) -> bool:
    """The same for a page about the site or the words of a section."""
    try:
        with database.unit_of_work():
            save()
    except Stale:
        row = queries.site_page(slug) if row is None else row
        _show(form, _of_words(row, slug))
        form["base"].data = base_of(row)
    except Refused as refusal:
        say(form, refusal)
    else:
        return True
    return False


def _show(form: Form, meanwhile: Meanwhile) -> None:
    form.meanwhile = meanwhile
    form.refuse(None, meanwhile.sentence)


def _since(publication: Publication, labels: Collection[str]) -> Meanwhile:
    rows = queries.revisions(publication.id, limit=100)
    details = json.loads(rows[0].details)
    row = next((new for new, old in pairwise(rows) if _differ(new, old, labels)), rows[0])
    parts = [(label, "\n".join(details.get(label, ())) or "Nothing") for label in labels]
    return Meanwhile(_name(row.account_id), row.at, parts)


def _differ(new: Revision, old: Revision, labels: Collection[str]) -> bool:
    now, before = json.loads(new.details), json.loads(old.details)
    return any(now.get(label) != before.get(label) for label in labels)


def _of_words(row: SitePage | PostSection | None, slug: str) -> Meanwhile:
    kind = "post_section" if isinstance(row, PostSection) else "site_page"
    rows = db.session.scalars(
        select(ledger.Entry).where(ledger.Entry.subject_kind == kind).order_by(ledger.Entry.id.desc()).limit(200)
    )
    entry = next(row for row in rows if row.values["slug"] == slug)
    names = {"name": "Name", "singular": "One of them is called", "introduction": "Introduction"}
    if kind == "site_page":
        names = {"title": "Title", "body": "Text"}
    return Meanwhile(_name(entry.actor_id), entry.at, [(label, getattr(row, name)) for name, label in names.items()])


def _name(account_id: int | None) -> str:
    if account_id is not None and account_id == viewer().account_id:
        return YOU
    return desk.names_of([account_id]).get(account_id or 0, "Somebody else")
