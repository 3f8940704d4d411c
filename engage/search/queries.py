"""Reads of the search index; whether something may be found is asked of the publication itself, each time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Float, Integer, Select, Text, column, func, literal_column, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from engage.core.database import db
from engage.core.search_words import quoted
from engage.publishing.models import Publication, PublicationKind

MOST = 100
START, END = "\x02", "\x03"
_PIECES = re.compile(f"{START}(.*?){END}", re.DOTALL)

fts = table(
    "search_index",
    column("rowid", Integer),
    column("revision", Integer),
    column("rank", Float),
)
vectors = table(
    "search_index",
    column("publication_id", Integer),
    column("revision", Integer),
    column("title", Text),
    column("standfirst", Text),
    column("words", Text),
    column("document", TSVECTOR),
)


@dataclass(frozen=True)
class Passage:
    """A few words of a text: pieces, each marked when it is what was looked for."""

    pieces: tuple[tuple[str, bool], ...]


def best(terms: Sequence[str], now: datetime, kind: PublicationKind | None = None) -> list[int]:
    """The ids of the publications in which all terms are, the best first, at most `MOST`.

    A text that was changed since it was indexed is found again once its new wording is indexed, never by its old one.
    """
    wanted = _ranked(quoted(terms)).where(Publication.listed(now))
    if kind is not None:
        wanted = wanted.where(Publication.kind == kind)
    return list(db.session.scalars(wanted.limit(MOST)))


def _ranked(query: str) -> Select[int]:
    if _on_postgresql():
        asked = func.websearch_to_tsquery("english", query, type_=TSQUERY)
        return (
            select(Publication.id)
            .join(vectors, vectors.c.publication_id == Publication.id)
            .where(vectors.c.document.op("@@")(asked), vectors.c.revision == Publication.live_revision)
            .order_by(func.ts_rank(vectors.c.document, asked).desc(), Publication.id.desc())
        )
    return (
        select(Publication.id)
        .join(fts, fts.c.rowid == Publication.id)
        .where(text("search_index MATCH :query").bindparams(query=query), fts.c.revision == Publication.live_revision)
        .order_by(func.bm25(literal_column("search_index"), 10.0, 4.0, 1.0), Publication.id.desc())
    )


def passages(ids: Sequence[int], terms: Sequence[str]) -> dict[int, Passage]:
    """From each text the words around what was looked for."""
    if not ids:
        return {}
    rows = db.session.execute(_snippets(ids, quoted(terms)))
    return {publication_id: Passage(tuple(_pieces(words))) for publication_id, words in rows}


def _snippets(ids: Sequence[int], query: str) -> Select[int, str]:
    if _on_postgresql():
        asked = func.websearch_to_tsquery("english", query, type_=TSQUERY)
        form = f"StartSel={START}, StopSel={END}, MaxWords=34, MinWords=18"
        words = func.ts_headline("english", func.left(vectors.c.words, 200_000), asked, form, type_=Text)
        return select(vectors.c.publication_id, words).where(vectors.c.publication_id.in_(ids))
    words = func.snippet(literal_column("search_index"), 2, START, END, "…", 34, type_=Text)
    return select(fts.c.rowid, words).where(
        text("search_index MATCH :query").bindparams(query=query), fts.c.rowid.in_(ids)
    )


def _pieces(words: str) -> list[tuple[str, bool]]:
    return [(piece, place % 2 == 1) for place, piece in enumerate(_PIECES.split(words)) if piece]


def _on_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"
