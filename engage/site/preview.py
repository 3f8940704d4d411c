"""The picture that stands beside a link to a publication elsewhere: its title on the site's paper, drawn by rule."""

import io
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, MARGIN = 1200, 630, 80
PAPER, INK, SOFT = "#fbf9f4", "#1d1c1a", "#57524a"
MOST_LINES = 4
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def card(*, title: str, kicker: str, site_name: str, accent: str) -> bytes:
    """A PNG of 1200 by 630; a title that is too long ends in an ellipsis."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 18), fill=accent)
    draw.text((MARGIN, 84), kicker, fill=accent, font=ImageFont.load_default(34))
    large = ImageFont.load_default(68)
    for number, line in enumerate(_lines(draw, title, large)):
        draw.text((MARGIN, 148 + number * 88), line, fill=INK, font=large)
    draw.line((MARGIN, 536, WIDTH - MARGIN, 536), fill=SOFT, width=2)
    draw.text((MARGIN, 556), site_name, fill=SOFT, font=ImageFont.load_default(34))
    out = io.BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _lines(draw: ImageDraw.ImageDraw, title: str, font: Font) -> list[str]:
    lines = list(_wrapped(draw, title.split()[:60], font))
    return lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], f"{lines[MOST_LINES - 1]} …"]


def _wrapped(draw: ImageDraw.ImageDraw, words: list[str], font: Font) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and draw.textlength(longer, font=font) > WIDTH - 2 * MARGIN:
            yield line
            line = word[:40]
        else:
            line = longer[:60]
    if line:
        yield line
