"""Putting a digest together from ready pieces: frame and sections are written and styled once, not per person."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from css_inline import CSSInliner
from flask import current_app
from markupsafe import escape

from engage.core.i18n import number_text
from engage.core.messages import compose
from engage.mail.digests import Section
from engage.mail.mime import INLINER

HOLE = re.compile(r"ENGAGEx([a-z_]+)x")
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
FRAGMENTS = CSSInliner(load_remote_stylesheets=False)


class Piece:
    """What digests say about one publication, written when the first of them is put together."""

    def __init__(self, section: Section) -> None:
        """Nothing is written yet."""
        self.section = section

    @cached_property
    def text(self) -> str:
        """The section in plain text."""
        return _rendered("mail/digest_section.txt", section=self.section).strip() + "\n\n"

    @cached_property
    def html(self) -> str:
        """The section among others."""
        return self._html(alone=False)

    @cached_property
    def html_alone(self) -> str:
        """The section as all that there is to say."""
        return self._html(alone=True)

    def _html(self, *, alone: bool) -> str:
        raw = _rendered("mail/digest_section.html", section=self.section, alone=alone)
        return FRAGMENTS.inline_fragment(raw, _frame("", alone=alone, more=False).css)


def _rendered(template: str, **facts: Any) -> str:
    """A piece of a mail; it needs nothing of what Flask gathers for a page."""
    return current_app.jinja_env.get_template(template).render(facts)


@dataclass(frozen=True)
class Written:
    """A digest as it is sent, its styles inlined."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Frame:
    """What stands around the sections, cut at the holes that each person's digest fills."""

    subject: list[str]
    text: list[str]
    html: list[str]
    css: str


def assemble(pieces: Sequence[Piece], *, total: int, often: str, preferences_url: str, unsubscribe_url: str) -> Written:
    """One person's digest: her pieces, and of how many publications there was news."""
    alone = total == 1
    more = total - len(pieces)
    frame = _frame(often, alone=alone, more=more > 0)
    first = pieces[0].section
    facts = {
        "total": number_text(total),
        "more": number_text(more),
        "headline": first.headline,
        "preheader": ". ".join(first.lines)
        + ("" if alone or len(pieces) == 1 else f" – and {pieces[1].section.title}"),
        "preferences_url": preferences_url,
        "unsubscribe_url": unsubscribe_url,
    }
    html = {name: str(escape(value)) for name, value in facts.items()}
    html["pieces"] = "".join(piece.html_alone if alone else piece.html for piece in pieces)
    facts["pieces"] = "".join(piece.text for piece in pieces).rstrip("\n")
    subject = " ".join(_filled(frame.subject, facts).split())
    return Written(subject, _filled(frame.text, facts), _filled(frame.html, html))


def _filled(parts: Sequence[str], facts: Mapping[str, str]) -> str:
    return "".join(facts[part] if place % 2 else part for place, part in enumerate(parts))


def _frame(often: str, *, alone: bool, more: bool) -> Frame:
    known: dict[tuple[str, bool, bool], Frame] = current_app.extensions.setdefault("engage.digest_frames", {})
    if (often, alone, more) not in known:
        known[(often, alone, more)] = _made_frame(often, alone=alone, more=more)
    return known[(often, alone, more)]


def _made_frame(often: str, *, alone: bool, more: bool) -> Frame:
    holes = ("total", "headline", "preheader", "pieces", "preferences_url", "unsubscribe_url")
    facts: dict[str, Any] = {name: f"ENGAGEx{name}x" for name in holes}
    whole = compose("digest", to="", often=often, alone=alone, more="ENGAGExmorex" if more else "", **facts)
    style = STYLE.search(whole.html)
    return Frame(
        HOLE.split(whole.subject),
        HOLE.split(whole.text),
        HOLE.split(INLINER.inline(whole.html)),
        style[1] if style else "",
    )
