"""Motifs that are indoors."""

from engage.demo import picture_parts as p
from engage.demo.picture_canvas import WIDTH, Canvas


def _room(c: Canvas, wall: str, floor: str, skirting: float = 660) -> None:
    c.rectangle(-60, -60, WIDTH + 120, 800, wall)
    c.rectangle(-60, skirting, WIDTH + 120, 400, floor)
    c.rectangle(-60, skirting - 14, WIDTH + 120, 14, c.light.pale)


def _view(c: Canvas, x: float, y: float, width: float, height: float) -> None:
    """A window that looks out on two hills."""
    c.rectangle(x - 14, y - 14, width + 28, height + 28, c.light.pale)
    c.rectangle(x, y, width, height, c.light.sky[1])
    c.disc(x + width * 0.7, y + height * 0.3, height * 0.1, c.light.sun)
    low, right = y + height, x + width
    far = [(x, y + height * 0.7), (x + width * 0.35, y + height * 0.5), (right, y + height * 0.8)]
    near = [(x, y + height * 0.9), (x + width * 0.6, y + height * 0.68), (right, y + height * 0.78)]
    c.polygon([(x, low), *far, (right, low)], c.light.hills[1])
    c.polygon([(x, low), *near, (right, low)], c.light.hills[2])
    c.rectangle(x + width / 2 - 5, y, 10, height, c.light.pale)


def _armchair(c: Canvas, x: float, base: float, fill: str) -> None:
    c.rectangle(x, base - 250, 190, 200, fill, 44)
    c.rectangle(x + 20, base - 120, 150, 60, c.light.pale, 20)
    for side in (-26, 166):
        c.rectangle(x + side, base - 150, 50, 128, fill, 22)
    for leg in (6, 168):
        c.rectangle(x + leg, base - 26, 14, 26, c.light.dark)


def community_room(c: Canvas) -> None:
    """A meeting: people in a half circle of chairs, a window, a plant."""
    _room(c, c.light.walls[0], c.light.walls[1])
    _view(c, 170, 130, 420, 300)
    _view(c, 1010, 130, 420, 300)
    c.rectangle(690, 150, 220, 250, c.light.pale, 8)
    for line in range(4):
        c.rectangle(716, 190 + line * 48, c.chance.uniform(90, 168), 12, c.light.road, 6)
    p.plant(c, 80, 720, 1.3)
    c.disc(800, 800, 560, c.light.pale, 0.16)
    for n, x in enumerate((250, 450, 660, 940, 1150, 1350)):
        base = 800 - abs(n - 2.5) * -14 - 30
        c.rectangle(x - 38, base - 160, 76, 100, c.light.roof, 12)
        c.rectangle(x - 42, base - 70, 84, 12, c.light.dark, 4)
        p.seated(c, x, base, 1.12, 1 if x < 800 else -1)


def home_room(c: Canvas) -> None:
    """A kitchen table with two people and a pot of tea."""
    _room(c, c.light.hills[0], c.light.walls[1], 690)
    _view(c, 560, 110, 480, 320)
    c.rectangle(120, 170, 320, 22, c.light.roof)
    for n in range(6):
        c.rectangle(140 + n * 48, 128, 32, 42, c.chance.choice(p.COATS), 6)
    c.rectangle(1220, 150, 250, 540, c.light.walls[0], 12)
    c.rectangle(1220, 330, 250, 8, c.light.roof)
    for y in (250, 420):
        c.rectangle(1244, y, 10, 60, c.light.roof, 4)
    p.seated(c, 500, 800, 1.5, 1)
    p.seated(c, 1090, 800, 1.5, -1)
    c.rectangle(560, 610, 470, 26, c.light.roof, 8)
    for x in (600, 970):
        c.rectangle(x, 630, 22, 180, c.light.roof)
    c.disc(795, 566, 48, c.light.accent, 0.9)
    c.line([(836, 566), (880, 540)], c.light.accent, 16)
    for x in (690, 920):
        c.rectangle(x, 576, 36, 34, c.light.pale, 8)


def phone_room(c: Canvas) -> None:
    """Somebody with a headset at a desk with a large diary on the wall."""
    _room(c, c.light.walls[0], c.light.hills[1], 700)
    c.rectangle(170, 120, 620, 380, c.light.pale, 10)
    for row in range(5):
        for column in range(7):
            fill = c.chance.choice((c.light.sky[0], c.light.hills[1], c.light.accent, c.light.sun, c.light.pale))
            c.rectangle(196 + column * 82, 150 + row * 66, 70, 54, fill, 6)
    _view(c, 980, 140, 430, 300)
    p.seated(c, 900, 820, 1.75, 1)
    c.line([(864, 470), (884, 430), (930, 440)], c.light.dark, 8)
    c.rectangle(950, 640, 560, 26, c.light.roof, 8)
    for x in (980, 1450):
        c.rectangle(x, 660, 22, 190, c.light.roof)
    c.rectangle(1110, 470, 250, 150, c.light.dark, 10)
    c.rectangle(1122, 482, 226, 126, c.light.sky[0], 4)
    c.rectangle(1220, 618, 30, 24, c.light.dark)
    p.plant(c, 120, 800, 1.3)


def lounge(c: Canvas) -> None:
    """A quiet room: two armchairs turned to a low table, a plant, a lamp."""
    _room(c, c.light.hills[0], c.light.walls[1], 650)
    _view(c, 590, 120, 420, 300)
    c.disc(800, 800, 520, c.light.pale, 0.18)
    _armchair(c, 420, 790, c.light.tree[1])
    _armchair(c, 990, 790, c.light.walls[2])
    c.rectangle(715, 712, 170, 18, c.light.roof, 8)
    for x in (735, 850):
        c.rectangle(x, 728, 12, 72, c.light.roof)
    for x in (750, 820):
        c.rectangle(x, 680, 32, 32, c.light.accent, 8)
    c.rectangle(1300, 380, 10, 400, c.light.dark)
    c.polygon([(1250, 400), (1360, 400), (1330, 300), (1280, 300)], c.light.sun)
    c.rectangle(1265, 776, 80, 12, c.light.dark, 6)
    p.plant(c, 250, 780, 1.7)


def ward(c: Canvas) -> None:
    """Two beds, a window with hills behind, and a nurse."""
    _room(c, c.light.hills[0], c.light.walls[0], 640)
    for x in (150, 640, 1130):
        _view(c, x, 120, 320, 260)
    for x in (130, 900):
        _bed(c, x, 780)
    _armchair(c, 640, 790, c.light.walls[2])
    p.person(c, 850, 830, 1.6, "#2f6fa8")


def _bed(c: Canvas, x: float, base: float) -> None:
    c.rectangle(x, base - 250, 20, 230, "#8d98a2", 8)
    c.rectangle(x + 540, base - 190, 18, 170, "#8d98a2", 8)
    c.rectangle(x + 10, base - 120, 540, 44, "#8d98a2", 10)
    c.rectangle(x + 24, base - 186, 150, 70, "#ffffff", 26)
    p.head(c, x + 120, base - 204, 1.4, c.chance.choice(p.SKINS))
    c.rectangle(x + 150, base - 186, 390, 90, c.light.sky[0], 30)
    c.rectangle(x + 150, base - 186, 90, 90, "#ffffff", 24)
    for leg in (50, 500):
        c.disc(x + leg, base - 14, 16, c.light.dark)
        c.rectangle(x + leg - 5, base - 80, 10, 60, "#8d98a2")
