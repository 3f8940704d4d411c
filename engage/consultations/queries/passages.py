"""Passages of publications that information blocks quote."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import select, tuple_

from engage.consultations.definition import Question
from engage.consultations.models import Consultation
from engage.consultations.queries.consultations import publications_of
from engage.core import clock, text
from engage.core.database import db
from engage.publishing.models import Block, Publication, Revision
from engage.publishing.queries import path_of

LONGEST_NAME = 90


@dataclass(frozen=True)
class Quotation:
    """A passage as it stood in the revision that was quoted, with where it comes from."""

    html: Markup
    title: str
    url: str
    text: str
    is_public: bool


def quotation_of(question: Question) -> Quotation | None:
    """What an information block quotes; nothing when it quotes nothing, or the passage is gone."""
    return quotations([question]).get(question.key)


def quotations(questions: Sequence[Question]) -> dict[str, Quotation]:
    """What each of the questions quotes, by its key, public or not: a fixed number of statements for all of them."""
    quoting = [question for question in questions if question.anchor and question.publication_id]
    if not quoting:
        return {}
    wanted = {question.publication_id for question in quoting}
    publications = {one.id: one for one in db.session.scalars(select(Publication).where(Publication.id.in_(wanted)))}
    places = {
        question.key: (question.publication_id, number, question.anchor)
        for question, number in zip(quoting, _revisions_of(publications, quoting), strict=True)
    }
    blocks = _blocks(set(places.values()))
    now = clock.now()
    return {
        key: _quotation(publications[place[0]], blocks[place], now)
        for key, place in places.items()
        if place[0] in publications and place in blocks
    }


def _quotation(publication: Publication, block: Block, now: datetime) -> Quotation:
    url = f"{path_of(publication)}#{block.anchor}"
    return Quotation(text.stored(block.html), publication.title, url, block.text, publication.is_public(now))


def _revisions_of(publications: Mapping[int, Publication], quoting: Sequence[Question]) -> list[int]:
    """The revision that each quotes, as far as anybody could ever read it; else the one that is read now."""
    named = {(question.publication_id, question.revision) for question in quoting}
    rows = db.session.execute(
        select(Revision.publication_id, Revision.number, Revision.made_live_at).where(
            tuple_(Revision.publication_id, Revision.number).in_(list(named))
        )
    )
    held = {(row.publication_id, row.number): row.made_live_at for row in rows}
    return [_number(publications.get(question.publication_id or 0), question, held) for question in quoting]


def _number(publication: Publication | None, question: Question, held: Mapping[Any, datetime | None]) -> int:
    if publication is None:
        return 0
    place = (publication.id, question.revision)
    if place in held and (held[place] is not None or publication.live_revision is None):
        return question.revision or 0
    return publication.live_revision or publication.latest_revision


def _blocks(places: Collection[Any]) -> dict[Any, Block]:
    rows = db.session.scalars(
        select(Block).where(tuple_(Block.publication_id, Block.revision, Block.anchor).in_(list(places)))
    )
    return {(row.publication_id, row.revision, row.anchor): row for row in rows}


def public_quotations(questions: Sequence[Question]) -> dict[str, Quotation]:
    """The same, without what stands in a publication that is not public."""
    return {key: quotation for key, quotation in quotations(questions).items() if quotation.is_public}


def quotable(consultation: Consultation) -> list[tuple[Publication, list[tuple[str, str]]]]:
    """The passages of its publications that can be quoted: what a form sends for each, and its first words."""
    found = []
    for publication in publications_of(consultation):
        number = publication.live_revision or publication.latest_revision
        blocks = db.session.execute(
            select(Block.anchor, Block.text)
            .where(Block.publication_id == publication.id, Block.revision == number, Block.text != "")
            .order_by(Block.position)
        )
        passages = [(f"{publication.id}:{number}:{anchor}", _short(words)) for anchor, words in blocks]
        found.append((publication, passages))
    return found


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_NAME else f"{line[:LONGEST_NAME].rstrip()}…"
