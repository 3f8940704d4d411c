"""How a revision is written: the texts, the blocks with the anchors that they had, and what stood around them."""

import json
from collections.abc import Collection, Sequence

from sqlalchemy import insert, literal, select

from engage.core import cache, clock, ledger, text
from engage.core.database import db
from engage.core.errors import Refused
from engage.core.permissions import Viewer
from engage.publishing import queries, verbs
from engage.publishing.actions.snapshot import snapshot
from engage.publishing.models import Block, Publication, Revision


class Stale(Refused):
    """This would undo what somebody saved since it was opened; `labels` name the parts of the snapshot."""

    def __init__(self, labels: Collection[str] = ()) -> None:
        """Keep what differs."""
        super().__init__("Somebody else saved this after you opened it.")
        self.labels = labels


def lock(publication: Publication) -> None:
    """Wait for whoever is changing the publication, and look at it as it is then."""
    db.session.flush()
    db.session.refresh(publication, with_for_update=True)
    settle_update(publication)


def settle_update(publication: Publication) -> None:
    """Write once that a scheduled update became public; the clock alone made it so."""
    at, number = publication.next_at, publication.next_revision
    if at is None or number is None or at > clock.now():
        return
    publication.title, publication.standfirst = publication.next_title, publication.next_standfirst
    publication.live_revision, publication.updated_at = number, at
    publication.next_at, publication.next_revision = None, None
    publication.next_title, publication.next_standfirst = "", ""
    ledger.record(verbs.PUBLICATION_UPDATED, subject_id=publication.id, actor_id=None, revision=number)
    cache.bump(cache.SITE, publication.scope)


def add_text(
    actor: Viewer,
    publication: Publication,
    *,
    title: str,
    standfirst: str,
    body: str,
    change_note: str = "",
    blocks: Sequence[text.Block] | None = None,
) -> Revision:
    """Write the next revision with new texts; its blocks keep the anchors of those that they continue."""
    before = publication.latest_revision
    held = queries.revision(publication.id, before)
    row = Revision(
        publication_id=publication.id,
        number=before + 1,
        at=clock.now(),
        account_id=actor.account_id,
        title=title,
        standfirst=standfirst,
        body=body,
        details=held.details if held else _details(publication),
        change_note=change_note,
    )
    _append(publication, row)
    held_blocks = _anchored(publication.id, before)
    write_blocks(publication.id, row.number, text.split_blocks(body) if blocks is None else blocks, held_blocks)
    return row


def add_details(
    actor: Viewer, publication: Publication, part: str, base_revision: int | None = None
) -> Revision | None:
    """Write the next revision with the same texts and what stands around them now; none if nothing changed.

    The newest texts stay public if they were. Raises Stale when somebody changed the same since `base_revision`.
    """
    db.session.flush()
    before = queries.latest_revision(publication)
    details = _details(publication)
    if details == before.details:
        return None
    if base_revision is not None:
        _refuse_undoing(before, details, base_revision)
    row = Revision(
        publication_id=publication.id,
        number=before.number + 1,
        at=clock.now(),
        account_id=actor.account_id,
        title=before.title,
        standfirst=before.standfirst,
        body=before.body,
        details=details,
    )
    _append(publication, row)
    _copy_blocks(publication.id, before.number, row.number)
    if publication.live_revision == before.number:
        publication.live_revision = row.number
        row.made_live_at = before.made_live_at and row.at
    elif publication.next_revision == before.number:
        publication.next_revision, row.made_live_at = row.number, before.made_live_at
    ledger.record(
        verbs.PUBLICATION_DETAILS_CHANGED,
        subject_id=publication.id,
        actor_id=actor.account_id,
        part=part,
        revision=row.number,
    )
    return row


def _refuse_undoing(before: Revision, details: str, base_revision: int) -> None:
    base = queries.revision(before.publication_id, base_revision)
    opened, held, wanted = (json.loads(said) for said in (base.details if base else "{}", before.details, details))
    undone = [
        label
        for label in sorted(opened.keys() | held.keys() | wanted.keys())
        if wanted.get(label) != held.get(label) != opened.get(label)
    ]
    if undone:
        raise Stale(undone)


def _details(publication: Publication) -> str:
    db.session.flush()
    return json.dumps(snapshot(publication), ensure_ascii=False)


def _append(publication: Publication, row: Revision) -> None:
    db.session.add(row)
    publication.latest_revision = row.number
    if publication.live_revision is None:
        publication.title, publication.standfirst = row.title, row.standfirst
    db.session.flush()


def write_blocks(
    publication_id: int, number: int, blocks: Sequence[text.Block], held: Sequence[tuple[str, str]]
) -> None:
    """Write the blocks of a revision; those that continue a held one (its anchor, its source) keep its anchor."""
    anchors = text.carry_anchors(held, [block.source for block in blocks])
    rows = [
        {
            "publication_id": publication_id,
            "revision": number,
            "position": position,
            "anchor": anchor,
            "kind": block.kind,
            "level": block.level,
            "source": block.source,
            "html": str(block.html),
            "text": block.text,
            "renderer": text.RENDERER_VERSION,
        }
        for position, (anchor, block) in enumerate(zip(anchors, blocks, strict=True))
    ]
    if rows:
        db.session.execute(insert(Block), rows)


def _anchored(publication_id: int, number: int) -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(Block.anchor, Block.source)
        .where(Block.publication_id == publication_id, Block.revision == number)
        .order_by(Block.position)
    )
    return [(anchor, source) for anchor, source in rows]


def _copy_blocks(publication_id: int, old: int, new: int) -> None:
    kept = ["position", "anchor", "kind", "level", "source", "html", "text", "renderer"]
    columns = [Block.__table__.c[name] for name in kept]
    held = select(literal(publication_id), literal(new), *columns).where(
        Block.publication_id == publication_id, Block.revision == old
    )
    db.session.execute(insert(Block).from_select(["publication_id", "revision", *kept], held))
