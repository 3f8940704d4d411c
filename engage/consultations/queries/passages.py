"""Passages of publications that information blocks quote."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select

from engage.consultations.definition import Question
from engage.consultations.models import Consultation
from engage.consultations.queries.consultations import publications_of
from engage.core import clock, text
from engage.core.database import db
from engage.publishing.models import Block, Publication
from engage.publishing.queries import path_of, revision

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
    if question.publication_id is None or question.anchor is None:
        return None
    publication = db.session.get(Publication, question.publication_id)
    if publication is None:
        return None
    block = _block(publication.id, _revision_of(publication, question), question.anchor)
    if block is None:
        return None
    url = f"{path_of(publication)}#{block.anchor}"
    return Quotation(text.stored(block.html), publication.title, url, block.text, publication.is_public(clock.now()))


def _revision_of(publication: Publication, question: Question) -> int:
    """The revision that was quoted, as far as anybody could ever read it; else the one that is read now."""
    quoted = None if question.revision is None else revision(publication.id, question.revision)
    if quoted is not None and (quoted.made_live_at is not None or publication.live_revision is None):
        return quoted.number
    return publication.live_revision or publication.latest_revision


def _block(publication_id: int, number: int, anchor: str) -> Block | None:
    return db.session.scalars(
        select(Block).where(Block.publication_id == publication_id, Block.revision == number, Block.anchor == anchor)
    ).first()


def quotations(questions: Sequence[Question]) -> dict[str, Quotation]:
    """What each of the questions quotes, by its key, public or not."""
    found = {question.key: quotation_of(question) for question in questions if question.anchor}
    return {key: quotation for key, quotation in found.items() if quotation is not None}


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
