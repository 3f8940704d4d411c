"""Saving the texts that somebody writes, so that nobody's words are lost."""

import json
import secrets
from collections.abc import Mapping, Sequence

from engage.core import clock, ledger, text
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.publishing import queries, verbs
from engage.publishing.actions.revisions import add_text, lock
from engage.publishing.actions.texts import body_text, line_text, standfirst_text, title_text
from engage.publishing.models import Autosave, Publication, Revision


class Conflict(Refused):
    """Somebody else saved other texts since these were opened; `latest` is what they saved."""

    def __init__(self, latest: Revision) -> None:
        """Keep what was saved meanwhile."""
        super().__init__("Somebody else saved this text after you opened it. Nothing is lost: compare both and choose.")
        self.latest = latest


def save_revision(
    actor: Viewer,
    *,
    publication: Publication,
    base_revision: int,
    title: str,
    standfirst: str,
    body: str,
    change_note: str = "",
    blocks: Sequence[text.Block] | None = None,
    draft: str = "",
) -> Revision:
    """Save texts as the next revision; the same texts again give the revision that they made.

    Raises Conflict when the texts were changed since `base_revision`. `blocks` are those of the body if the
    caller has split it already, outside the unit of work. What was kept of the same typing (`draft`) is forgotten.
    """
    title, standfirst, body = title_text(title), standfirst_text(standfirst), body_text(body)
    note = line_text(change_note, "change_note", "The note")
    lock(publication)
    latest = queries.latest_revision(publication)
    if _texts(latest) == (title, standfirst, body):
        _forget(actor, latest, draft)
        return latest
    if base_revision != latest.number:
        base = queries.revision(publication.id, base_revision)
        if base is None or _texts(base) != _texts(latest):
            raise Conflict(latest)
    row = add_text(actor, publication, title=title, standfirst=standfirst, body=body, change_note=note, blocks=blocks)
    _forget(actor, row, draft)
    ledger.record(verbs.PUBLICATION_REVISED, subject_id=publication.id, actor_id=actor.account_id, revision=row.number)
    return row


def _texts(revision: Revision) -> tuple[str, str, str]:
    return revision.title, revision.standfirst, revision.body


def keep_autosave(
    actor: Viewer, *, publication: Publication, base_revision: int, fields: Mapping[str, str], draft: str = ""
) -> str:
    """Keep what somebody is typing, beside what is saved; it is theirs alone and no part of the record.

    It takes the place of the `draft` that the same page kept before, and gets a new name, which is returned. A draft
    that another page has kept anew meanwhile has another name by then and stays.
    """
    assert actor.account_id is not None  # noqa: S101 - only signed-in people type here
    kept = queries.autosaves(publication.id, actor.account_id)
    row = next((row for row in kept if row.draft == draft), None)
    if row is None:
        row = Autosave(publication_id=publication.id, account_id=actor.account_id)
        db.session.add(row)
    row.draft = secrets.token_hex(8)
    row.at, row.base_revision = clock.now(), base_revision
    row.fields = json.dumps(dict(fields), ensure_ascii=False)
    db.session.flush()
    return row.draft


def discard_autosave(actor: Viewer, *, publication: Publication, draft: str) -> None:
    """Forget one thing that somebody was typing."""
    for row in queries.autosaves(publication.id, actor.account_id):
        if row.draft == draft:
            db.session.delete(row)
    db.session.flush()


def _forget(actor: Viewer, saved: Revision, draft: str) -> None:
    """Forget what was kept of a text that is saved now, also by a keeping that was under way meanwhile."""
    texts = {"title": saved.title, "standfirst": saved.standfirst, "body": saved.body}
    for row in queries.autosaves(saved.publication_id, actor.account_id):
        if row.draft == draft or json.loads(row.fields) == texts:
            db.session.delete(row)
    db.session.flush()
