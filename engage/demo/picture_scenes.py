"""What each motif shows."""

import math
from collections.abc import Callable, Mapping

from engage.demo import picture_parts as p
from engage.demo.picture_canvas import HEIGHT, WIDTH, Canvas
from engage.demo.picture_rooms import community_room, home_room, lounge, phone_room, ward

LAMPLIGHT = "#ffdc94"


def valley(c: Canvas) -> None:
    """Hills, a river that winds down between them, and a village."""
    p.sky(c)
    p.hills(c, 380, 610)
    _stream(c)
    for x in (1010, 1130, 1235, 1330):
        p.house(c, x, 660 + c.chance.uniform(-8, 8), 84, 70)
    p.trees(c, 690, 7, 0.62, 60, 560)
    p.trees(c, 760, 4, 0.9, 1180, 1580)


def _stream(c: Canvas) -> None:
    """Wider and slower the nearer it comes."""
    left, right = [], []
    for y in range(585, 925, 10):
        near = (y - 585) / 330
        middle = 880 + 120 * math.sin(near * 6.5) * (0.4 + near)
        left.append((middle - 8 - 130 * near**2, y))
        right.append((middle + 8 + 130 * near**2, y))
    c.polygon([*left, *reversed(right)], c.light.sky[0])


def river(c: Canvas) -> None:
    """A stone bridge with three arches and a bus crossing it."""
    p.sky(c)
    p.hills(c, 360, 560)
    c.rectangle(-60, 640, WIDTH + 120, 300, c.light.sky[0])
    p.bus(c, 560, 506, c.light.accent, c.light.pale)
    c.rectangle(-60, 490, WIDTH + 120, 210, c.light.walls[1])
    c.rectangle(-60, 478, WIDTH + 120, 22, c.light.walls[0])
    for x in (300, 800, 1300):
        c.dome(x, 720, 165, c.light.hills[2])
        c.rectangle(x - 165, 716, 330, 40, c.light.sky[0])
    c.rectangle(-60, 700, WIDTH + 120, 260, c.light.sky[0])
    for n in range(16):
        c.rectangle(c.chance.uniform(-40, 1500), 730 + n * 10, c.chance.uniform(60, 190), 5, c.light.sky[1], 2)


def hospital(c: Canvas) -> None:
    """A brick hospital with two wings and a clock turret."""
    p.sky(c)
    p.hills(c, 400, 560)
    p.trees(c, 690, 6, 1, -20, 330)
    p.trees(c, 690, 6, 1, 1290, 1620)
    p.ground(c, 690)
    for x in (270, 970):
        p.block(c, x, 700, 360, 190, 2, 5, 2)
    p.block(c, 560, 700, 480, 260, 1, 6, 2)
    _turret(c, 800, 440)
    c.rectangle(735, 596, 130, 104, c.light.dark, 4)
    c.rectangle(690, 580, 220, 20, c.light.pale, 4)
    c.disc(800, 545, 34, c.light.pale)
    p.cross(c, 800, 545, 42, p.GREEN)
    _drive(c)


def _turret(c: Canvas, x: float, base: float) -> None:
    c.rectangle(x - 46, base - 110, 92, 112, c.light.walls[0])
    c.polygon([(x - 62, base - 108), (x + 62, base - 108), (x, base - 200)], c.light.roof)
    c.disc(x, base - 56, 30, c.light.pale)
    c.line([(x, base - 76), (x, base - 56), (x + 14, base - 48)], c.light.dark, 5)


def _drive(c: Canvas) -> None:
    c.polygon([(745, 700), (855, 700), (1150, 910), (450, 910)], c.light.road)
    for x in (640, 960):
        c.disc(x, 742, 62, c.light.tree[1], 0.5)
    p.person(c, 690, 800, 0.8)
    p.person(c, 742, 806, 0.74)
    p.person(c, 960, 846, 0.9)


def clinic(c: Canvas) -> None:
    """A low modern health centre with a ramp."""
    p.sky(c)
    p.hills(c, 430, 580, 3)
    p.tall_tree(c, 250, 700, 1.3)
    p.tall_tree(c, 330, 700, 1.1)
    p.ground(c, 690, pavement=True)
    c.rectangle(420, 440, 820, 260, c.light.walls[0])
    c.polygon([(380, 450), (1290, 390), (1290, 420), (380, 480)], c.light.roof)
    c.rectangle(470, 520, 380, 110, c.light.window, 6)
    for x in (562, 656, 752):
        c.rectangle(x, 520, 8, 110, c.light.pale)
    c.rectangle(950, 500, 130, 200, c.light.window, 6)
    c.rectangle(1012, 500, 6, 200, c.light.pale)
    c.polygon([(1090, 706), (1330, 706), (1090, 678)], c.light.pale)
    p.cross(c, 1165, 550, 74, p.GREEN)
    p.round_tree(c, 1400, 706, 1.3)
    p.person(c, 900, 740, 0.95)
    p.person(c, 1180, 742, 0.9)


def town_hall(c: Canvas) -> None:
    """A town hall with columns, a pediment and a cupola."""
    p.sky(c)
    p.hills(c, 460, 590, 2)
    p.terrace(c, -80, 720, 3, 160)
    p.terrace(c, 1210, 720, 3, 160)
    p.ground(c, 710)
    c.rectangle(400, 390, 800, 320, c.light.walls[0])
    c.polygon([(370, 392), (1230, 392), (800, 250)], c.light.roof)
    c.polygon([(490, 380), (1110, 380), (800, 278)], c.light.walls[1])
    _cupola(c)
    p.windows(c, 410, 410, 780, 260, 7, 2)
    for x in range(460, 1160, 136):
        c.rectangle(x, 396, 34, 300, c.light.pale)
    for step in range(3):
        c.rectangle(
            380 - step * 30,
            690 + step * 16,
            840 + step * 60,
            18,
            c.light.pale if step % 2 else c.light.walls[1],
        )
    for x in (300, 640, 705, 1010, 1330):
        p.person(c, x, 800 + c.chance.uniform(0, 40), 0.85)


def _cupola(c: Canvas) -> None:
    c.rectangle(752, 190, 96, 90, c.light.walls[0])
    c.dome(800, 196, 60, c.light.roof)
    c.rectangle(796, 90, 8, 60, c.light.dark)
    c.polygon([(804, 92), (864, 106), (804, 122)], c.light.accent)


def bus_stop(c: Canvas) -> None:
    """A bus coming in to a shelter where people wait."""
    p.sky(c)
    p.hills(c, 420, 590)
    p.trees(c, 700, 6, 0.9, 60, 900)
    p.ground(c, 690, pavement=True)
    p.bus(c, 150, 770, c.light.accent, c.light.pale)
    _shelter(c)
    for x in (1010, 1090, 1180):
        p.person(c, x, 760, c.chance.uniform(0.9, 1.08))
    p.person(c, 890, 764, 0.7)


def _shelter(c: Canvas) -> None:
    c.rectangle(960, 530, 330, 200, c.light.sky[1])
    for x in (954, 1120, 1284):
        c.rectangle(x, 520, 10, 226, c.light.dark)
    c.rectangle(930, 500, 390, 24, c.light.dark, 8)
    c.rectangle(1400, 470, 8, 280, c.light.dark)
    c.rectangle(1364, 410, 80, 92, p.GREEN, 10)
    c.rectangle(1380, 430, 48, 34, c.light.pale, 6)
    for x in (1392, 1416):
        c.disc(x, 468, 6, c.light.pale)


def market(c: Canvas) -> None:
    """Stalls in a market place before old houses."""
    p.sky(c, sun=False)
    p.terrace(c, -60, 660, 10, 172)
    p.ground(c, 650)
    for x, stripe in ((90, "#c8553d"), (520, "#2f6f8f"), (960, "#4f8a5b"), (1350, "#d19a2e")):
        p.stall(c, x, 770, stripe)
    for x in (60, 420, 474, 850, 905, 1290, 1530):
        p.person(c, x, 820 + c.chance.uniform(-10, 40), 1)


def school(c: Canvas) -> None:
    """A school with a bell tower, a climbing frame and children."""
    p.sky(c)
    p.hills(c, 440, 590, 3)
    p.ground(c, 690)
    p.block(c, 620, 700, 760, 190, 1, 10, 2)
    c.rectangle(500, 430, 170, 270, c.light.walls[2])
    c.polygon([(480, 434), (690, 434), (585, 330)], c.light.roof)
    c.disc(585, 500, 34, c.light.pale)
    c.rectangle(548, 590, 74, 110, c.light.accent, 6)
    p.round_tree(c, 1470, 710, 1.4)
    for y in range(0, 150, 48):
        c.line([(150, 640 + y), (400, 640 + y)], c.light.accent, 9)
    for x in (150, 233, 316, 400):
        c.line([(x, 630), (x, 800)], c.light.roof, 9)
    for x in (470, 690, 760, 900, 1080, 1140):
        p.person(c, x, 800 + c.chance.uniform(-20, 50), 0.6)


def ambulance(c: Canvas) -> None:
    """An ambulance on a street of houses."""
    p.sky(c)
    p.hills(c, 400, 540, 2)
    p.terrace(c, -60, 710, 10, 172)
    p.ground(c, 700, pavement=True)
    p.van(c, 560, 832)
    p.person(c, 1090, 770, 1, "#2e6b4f")
    p.person(c, 1165, 776, 0.98)
    p.lamp(c, 330, 740)
    p.lamp(c, 1380, 740)


def garden(c: Canvas) -> None:
    """Two people on a bench in a garden."""
    p.sky(c)
    p.hills(c, 430, 560, 3)
    p.ground(c, 620)
    for n in range(26):
        c.disc(n * 66 - 20, 634, c.chance.uniform(36, 60), c.light.tree[n % 2])
    p.round_tree(c, 330, 760, 2.1)
    p.bench(c, 690, 790, 300)
    p.seated(c, 770, 790, 1.05)
    p.seated(c, 905, 790, 1)
    _frame(c, 1040, 800)
    for n in range(70):
        x, y = c.chance.uniform(1120, 1600), c.chance.uniform(700, 880)
        c.rectangle(x - 2, y, 4, 26, c.light.tree[1])
        c.disc(x, y, 9, c.chance.choice(("#d9483b", "#f0c24b", "#fbf7ee", "#b56aa0"))) if n else None


def _frame(c: Canvas, x: float, base: float) -> None:
    c.line([(x, base), (x + 14, base - 110), (x + 76, base - 110), (x + 90, base)], "#9aa4ac", 8)
    c.line([(x + 8, base - 56), (x + 82, base - 56)], "#9aa4ac", 6)


def home_visit(c: Canvas) -> None:
    """A nurse with a bag on a garden path."""
    p.sky(c)
    p.hills(c, 430, 570, 3)
    p.ground(c, 660)
    _cottage(c)
    c.polygon([(1010, 690), (1100, 690), (960, 910), (640, 910)], c.light.pale)
    for x in range(40, 560, 52):
        c.rectangle(x, 690, 14, 110, c.light.pale, 4)
    c.rectangle(30, 716, 530, 12, c.light.pale)
    c.rectangle(30, 766, 530, 12, c.light.pale)
    p.person(c, 830, 850, 1.35, "#2f6fa8")
    c.rectangle(836, 758, 66, 46, c.light.dark, 8)
    c.line([(854, 760), (860, 750), (878, 750), (884, 760)], c.light.dark, 6)
    p.round_tree(c, 1500, 720, 1.5)
    p.round_tree(c, 170, 690, 1.2)


def _cottage(c: Canvas) -> None:
    c.rectangle(1190, 300, 46, 110, c.light.roof)
    c.rectangle(780, 460, 560, 236, c.light.walls[0])
    c.polygon([(740, 466), (1380, 466), (1300, 350), (820, 350)], c.light.roof)
    for x in (830, 1190):
        c.rectangle(x, 520, 110, 96, c.light.window, 4)
        c.rectangle(x + 51, 520, 8, 96, c.light.pale)
        c.rectangle(x - 8, 616, 126, 16, c.light.tree[1], 6)
    c.rectangle(1012, 534, 88, 162, c.light.accent, 6)
    c.disc(1086, 620, 6, c.light.pale)


def pharmacy(c: Canvas) -> None:
    """A shop with a green cross."""
    p.sky(c, sun=False)
    p.terrace(c, -60, 720, 3, 172)
    p.terrace(c, 1150, 720, 3, 172)
    c.rectangle(456, 330, 694, 390, c.light.walls[0])
    c.rectangle(440, 312, 726, 30, c.light.roof)
    p.windows(c, 480, 350, 650, 130, 5, 1)
    c.rectangle(480, 500, 646, 50, "#2e8b57", 4)
    c.rectangle(500, 566, 370, 130, c.light.window, 4)
    for n in range(11):
        c.rectangle(522 + n * 31, c.chance.choice((636, 650, 660)), 20, 60, c.chance.choice(p.COATS), 4)
    c.rectangle(500, 694, 370, 10, c.light.dark)
    c.rectangle(930, 566, 130, 154, c.light.window, 4)
    p.ground(c, 710, pavement=True)
    c.rectangle(1090, 382, 96, 96, c.light.pale, 12)
    p.cross(c, 1138, 430, 70, p.GREEN)
    p.person(c, 905, 762, 1.05)
    p.person(c, 390, 766, 1)
    p.lamp(c, 240, 750)


def street(c: Canvas) -> None:
    """A street with one lit doorway."""
    p.sky(c)
    p.hills(c, 380, 520, 2)
    p.terrace(c, -60, 716, 10, 172)
    p.ground(c, 706, pavement=True)
    c.rectangle(770, 560, 96, 156, LAMPLIGHT, 6)
    c.polygon([(770, 716), (866, 716), (940, 760), (700, 760)], LAMPLIGHT)
    p.person(c, 818, 738, 0.9)
    p.lamp(c, 520, 744)
    p.lamp(c, 1160, 744)
    p.person(c, 1010, 764, 0.95)
    p.round_tree(c, 210, 740, 0.9)


def harbour(c: Canvas) -> None:
    """Boats before a harbour wall and the houses behind it."""
    p.sky(c)
    p.hills(c, 430, 540, 2)
    p.terrace(c, -60, 600, 10, 172)
    c.rectangle(-60, 590, WIDTH + 120, 60, c.light.walls[0])
    c.rectangle(-60, 646, WIDTH + 120, HEIGHT, c.light.hills[1])
    for n in range(18):
        c.rectangle(c.chance.uniform(-40, 1500), 670 + n * 12, c.chance.uniform(60, 200), 5, c.light.sky[1], 2)
    for x, y, fill in ((220, 740, c.light.accent), (760, 800, c.light.pale), (1240, 730, c.light.roof)):
        c.polygon([(x, y), (x + 260, y), (x + 220, y + 62), (x + 40, y + 62)], fill)
        c.rectangle(x + 120, y - 190, 8, 190, c.light.dark)
        c.polygon([(x + 134, y - 180), (x + 134, y - 20), (x + 230, y - 20)], c.light.pale)


MOTIFS: Mapping[str, Callable[[Canvas], None]] = {
    "ambulance": ambulance,
    "bus_stop": bus_stop,
    "clinic": clinic,
    "garden": garden,
    "harbour": harbour,
    "home_visit": home_visit,
    "hospital": hospital,
    "kitchen": home_room,
    "lounge": lounge,
    "market": market,
    "meeting": community_room,
    "pharmacy": pharmacy,
    "phone": phone_room,
    "river": river,
    "school": school,
    "street": street,
    "town_hall": town_hall,
    "valley": valley,
    "ward": ward,
}
