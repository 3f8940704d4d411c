"""Reads of the search indexes; whether something may be found is asked of the thing itself, each time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain, zip_longest
from typing import Any

from sqlalchemy import ColumnElement, Float, Integer, Select, Text, column, func, literal_column, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from engage.consultations.models import Consultation
from engage.core.database import db
from engage.core.search_words import quoted
from engage.engagements.models import PublicEvent
from engage.publishing.models import Publication, PublicationKind
from engage.responses.models import Response

MOST = 100
START, END = "\x02", "\x03"
_PIECES = re.compile(f"{START}(.*?){END}", re.DOTALL)


@dataclass(frozen=True)
class Index:
    """A table of words: its key under PostgreSQL, and under SQLite how much each of its columns weighs.

    The last column holds the text from which passages are shown.
    """

    name: str
    key: str
    weights: tuple[float, ...]

    @cached_property
    def vectors(self) -> Any:
        """The table as PostgreSQL has it."""
        columns = (column(self.key, Integer), column("revision", Integer), column("words", Text))
        return table(self.name, *columns, column("document", TSVECTOR))

    @cached_property
    def fts(self) -> Any:
        """The table as SQLite has it."""
        return table(self.name, column("rowid", Integer), column("revision", Integer), column("rank", Float))

    @property
    def rows(self) -> Any:
        """The table as the database at hand has it."""
        return self.vectors if _on_postgresql() else self.fts

    @property
    def id(self) -> Any:
        """The column that names what a row is about."""
        return self.rows.c[self.key] if _on_postgresql() else self.rows.c.rowid


PUBLICATIONS = Index("search_index", "publication_id", (10.0, 4.0, 1.0))
CONSULTATIONS = Index("search_index_consultation", "consultation_id", (10.0, 4.0, 1.0))
RESPONSES = Index("search_index_response", "submission_id", (4.0, 1.0))
EVENTS = Index("search_index_event", "engagement_id", (10.0, 4.0, 1.0))


@dataclass(frozen=True)
class Passage:
    """A few words of a text: pieces, each marked when it is what was looked for."""

    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Found:
    """Something that was found: in which index, under which id."""

    index: Index
    id: int


def best(terms: Sequence[str], now: datetime, kind: str = "") -> list[Found]:
    """What is public and has all terms, of one kind or the best of each kind in turn, at most `MOST`.

    A publication that was changed since it was indexed is found again once its new wording is indexed, never by its
    old one; consultations, events and responses are indexed with the change itself.
    """
    query = quoted(terms)
    found = [
        [Found(index, row_id) for row_id in db.session.scalars(wanted.limit(MOST))]
        for index, wanted in _wanted(query, now, kind)
    ]
    in_turn = chain.from_iterable(zip_longest(*found))
    return [each for each in in_turn if each is not None][:MOST]


def _wanted(query: str, now: datetime, kind: str) -> Iterator[tuple[Index, Select[int]]]:
    if kind in ("", *PublicationKind):
        rows = _matching(PUBLICATIONS, query, Publication.id)
        rows = rows.where(PUBLICATIONS.rows.c.revision == Publication.live_revision, Publication.listed(now))
        yield PUBLICATIONS, rows.where(Publication.kind == PublicationKind(kind)) if kind else rows
    if kind in ("", "consultation"):
        yield CONSULTATIONS, _matching(CONSULTATIONS, query, Consultation.id).where(Consultation.public())
    if kind in ("", "event"):
        yield EVENTS, _matching(EVENTS, query, PublicEvent.engagement_id).where(PublicEvent.public())
    if kind in ("", "response"):
        rows = _matching(RESPONSES, query, Response.submission_id).where(Response.public(), Consultation.public())
        yield RESPONSES, rows.join(Consultation, Consultation.id == Response.consultation_id)


def _matching(index: Index, query: str, thing_id: Any) -> Select[int]:
    """The ids of the things whose words match, the best first."""
    return (
        select(thing_id)
        .join(index.rows, index.id == thing_id)
        .where(_matches(index, query))
        .order_by(_rank(index, query), thing_id.desc())
    )


def _matches(index: Index, query: str) -> ColumnElement[bool]:
    if _on_postgresql():
        return index.rows.c.document.op("@@")(_asked(query))  # type: ignore[no-any-return]  # `op` is typed as Any
    return text(f"{index.name} MATCH :query").bindparams(query=query)  # type: ignore[return-value]  # a text is a condition, too


def _rank(index: Index, query: str) -> ColumnElement[float]:
    if _on_postgresql():
        return func.ts_rank(index.rows.c.document, _asked(query)).desc()
    return func.bm25(literal_column(index.name), *index.weights)


def _asked(query: str) -> ColumnElement[Any]:
    return func.websearch_to_tsquery("english", query, type_=TSQUERY)


def passages(index: Index, ids: Sequence[int], terms: Sequence[str]) -> dict[int, Passage]:
    """From each text the words around what was looked for."""
    if not ids:
        return {}
    rows = db.session.execute(_snippets(index, ids, quoted(terms)))
    return {row_id: Passage(tuple(_pieces(words))) for row_id, words in rows}


def _snippets(index: Index, ids: Sequence[int], query: str) -> Select[int, str]:
    if _on_postgresql():
        form = f"StartSel={START}, StopSel={END}, MaxWords=34, MinWords=18"
        cut = func.left(index.rows.c.words, 200_000)
        return select(index.id, func.ts_headline("english", cut, _asked(query), form, type_=Text)).where(
            index.id.in_(ids)
        )
    last = len(index.weights) - 1
    words = func.snippet(literal_column(index.name), last, START, END, "…", 34, type_=Text)
    return select(index.id, words).select_from(index.rows).where(_matches(index, query), index.id.in_(ids))


def _pieces(words: str) -> list[tuple[str, bool]]:
    return [(piece, place % 2 == 1) for place, piece in enumerate(_PIECES.split(words)) if piece]


def _on_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"
