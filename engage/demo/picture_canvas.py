"""A drawing surface of 1600 by 900 units, whatever the size of the picture."""

# ruff: noqa: PLR0917 - where and how large come in the order that every drawing library uses

import math
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PIL import Image, ImageDraw

from engage.demo.picture_light import Light

WIDTH, HEIGHT = 1600, 900

Point = tuple[float, float]


@dataclass(frozen=True)
class Canvas:
    """Shapes in units; what is drawn later lies nearer."""

    image: Image.Image
    pen: ImageDraw.ImageDraw
    scale: float
    shift: Point
    light: Light
    chance: random.Random

    def rectangle(self, x: float, y: float, width: float, height: float, fill: str, radius: float = 0) -> None:
        """A box from its top left corner."""
        box = (*self._at(x, y), *self._at(x + width, y + height))
        if radius:
            self.pen.rounded_rectangle(box, radius * self.scale, fill)
        else:
            self.pen.rectangle(box, fill)

    def disc(self, x: float, y: float, radius: float, fill: str, flat: float = 1) -> None:
        """A circle round its centre, or an ellipse `flat` times as high as wide."""
        self.pen.ellipse((*self._at(x - radius, y - radius * flat), *self._at(x + radius, y + radius * flat)), fill)

    def dome(self, x: float, y: float, radius: float, fill: str) -> None:
        """The upper half of a circle that stands on y."""
        self.pen.pieslice((*self._at(x - radius, y - radius), *self._at(x + radius, y + radius)), 180, 360, fill)

    def polygon(self, points: Iterable[Point], fill: str) -> None:
        """A filled shape."""
        self.pen.polygon([self._at(*point) for point in points], fill)

    def line(self, points: Iterable[Point], fill: str, width: float) -> None:
        """A stroke with rounded joints."""
        self.pen.line([self._at(*p) for p in points], fill, max(1, round(width * self.scale)), joint="curve")

    def below(self, curve: Callable[[float], float], fill: str, step: int = 20) -> None:
        """Everything under a curve over the whole width."""
        top = [(x, curve(x)) for x in range(-60, WIDTH + 61, step)]
        self.polygon([*top, (WIDTH + 60, HEIGHT + 200), (-60, HEIGHT + 200)], fill)

    def gradient(self, top: str, bottom: str, height: float = HEIGHT) -> None:
        """Colour from the upper edge down to `height`, over the whole width."""
        ramp = Image.linear_gradient("L").resize((1, round(self.shift[1] + height * self.scale) or 1))
        size = (self.image.width, ramp.height)
        self.image.paste(_mixed(ramp, top, bottom).resize(size), (0, 0))

    def wave(self, base: float, size: float) -> Callable[[float], float]:
        """A hill's outline about `base`, up to `size` high, never the same twice."""
        near, far = self.chance.uniform(0, 7), self.chance.uniform(0, 7)
        return lambda x: base - size * (0.6 * math.sin(x / 330 + near) + 0.4 * math.sin(x / 139 + far))

    def _at(self, x: float, y: float) -> Point:
        return (x * self.scale + self.shift[0], y * self.scale + self.shift[1])


def _mixed(ramp: Image.Image, top: str, bottom: str) -> Image.Image:
    ends = Image.new("RGB", ramp.size, top), Image.new("RGB", ramp.size, bottom)
    return Image.composite(ends[1], ends[0], ramp)
