"""The things that pictures are made of: hills, trees, houses, people, vehicles."""

# ruff: noqa: PLR0917 - where and how large come in the order that every drawing library uses

from engage.demo.picture_canvas import WIDTH, Canvas


def sky(c: Canvas, sun: bool = True) -> None:
    """Sky, sun or moon, and two or three clouds."""
    c.gradient(*c.light.sky, height=700)
    if sun:
        x = c.chance.uniform(250, 1350)
        c.disc(x, c.chance.uniform(150, 260), 70, c.light.sun)
    for _ in range(c.chance.choice((2, 3))):
        cloud(c, c.chance.uniform(0, 1400), c.chance.uniform(70, 270), c.chance.uniform(0.7, 1.3))


def cloud(c: Canvas, x: float, y: float, size: float) -> None:
    """A long flat-bottomed cloud."""
    c.rectangle(x, y, 220 * size, 34 * size, c.light.cloud, 17 * size)
    c.rectangle(x + 50 * size, y - 24 * size, 110 * size, 50 * size, c.light.cloud, 25 * size)


def hills(c: Canvas, horizon: float = 430, near: float = 620, layers: int = 4) -> None:
    """Ranges from far to near."""
    for n in range(layers):
        share = n / max(1, layers - 1)
        c.below(c.wave(horizon + (near - horizon) * share, 70 - 35 * share), c.light.hills[n])


def ground(c: Canvas, y: float = 700, pavement: bool = False) -> None:
    """Level ground, with a pavement and a road if asked."""
    c.rectangle(-60, y, WIDTH + 120, 400, c.light.ground)
    if pavement:
        c.rectangle(-60, y + 20, WIDTH + 120, 34, c.light.pale)
        c.rectangle(-60, y + 54, WIDTH + 120, 400, c.light.road)
        for x in range(-40, WIDTH, 190):
            c.rectangle(x, y + 128, 95, 8, c.light.pale)


def round_tree(c: Canvas, x: float, base: float, size: float = 1) -> None:
    """A broad tree with a lit side."""
    c.rectangle(x - 7 * size, base - 90 * size, 14 * size, 90 * size, c.light.dark)
    c.disc(x, base - 130 * size, 68 * size, c.light.tree[0], 1.1)
    c.disc(x - 18 * size, base - 150 * size, 40 * size, c.light.tree[1], 1.05)


def tall_tree(c: Canvas, x: float, base: float, size: float = 1) -> None:
    """A poplar."""
    c.rectangle(x - 5 * size, base - 40 * size, 10 * size, 40 * size, c.light.dark)
    c.disc(x, base - 140 * size, 34 * size, c.light.tree[0], 3.2)
    c.disc(x - 9 * size, base - 150 * size, 17 * size, c.light.tree[1], 4.2)


def fir(c: Canvas, x: float, base: float, size: float = 1) -> None:
    """A fir in three tiers."""
    for tier, width in enumerate((62, 50, 36)):
        low = base - 12 * size - tier * 46 * size
        points = [(x - width * size, low), (x + width * size, low), (x, low - 90 * size)]
        c.polygon(points, c.light.tree[tier % 2])
    c.rectangle(x - 6 * size, base - 14 * size, 12 * size, 14 * size, c.light.dark)


def trees(c: Canvas, y: float, count: int, size: float = 1, left: float = 0, right: float = WIDTH) -> None:
    """A scatter of mixed trees along a line."""
    for _ in range(count):
        kind = c.chance.choice((round_tree, round_tree, tall_tree, fir))
        kind(c, c.chance.uniform(left, right), y + c.chance.uniform(-6, 10), size * c.chance.uniform(0.75, 1.2))


def windows(c: Canvas, x: float, y: float, width: float, height: float, columns: int, rows: int) -> None:
    """A grid of upright windows that fills a wall."""
    step, rise = width / columns, height / rows
    for column in range(columns):
        for row in range(rows):
            left, top = x + step * (column + 0.24), y + rise * (row + 0.22)
            c.rectangle(left, top, step * 0.52, rise * 0.56, c.light.window)
            c.rectangle(left + step * 0.24, top, step * 0.04, rise * 0.56, c.light.pale)


def house(c: Canvas, x: float, base: float, width: float = 150, height: float = 130) -> None:
    """A gabled house with a door, a chimney and its windows."""
    wall = c.chance.choice(c.light.walls)
    c.rectangle(x + width * 0.7, base - height - width * 0.42, width * 0.12, width * 0.4, c.light.roof)
    c.rectangle(x, base - height, width, height, wall)
    ridge = base - height - width * 0.38
    c.polygon([(x - 12, base - height), (x + width + 12, base - height), (x + width * 0.5, ridge)], c.light.roof)
    windows(c, x, base - height, width, height * 0.55, 2, 1)
    c.rectangle(x + width * 0.41, base - height * 0.42, width * 0.2, height * 0.42, c.light.accent, 3)


def terrace(c: Canvas, x: float, base: float, count: int, width: float = 170) -> float:
    """A row of houses of unequal height; returns where it ends."""
    for _ in range(count):
        height = c.chance.uniform(200, 290)
        _terraced(c, x, base, width, height)
        x += width
    return x


def _terraced(c: Canvas, x: float, base: float, width: float, height: float) -> None:
    c.rectangle(x + width * 0.12, base - height - 90, 26, 90, c.light.roof)
    c.rectangle(x, base - height, width, height, c.chance.choice(c.light.walls))
    left, right = (x - 4, base - height), (x + width + 4, base - height)
    c.polygon([left, right, (x + width - 18, base - height - 62), (x + 18, base - height - 62)], c.light.roof)
    windows(c, x, base - height + 8, width, height * 0.45, 2, 1)
    c.rectangle(x + width * 0.14, base - 96, width * 0.24, 96, c.chance.choice((c.light.accent, c.light.dark)), 4)
    c.rectangle(x + width * 0.52, base - 90, width * 0.34, 62, c.light.window)
    c.rectangle(x + width * 0.68, base - 90, width * 0.02, 62, c.light.pale)


def block(c: Canvas, x: float, base: float, width: float, height: float, wall: int, columns: int, rows: int) -> None:
    """A flat-roofed building with rows of windows."""
    c.rectangle(x, base - height, width, height, c.light.walls[wall])
    c.rectangle(x - 8, base - height - 14, width + 16, 18, c.light.roof)
    windows(c, x + 10, base - height + 14, width - 20, height - 30, columns, rows)


def cross(c: Canvas, x: float, y: float, size: float, fill: str) -> None:
    """An upright cross with equal arms round its centre."""
    c.rectangle(x - size / 2, y - size / 6, size, size / 3, fill)
    c.rectangle(x - size / 6, y - size / 2, size / 3, size, fill)


def lamp(c: Canvas, x: float, base: float) -> None:
    """A street lamp."""
    c.rectangle(x - 4, base - 230, 8, 230, c.light.dark)
    c.rectangle(x - 4, base - 234, 62, 8, c.light.dark)
    c.dome(x + 52, base - 214, 20, c.light.window)


# A red cross on white is protected by law; health buildings here have a green one.
GREEN = "#2e8b57"
SKINS = ("#f0c9a8", "#c98e63", "#8c5a3c", "#e4b08a", "#5f3d2b")
COATS = ("#2f5d7c", "#c8553d", "#e0a43a", "#4f7f62", "#7a4d74", "#d8d2c4", "#35506b")


def person(c: Canvas, x: float, base: float, size: float = 1, coat: str | None = None) -> None:
    """Somebody standing: coat, trousers, head and hair."""
    fill, skin = coat or c.chance.choice(COATS), c.chance.choice(SKINS)
    for leg in (-13, 3):
        c.rectangle(x + leg * size, base - 70 * size, 11 * size, 70 * size, c.light.dark, 4 * size)
    for arm in (-33, 21):
        c.disc(x + (arm + 6) * size, base - 70 * size, 6 * size, skin)
        c.rectangle(x + arm * size, base - 142 * size, 12 * size, 74 * size, fill, 6 * size)
    c.rectangle(x - 20 * size, base - 150 * size, 40 * size, 96 * size, fill, 17 * size)
    c.rectangle(x - 6 * size, base - 160 * size, 12 * size, 18 * size, skin)
    head(c, x, base - 176 * size, size, skin)


def seated(c: Canvas, x: float, base: float, size: float = 1, facing: int = 1) -> None:
    """Somebody on a chair, turned left (-1) or right (1)."""
    fill, skin = c.chance.choice(COATS), c.chance.choice(SKINS)
    knee = x + facing * 58 * size
    c.line([(x, base - 78 * size), (knee, base - 78 * size), (knee, base - 6 * size)], c.light.dark, 24 * size)
    c.rectangle(x - 27 * size, base - 176 * size, 54 * size, 112 * size, fill, 22 * size)
    c.line([(x, base - 140 * size), (x + facing * 48 * size, base - 100 * size)], fill, 20 * size)
    head(c, x, base - 204 * size, size * 1.1, skin)


def head(c: Canvas, x: float, y: float, size: float, skin: str) -> None:
    """A face without features under some hair."""
    hair = c.chance.choice(("#2b2320", "#5a3a26", "#b8b4ae", "#e6e2da", "#8a5a2e"))
    c.disc(x, y, 21 * size, skin)
    c.dome(x, y - 1 * size, 23 * size, hair)
    if c.chance.random() < 0.4:
        c.disc(x - 18 * size, y + 4 * size, 10 * size, hair, 1.8)


def wheel(c: Canvas, x: float, base: float, radius: float = 34) -> None:
    """A wheel that stands on the ground."""
    c.disc(x, base - radius, radius, c.light.dark)
    c.disc(x, base - radius, radius * 0.45, c.light.pale)


def bus(c: Canvas, x: float, base: float, body: str, stripe: str) -> None:
    """A single-decker, 560 long."""
    c.rectangle(x, base - 228, 560, 200, body, 26)
    c.rectangle(x, base - 84, 560, 18, stripe)
    for n in range(5):
        c.rectangle(x + 22 + n * 92, base - 198, 80, 86, c.light.window, 8)
    c.rectangle(x + 484, base - 198, 60, 150, c.light.window, 8)
    c.rectangle(x + 36, base - 222, 190, 18, c.light.dark, 5)
    for n in (110, 450):
        wheel(c, x + n, base, 38)


def van(c: Canvas, x: float, base: float) -> None:
    """An ambulance, 430 long, facing right."""
    c.rectangle(x, base - 232, 300, 204, "#f6f4ec", 14)
    c.polygon([(x + 290, base - 190), (x + 368, base - 190), (x + 424, base - 110), (x + 424, base - 28),
               (x + 290, base - 28)], "#f6f4ec")  # fmt: skip
    c.polygon([(x + 312, base - 172), (x + 360, base - 172), (x + 400, base - 112), (x + 312, base - 112)],
              c.light.window)  # fmt: skip
    for n in range(12):
        fill = "#2e8b57" if n % 2 else "#f2d13c"
        c.rectangle(x + n * 35, base - 92, 36, 36, fill)
    cross(c, x + 96, base - 160, 74, "#2e8b57")
    c.rectangle(x + 210, base - 250, 66, 20, "#3f7fd6", 8)
    for n in (86, 346):
        wheel(c, x + n, base)


def bench(c: Canvas, x: float, base: float, width: float = 240) -> None:
    """A garden bench."""
    for slat in (98, 118, 138):
        c.rectangle(x, base - slat, width, 12, c.light.roof, 4)
    c.rectangle(x - 6, base - 72, width + 12, 14, c.light.roof, 4)
    for leg in (14, width - 26):
        c.rectangle(x + leg, base - 66, 12, 66, c.light.dark)


def plant(c: Canvas, x: float, base: float, size: float = 1) -> None:
    """A leafy plant in a pot."""
    for lean in (-70, -36, 0, 34, 66):
        tip = (x + lean * size, base - (190 - abs(lean) * 0.7) * size)
        side = (x + (lean * 0.5 - 22) * size, base - 120 * size)
        other = (x + (lean * 0.5 + 22) * size, base - 120 * size)
        c.polygon([(x, base - 54 * size), side, tip, other], c.light.tree[abs(lean) % 2])
    c.polygon([(x - 40 * size, base - 64 * size), (x + 40 * size, base - 64 * size), (x + 28 * size, base),
               (x - 28 * size, base)], c.light.walls[2])  # fmt: skip


def stall(c: Canvas, x: float, base: float, stripe: str) -> None:
    """A market stall with a striped awning, 270 wide."""
    c.rectangle(x + 14, base - 240, 8, 240, c.light.dark)
    c.rectangle(x + 248, base - 240, 8, 240, c.light.dark)
    c.rectangle(x, base - 104, 270, 104, c.light.walls[1], 4)
    for n in range(9):
        c.disc(x + 20 + n * 29, base - 112, 16, c.chance.choice(("#d9483b", "#e6a93c", "#6a9a4f", "#a6508a")))
    for n in range(6):
        fill = stripe if n % 2 else c.light.pale
        left = x - 15 + n * 50
        c.polygon(
            [(left + 10, base - 300), (left + 60, base - 300), (left + 50, base - 226), (left, base - 226)],
            fill,
        )
        c.disc(left + 25, base - 226, 25, fill, 0.6)
