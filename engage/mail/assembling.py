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
from engage.core.messages import Message, compose
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
class Pattern:
    """A message cut at its holes, which each person's copy fills; written and styled once."""

    subject: list[str]
    text: list[str]
    html: list[str]

    @classmethod
    def cut(cls, message: Message) -> "Pattern":
        """Cut a message whose personal facts are `hole(name)`."""
        html = HOLE.split(INLINER.inline(message.html))
        return cls(HOLE.split(message.subject), HOLE.split(message.text), html)

    def filled(self, facts: Mapping[str, str], **ready: str) -> Written:
        """One copy; what is `ready` is HTML already, and stands in the HTML part for the fact of its name."""
        html = {name: ready[name] if name in ready else str(escape(value)) for name, value in facts.items()}
        subject = " ".join(_filled(self.subject, facts).split())
        return Written(subject, _filled(self.text, facts), _filled(self.html, html))


def hole(name: str) -> str:
    """What stands in a message where a fact of one person comes later."""
    return f"ENGAGEx{name}x"


def _filled(parts: Sequence[str], facts: Mapping[str, str]) -> str:
    # What looks like a hole and is none was written so by somebody.
    return "".join(facts.get(part, hole(part)) if place % 2 else part for place, part in enumerate(parts))


@dataclass(frozen=True)
class Frame:
    """What stands around the sections, and the style by which they are inlined."""

    pattern: Pattern
    css: str


def assemble(pieces: Sequence[Piece], *, total: int, often: str, preferences_url: str, unsubscribe_url: str) -> Written:
    """One person's digest: her pieces, and of how many publications there was news."""
    alone = total == 1
    more = total - len(pieces)
    first = pieces[0].section
    facts = {
        "total": number_text(total),
        "more": number_text(more),
        "headline": first.headline,
        "preheader": ". ".join(first.lines)
        + ("" if alone or len(pieces) == 1 else f" – and {pieces[1].section.title}"),
        "preferences_url": preferences_url,
        "unsubscribe_url": unsubscribe_url,
        "pieces": "".join(piece.text for piece in pieces).rstrip("\n"),
    }
    html = "".join(piece.html_alone if alone else piece.html for piece in pieces)
    return _frame(often, alone=alone, more=more > 0).pattern.filled(facts, pieces=html)


def _frame(often: str, *, alone: bool, more: bool) -> Frame:
    known: dict[tuple[str, bool, bool], Frame] = current_app.extensions.setdefault("engage.digest_frames", {})
    if (often, alone, more) not in known:
        known[(often, alone, more)] = _made_frame(often, alone=alone, more=more)
    return known[(often, alone, more)]


def _made_frame(often: str, *, alone: bool, more: bool) -> Frame:
    holes = ("total", "headline", "preheader", "pieces", "preferences_url", "unsubscribe_url")
    facts: dict[str, Any] = {name: hole(name) for name in holes}
    whole = compose("digest", to="", often=often, alone=alone, more=hole("more") if more else "", **facts)
    style = STYLE.search(whole.html)
    return Frame(Pattern.cut(whole), style[1] if style else "")
