"""Illustrations for the demonstration, drawn by rule: flat, calm, and the same on every machine.

A picture's name is a motif and, after a hyphen, whatever tells it from others of the same motif:
`hospital-hallowby`. The motif decides what is shown; the whole name and the seed decide light and detail.
"""

import random
import zlib

from PIL import Image, ImageDraw

from engage.demo.picture_canvas import HEIGHT, WIDTH, Canvas
from engage.demo.picture_light import light_for
from engage.demo.picture_scenes import MOTIFS

__all__ = ["MOTIFS", "draw", "motif"]

_OVERSAMPLING = 2


def motif(name: str) -> str:
    """The part of a picture's name that says what it shows."""
    return name.partition("-")[0]


def draw(name: str, seed: int, size: tuple[int, int] = (1600, 900)) -> Image.Image:
    """The named picture, always the same for the same arguments. KeyError: no such motif."""
    scene = MOTIFS[motif(name)]
    chance = random.Random(zlib.crc32(f"{seed} {name}".encode()))  # noqa: S311 - it chooses trees, not secrets
    large = Image.new("RGB", (size[0] * _OVERSAMPLING, size[1] * _OVERSAMPLING))
    scale = max(large.width / WIDTH, large.height / HEIGHT)
    shift = ((large.width - WIDTH * scale) / 2, (large.height - HEIGHT * scale) / 2)
    scene(Canvas(large, ImageDraw.Draw(large), scale, shift, light_for(name, chance), chance))
    return large.reduce(_OVERSAMPLING)
