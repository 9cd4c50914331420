"""Motifs of the sea: horizon, lighthouse, sails, depth contours, tide bars, terraces above the coast."""

# The numbers are coordinates and probabilities of the drawing.
# ruff: noqa: PLR2004

import math

from news.demo.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, down_to, mix, wave


def draw_horizon(canvas: Canvas) -> None:
    """Draw a low sun over layered water, a headland and one boat."""
    p, rng = canvas.palette, canvas.rng
    canvas.gradient([p.pale, p.mist, p.paper, mix(p.paper, p.accent, 0.35)], 0, 470)
    sun_x, sun_y, radius = rng.uniform(420, 1180), rng.uniform(280, 410), rng.uniform(72, 112)
    canvas.glow(sun_x, sun_y, 620, p.light, 0.8)
    canvas.disc(sun_x, sun_y, radius, mix(p.accent, p.light, 0.12))
    _headlands(canvas)
    canvas.gradient([mix(p.mist, p.accent, 0.22), p.pale, p.mid], 470, HEIGHT)
    for row in range(15):
        y, half = 482 + row * 13, (radius - row * 3.2) * rng.uniform(0.45, 1.1)
        canvas.rectangle((sun_x - half, y, sun_x + half, y + 5), mix(p.accent, p.light, 0.3), 2.5)
    for row, colour in enumerate((mix(p.pale, p.mid, 0.5), p.mid, mix(p.mid, p.deep, 0.55), p.deep, p.ink)):
        canvas.polygon(down_to(wave(600 + row * 66, 11 + row * 3, 120 + row * 34, rng.uniform(0, 6))), colour)
        if row == 1:
            _boat(canvas, sun_x + rng.uniform(240, 420) * (1 if sun_x < 800 else -1), 672)


def _headlands(canvas: Canvas) -> None:
    p, rng = canvas.palette, canvas.rng
    for base, height, colour in ((470, 62, mix(p.mist, p.pale, 0.7)), (470, 34, p.mid)):
        phase = rng.uniform(0, 6)
        crest = wave(base, height * 0.35, 210, phase)
        ridge = [(x, min(base, y - height * (0.4 + 0.9 * abs(x / WIDTH - 0.5)))) for x, y in crest]
        canvas.polygon(down_to(ridge, base), colour)


def _boat(canvas: Canvas, x: float, y: float) -> None:
    p = canvas.palette
    canvas.polygon([(x - 62, y - 14), (x + 66, y - 14), (x + 44, y + 14), (x - 46, y + 14)], p.ink)
    canvas.polygon([(x - 4, y - 22), (x - 4, y - 150), (x - 72, y - 22)], p.paper)
    canvas.polygon([(x + 5, y - 22), (x + 5, y - 128), (x + 52, y - 22)], p.accent)


def draw_lighthouse(canvas: Canvas) -> None:
    """Draw a banded tower on its rock at night, with two beams."""
    p, rng = canvas.palette, canvas.rng
    x = rng.choice((470, 1130))
    canvas.gradient([p.ink, mix(p.ink, p.deep, 0.6), p.deep, p.mid], 0, 700)
    for _ in range(90):
        star_x, star_y, radius = rng.uniform(0, WIDTH), rng.uniform(0, 470), rng.uniform(0.8, 2.4)
        canvas.disc(star_x, star_y, radius, mix(p.mid, p.light, rng.uniform(0.3, 1)))
    side = 1 if x < 800 else -1
    canvas.beam([(x, 262), (x + side * 1500, 40), (x + side * 1500, 330)], p.light, 0.62)
    canvas.beam([(x, 262), (x - side * 900, 250), (x - side * 900, 400)], p.light, 0.4)
    canvas.gradient([mix(p.mid, p.deep, 0.4), p.deep, p.ink], 690, HEIGHT)
    _tower(canvas, x)
    for row, colour in enumerate((mix(p.deep, p.mid, 0.45), p.deep, mix(p.deep, p.ink, 0.55), p.ink)):
        canvas.polygon(down_to(wave(742 + row * 42, 9 + 2 * row, 110 + row * 30, rng.uniform(0, 6))), colour)


def _tower(canvas: Canvas, x: float) -> None:
    p = canvas.palette
    rock = [(-290, 760), (-170, 668), (-60, 630), (80, 640), (210, 690), (320, 760)]
    canvas.polygon([(x + dx, y) for dx, y in rock], p.ink)
    canvas.polygon([(x - 300, 770), (x - 130, 700), (x + 20, 668), (x + 20, 770)], mix(p.ink, p.deep, 0.35))
    for band in range(5):
        top, bottom = 300 + band * 69, 300 + (band + 1) * 69
        left, right = 38 + (top - 300) * 0.08, 38 + (bottom - 300) * 0.08
        shape = [(x - left, top), (x + left, top), (x + right, bottom), (x - right, bottom)]
        canvas.polygon(shape, p.accent if band % 2 else p.paper)
        shade = [(x + left * 0.3, top), (x + left, top), (x + right, bottom), (x + right * 0.3, bottom)]
        canvas.polygon(shade, mix(p.accent if band % 2 else p.paper, p.ink, 0.28))
    _lamp(canvas, x)


def _lamp(canvas: Canvas, x: float) -> None:
    p = canvas.palette
    canvas.rectangle((x - 58, 288, x + 58, 304), p.ink)
    canvas.rectangle((x - 30, 230, x + 30, 288), p.light)
    canvas.polygon([(x - 42, 232), (x, 182), (x + 42, 232)], p.ink)
    canvas.glow(x, 260, 190, p.light, 0.85)
    for bar in (-30, 0, 30):
        canvas.line([(x + bar, 232), (x + bar, 288)], p.ink, 5)


def draw_sails(canvas: Canvas) -> None:
    """Draw a fleet of overlapping paper sails."""
    p, rng = canvas.palette, canvas.rng
    canvas.gradient([p.paper, p.paper, p.mist], 0, 720)
    canvas.disc(rng.uniform(250, 1350), 210, 92, p.accent)
    canvas.gradient([p.mist, p.pale], 610, HEIGHT)
    shades = (mix(p.mist, p.pale, 0.6), p.pale, p.mid, p.deep)
    for row, colour in enumerate(shades):
        base, reach, count = 640 + row * 62, 210 + row * 95, 7 - row
        offset = rng.uniform(-80, 80)
        for index in range(count):
            x = offset + (index + 0.5) * WIDTH / count + rng.uniform(-50, 50)
            front = p.paper if row == 3 else mix(colour, p.paper, 0.45)
            _sail(canvas, (x, base), reach * rng.uniform(0.75, 1.1), (colour, front))
        swell = wave(base + 20, 8 + 2 * row, 130 + 30 * row, rng.uniform(0, 6))
        canvas.polygon(down_to(swell), mix(colour, p.ink, 0.08))


def _sail(canvas: Canvas, foot: Point, reach: float, colours: tuple[Colour, Colour]) -> None:
    (x, y), steps = foot, [step / 12 for step in range(13)]
    belly = [(x - reach * 0.42 * math.sin(t * math.pi / 2) ** 1.5, y - reach * (1 - t)) for t in steps]
    canvas.polygon([(x, y - reach), *belly, (x, y)], colours[0])
    front = [(x + reach * 0.3 * t**0.8, y - reach * 0.86 * (1 - t)) for t in steps]
    canvas.polygon([(x + 6, y - reach * 0.86), *front, (x + 6, y)], colours[1])
    deck, keel = y + 8, y + 8 + reach * 0.11
    hull = [(x - reach * 0.4, deck), (x + reach * 0.36, deck), (x + reach * 0.24, keel), (x - reach * 0.3, keel)]
    canvas.polygon(hull, mix(colours[0], canvas.palette.ink, 0.45))


def draw_contours(canvas: Canvas) -> None:
    """Draw a depth chart: nested shoals, soundings as dots, one buoy."""
    p, rng = canvas.palette, canvas.rng
    canvas.gradient([mix(p.deep, p.mid, 0.35), p.deep])
    shades = [mix(p.deep, p.mist, 0.1 + 0.9 * step / 8) for step in range(9)]
    centres = [(rng.uniform(150, 600), rng.uniform(480, 780)), (rng.uniform(1000, 1450), rng.uniform(140, 420))]
    phases = [[rng.uniform(0, 6.28) for _ in range(4)] for _ in centres]
    for step, colour in enumerate(shades):
        outlines = [_shoal(c, 720 * (1 - step / 9.6), f) for c, f in zip(centres, phases, strict=True)]
        for outline in outlines:
            canvas.polygon(outline, colour)
        for outline in outlines:
            canvas.line([*outline, outline[0]], mix(colour, p.paper, 0.4), 2)
    for centre, phase in zip(centres, phases, strict=True):
        canvas.polygon(_shoal(centre, 118, phase), p.paper)
    _course(canvas)


def _shoal(centre: Point, radius: float, phase: list[float]) -> list[Point]:
    points = []
    for step in range(96):
        a = step * math.tau / 96
        bump = 1 + 0.2 * math.sin(2 * a + phase[0]) + 0.11 * math.sin(3 * a + phase[1] + radius / 400)
        bump += 0.05 * math.sin(5 * a + phase[2] + radius / 150)
        points.append((centre[0] + radius * 1.15 * bump * math.cos(a), centre[1] + radius * 0.72 * bump * math.sin(a)))
    return points


def _course(canvas: Canvas) -> None:
    p = canvas.palette
    path = [(x, 860 - x * 0.47 + 70 * math.sin(x / 260)) for x in range(-40, 1681, 8)]
    for index in range(0, len(path) - 3, 5):
        canvas.line(path[index : index + 4], p.accent, 5)
    x, y = path[int(len(path) * 0.52)]
    canvas.disc(x, y, 30, p.paper)
    canvas.disc(x, y, 20, p.accent)
    canvas.disc(x, y, 7, p.paper)


def draw_tide_bars(canvas: Canvas) -> None:
    """Draw a day of water levels as rounded bars under a moon."""
    p, rng = canvas.palette, canvas.rng
    canvas.gradient([p.ink, mix(p.ink, p.deep, 0.8), p.deep])
    phase, moon = rng.uniform(0, 6), rng.uniform(350, 1250)
    canvas.glow(moon, 210, 420, p.pale, 0.5)
    canvas.disc(moon, 210, 78, p.light)
    marked = rng.randrange(18, 28)
    for index in range(46):
        x = 37 + index * 33.2
        level = 330 + 165 * math.sin(index / 3.75 + phase) + 48 * math.sin(index / 1.9 + phase / 2)
        share = (level - 130) / 420
        colour = p.accent if index == marked else mix(p.mid, p.mist, min(max(share, 0), 1))
        canvas.rectangle((x, HEIGHT - level, x + 21, HEIGHT + 30), colour, 10.5)
        canvas.disc(x + 10.5, HEIGHT - level - 26, 4, p.accent if index == marked else mix(p.deep, p.pale, 0.7))


def draw_terraces(canvas: Canvas) -> None:
    """Draw terraced hills with mist between them."""
    p, rng = canvas.palette, canvas.rng
    canvas.gradient([p.mist, p.paper, mix(p.paper, p.light, 0.6)], 0, 560)
    sun = rng.uniform(350, 1250)
    canvas.glow(sun, 215, 430, p.light, 0.9)
    canvas.disc(sun, 215, 74, p.accent)
    shades = (mix(p.mist, p.pale, 0.5), p.pale, mix(p.pale, p.mid, 0.7), mix(p.mid, p.deep, 0.3), p.deep)
    for row, colour in enumerate(shades):
        ridge = wave(345 + row * 112, 46 + 7 * row, 215 + 34 * row, rng.uniform(0, 6))
        canvas.polygon(down_to(ridge), colour)
        steps = 5 + row
        for step in range(1, steps):
            sunk = [(x, y + step * (13 + 4 * row) + step * 3 * math.sin(x / 190 + row)) for x, y in ridge]
            canvas.line(sunk, mix(colour, p.paper, 0.34 - 0.04 * row), 2.2 + 0.5 * row)
        if row in (1, 3):
            _trees(canvas, ridge, row)


def _trees(canvas: Canvas, ridge: list[Point], row: int) -> None:
    p, rng = canvas.palette, canvas.rng
    start = rng.randrange(8, 50)
    for x, y in ridge[start : start + 12 : 2]:
        size = (15 + 7 * row) * rng.uniform(0.7, 1.15)
        canvas.line([(x, y + 6), (x, y - size * 1.1)], p.ink, 3)
        canvas.disc(x, y - size * 1.5, size * 0.75, mix(p.deep, p.ink, 0.35 if row > 1 else 0))
