"""The one door for what people write: cleaned when it comes in, rendered and sanitised before it is shown."""

from engage.core.text.anchors import carry_anchors, new_anchor
from engage.core.text.blocks import Block, split_blocks
from engage.core.text.cleaning import TextProblem, clean_line, clean_text, is_blank, loses_what_was_meant
from engage.core.text.difference import difference
from engage.core.text.importing import import_markdown
from engage.core.text.marking import marked_passages
from engage.core.text.passages import passages, passages_again
from engage.core.text.quoting import excerpt, quote_of
from engage.core.text.redaction import redacted_source
from engage.core.text.render import RENDERER_VERSION, plain, plain_comment, render_comment
from engage.core.text.sanitise import COMMENT, PUBLICATION, Allowed, sanitise, stored, with_renditions

__all__ = [
    "COMMENT",
    "PUBLICATION",
    "RENDERER_VERSION",
    "Allowed",
    "Block",
    "TextProblem",
    "carry_anchors",
    "clean_line",
    "clean_text",
    "difference",
    "excerpt",
    "import_markdown",
    "is_blank",
    "loses_what_was_meant",
    "marked_passages",
    "new_anchor",
    "passages",
    "passages_again",
    "plain",
    "plain_comment",
    "quote_of",
    "redacted_source",
    "render_comment",
    "sanitise",
    "split_blocks",
    "stored",
    "with_renditions",
]
