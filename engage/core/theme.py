"""The accent colour of a site, as custom properties that keep their contrast whatever colour was chosen."""

from __future__ import annotations

import colorsys
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Flask, Response, abort, request

from engage.core.access import public

if TYPE_CHECKING:
    from collections.abc import Iterator

AA = 4.5
AAA = 7.0


@dataclass(frozen=True)
class Scheme:
    """The grounds that text stands on in one colour scheme; those of scss/_tokens.scss."""

    paper: str
    raised: str
    sunken: str
    good_wash: str
    warn_wash: str
    bad_wash: str
    ink: str
    ink_soft: str
    darken: bool

    @property
    def hardest(self) -> str:
        """The ground on which an accent that is told from this scheme's paper is hardest to read."""
        pick = min if self.darken else max
        return pick(self.grounds, key=luminance)

    @property
    def grounds(self) -> tuple[str, ...]:
        """Every ground that an accent can stand on."""
        return self.paper, self.raised, self.sunken, self.good_wash, self.warn_wash, self.bad_wash


LIGHT = Scheme(
    paper="#fbf9f4",
    raised="#ffffff",
    sunken="#f1ede4",
    good_wash="#e4f0e6",
    warn_wash="#fbefd3",
    bad_wash="#fae8e4",
    ink="#1d1c1a",
    ink_soft="#57524a",
    darken=True,
)
DARK = Scheme(
    paper="#17181b",
    raised="#212327",
    sunken="#101114",
    good_wash="#1a2c22",
    warn_wash="#302816",
    bad_wash="#381f1c",
    ink="#ece9e2",
    ink_soft="#b4afa4",
    darken=False,
)


def parse_accent(text: str) -> str:
    """The colour in lower-case #rrggbb; refuses anything else with a sentence."""
    if not re.fullmatch(r"#?[0-9a-fA-F]{6}", text):
        raise ValueError(f"“{text}” is not a colour: write # and six hexadecimal digits, such as #0b5d5e.")
    return "#" + text.removeprefix("#").lower()


@lru_cache(maxsize=64)
def theme_css(accent: str) -> str:
    """Custom properties alone: light, dark, and more contrast for those who ask for it; AA at the least."""
    colour = parse_accent(accent)
    light, dark = _properties(colour, LIGHT, AA), _properties(colour, DARK, AA)
    more_light, more_dark = _properties(colour, LIGHT, AAA), _properties(colour, DARK, AAA)
    return (
        f":root{{{light}}}\n"
        f"@media (prefers-contrast:more){{:root{{{more_light}}}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        f"@media screen and (prefers-color-scheme:dark) and (prefers-contrast:more){{:root{{{more_dark}}}}}\n"
    )


@lru_cache(maxsize=8)
def theme_shades(accent: str) -> dict[str, dict[str, str]]:
    """The same colours by name, `light` and `dark`, for mails, where custom properties are not understood."""
    colour = parse_accent(accent)
    schemes = {"light": accents(colour, LIGHT, AA), "dark": accents(colour, DARK, AA)}
    return {name: {key.replace("-", "_"): c for key, c in found.items()} for name, found in schemes.items()}


def theme_url(accent: str) -> str:
    """Where the theme of this accent is served; changes with its content, so it may be cached for ever."""
    version = hashlib.sha256(theme_css(accent).encode()).hexdigest()[:8]
    return f"/theme/{parse_accent(accent)[1:]}.css?v={version}"


def init_app(app: Flask) -> None:
    """Give templates theme_url, and mails theme_shades; serve the themes."""
    app.jinja_env.globals.update(theme_url=theme_url, theme_shades=theme_shades)
    app.add_url_rule("/theme/<accent>.css", "theme", stylesheet)


@public
def stylesheet(accent: str) -> Response:
    """The theme of an accent; the address names all that it depends on, so it may be kept for ever."""
    try:
        content = theme_css(accent)
    except ValueError:
        abort(404)
    response = Response(content, mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.set_etag(hashlib.sha256(content.encode()).hexdigest()[:16])
    return response.make_conditional(request)  # type: ignore[return-value]  # it gives back the response itself


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG defines it."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, as WCAG defines it."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def accents(colour: str, scheme: Scheme, ratio: float) -> dict[str, str]:
    """Every colour of the theme, by the name of its property."""
    accent = _readable(colour, scheme, ratio)
    strong = _readable(accent, scheme, ratio + 2.5)
    return {
        "accent": accent,
        "accent-strong": strong,
        "on-accent": max(("#ffffff", "#101114"), key=lambda ink: contrast(ink, accent)),
        "accent-wash": _wash(accent, strong, scheme),
        "accent-line": _mix(scheme.paper, accent, 0.35),
    }


def _properties(colour: str, scheme: Scheme, ratio: float) -> str:
    return ";".join(f"--{name}:{value}" for name, value in accents(colour, scheme, ratio).items())


def _readable(colour: str, scheme: Scheme, ratio: float) -> str:
    """The nearest lightness of this hue that reaches the ratio on the hardest ground of the scheme."""
    shades = _shades(colour, darker=scheme.darken)
    end = "#000000" if scheme.darken else "#ffffff"
    return next((shade for shade in shades if contrast(shade, scheme.hardest) >= ratio), end)


def _shades(colour: str, *, darker: bool) -> Iterator[str]:
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    end = 0.0 if darker else 1.0
    for step in range(101):
        yield _hex(colorsys.hls_to_rgb(hue, lightness + (end - lightness) * step / 100, saturation))


def _wash(accent: str, strong: str, scheme: Scheme) -> str:
    """A tint of the paper on which the accent, its strong form and the ink can all be read."""
    for part in (0.1, 0.08, 0.06, 0.04, 0.02):
        wash = _mix(scheme.paper, accent, part)
        if min(contrast(text, wash) for text in (accent, strong, scheme.ink, scheme.ink_soft)) >= AA:
            return wash
    return scheme.paper


def _mix(ground: str, colour: str, part: float) -> str:
    return _hex(tuple(g + (c - g) * part for g, c in zip(_rgb(ground), _rgb(colour), strict=True)))


def _rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


def _hex(parts: tuple[float, ...]) -> str:
    return "#" + "".join(f"{round(min(1.0, max(0.0, p)) * 255):02x}" for p in parts)
