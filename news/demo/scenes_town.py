"""Motifs of the town: cranes, tram, windows at night, market awnings, shelves, paper collage."""

# The numbers are coordinates and probabilities of the drawing.
# ruff: noqa: PLR2004

from collections.abc import Callable

from news.demo.canvas import HEIGHT, WIDTH, Canvas, Colour, down_to, mix, wave


def draw_cranes(canvas: Canvas) -> None:
    """Draw gantry cranes against a wide evening sky, with stacked containers at their feet."""
    p, rng = canvas.palette, canvas.rng
    canvas.gradient([p.mid, p.pale, p.mist, mix(p.paper, p.accent, 0.4)], 0, 790)
    canvas.glow(rng.uniform(500, 1100), 640, 620, p.light, 0.75)
    for x, size, colour in ((1290, 0.62, mix(p.pale, p.mid, 0.6)), (860, 0.78, mix(p.mid, p.deep, 0.45))):
        _crane(canvas, x + rng.uniform(-70, 70), size, colour)
    _crane(canvas, 330 + rng.uniform(-60, 60), 1.08, p.ink)
    _boxes(canvas)
    canvas.gradient([mix(p.deep, p.mid, 0.4), p.ink], 790, HEIGHT)
    for row in range(9):
        left = rng.uniform(0, WIDTH)
        ripple = (left, 806 + row * 11, left + rng.uniform(90, 360), 809 + row * 11)
        canvas.rectangle(ripple, mix(p.mid, p.accent, 0.35), 1.5)


def _crane(canvas: Canvas, x: float, size: float, colour: Colour) -> None:
    def at(dx: float, dy: float) -> tuple[float, float]:
        return x + dx * size, 776 - dy * size

    for leg in (-95, 95):
        canvas.line([at(leg, 0), at(leg * 0.82, 400)], colour, 17 * size)
    canvas.line([at(-93, 120), at(93, 120)], colour, 11 * size)
    canvas.line([at(-90, 125), at(78, 385)], colour, 6 * size)
    canvas.polygon([at(-250, 412), at(560, 412), at(560, 390), at(-250, 390)], colour)
    canvas.line([at(-78, 400), at(-10, 610), at(78, 400)], colour, 13 * size)
    canvas.line([at(-235, 405), at(-10, 606), at(545, 405)], colour, 4.5 * size)
    canvas.line([at(-10, 606), at(270, 405)], colour, 4 * size)
    canvas.polygon([at(-215, 455), at(-130, 455), at(-130, 405), at(-215, 405)], colour)
    for hook in (330, 366):
        canvas.line([at(hook, 395), at(hook, 235)], colour, 2.5 * size)
    canvas.polygon([at(296, 240), at(400, 240), at(400, 200), at(296, 200)], canvas.palette.accent)


def _boxes(canvas: Canvas) -> None:
    p, rng = canvas.palette, canvas.rng
    shades = (p.accent, p.deep, p.mid, mix(p.accent, p.ink, 0.35), p.mist, mix(p.deep, p.ink, 0.4))
    for column in range(14):
        for level in range(rng.choice((1, 2, 2, 3, 4)) if column > 4 else rng.choice((0, 1, 1))):
            left, top = column * 118 - 20, 752 - level * 42
            colour = rng.choice(shades)
            canvas.rectangle((left, top, left + 114, top + 39), colour)
            for rib in range(1, 8):
                canvas.line([(left + rib * 14.2, top + 5), (left + rib * 14.2, top + 34)], mix(colour, p.ink, 0.16), 2)


def draw_tram(canvas: Canvas) -> None:
    """Draw a tram under its wire, with the street behind it reduced to blocks."""
    p, rng = canvas.palette, canvas.rng
    canvas.gradient([p.ink, p.deep, p.mid, mix(p.mid, p.accent, 0.4)], 0, 640)
    _street(canvas, 640, mix(p.deep, p.mid, 0.5), (9, 200, 420))
    _street(canvas, 640, mix(p.ink, p.deep, 0.55), (7, 110, 300))
    canvas.gradient([mix(p.ink, p.deep, 0.25), p.ink], 640, HEIGHT)
    for rail, thickness in ((742, 4), (770, 3)):
        canvas.line([(0, rail), (WIDTH, rail)], mix(p.mid, p.mist, 0.5), thickness)
    canvas.line([(0, 168), (WIDTH, 190)], p.ink, 4)
    for pole in (120, 820, 1520):
        canvas.line([(pole, 130), (pole, 742)], p.ink, 9)
        canvas.line([(pole, 150), (pole + 150, 178)], p.ink, 5)
    x = rng.uniform(230, 520)
    canvas.glow(x + 880, 640, 420, p.light, 0.65)
    _tram_body(canvas, x)
    for _ in range(26):
        left, y = rng.uniform(0, WIDTH), rng.uniform(784, 892)
        canvas.rectangle((left, y, left + rng.uniform(40, 210), y + 3), mix(p.deep, p.accent, rng.uniform(0, 0.6)), 1.5)


def _street(canvas: Canvas, base: float, colour: Colour, spec: tuple[int, int, int]) -> None:
    count, lowest, highest = spec
    rng, p, left = canvas.rng, canvas.palette, -40.0
    for _ in range(count):
        width, height = rng.uniform(150, 270), rng.uniform(lowest, highest)
        canvas.rectangle((left, base - height, left + width, base), colour)
        if rng.random() < 0.5:
            eaves = base - height
            canvas.polygon([(left, eaves), (left + width / 2, eaves - 62), (left + width, eaves)], colour)
        for _ in range(3):
            x, y = left + rng.uniform(18, width - 40), base - rng.uniform(40, height - 20)
            canvas.rectangle((x, y, x + 17, y + 25), mix(colour, p.light, rng.choice((0.25, 0.7))))
        left += width + rng.uniform(0, 36)


def _tram_body(canvas: Canvas, x: float) -> None:
    p = canvas.palette
    canvas.line([(x + 380, 452), (x + 300, 330), (x + 400, 178)], p.ink, 6)
    canvas.rectangle((x, 448, x + 860, 738), p.accent, 46)
    canvas.rectangle((x, 600, x + 860, 716), mix(p.accent, p.ink, 0.22))
    canvas.rectangle((x + 40, 440, x + 820, 462), mix(p.accent, p.ink, 0.45), 10)
    canvas.rectangle((x, 604, x + 860, 614), p.paper)
    for index in range(7):
        left = x + 30 + index * 116
        if index in (2, 5):
            canvas.rectangle((left, 492, left + 96, 712), mix(p.accent, p.ink, 0.5), 10)
            canvas.rectangle((left + 6, 498, left + 45, 690), p.light, 6)
            canvas.rectangle((left + 51, 498, left + 90, 690), p.light, 6)
        else:
            canvas.rectangle((left, 492, left + 100, 584), p.light if index != 6 else mix(p.light, p.mist, 0.5), 12)
    for wheel in (130, 240, 620, 730):
        canvas.disc(x + wheel, 734, 25, p.ink)
        canvas.disc(x + wheel, 734, 9, p.mid)
    canvas.disc(x + 836, 660, 13, p.light)


def draw_windows(canvas: Canvas) -> None:
    """Draw façades at night with a few lit windows."""
    p, rng = canvas.palette, canvas.rng
    canvas.gradient([mix(p.ink, p.deep, 0.5), p.deep, p.mid])
    canvas.disc(rng.uniform(600, 1000), 150, 62, p.light)
    left = -30.0
    while left < WIDTH:
        width, top = rng.choice((196, 248, 300, 352)), rng.uniform(120, 420)
        wall = mix(p.ink, p.deep, rng.choice((0.0, 0.22, 0.45, 0.68)))
        canvas.rectangle((left, top, left + width, HEIGHT), wall)
        canvas.rectangle((left - 6, top - 12, left + width + 6, top + 4), mix(wall, p.ink, 0.5))
        if rng.random() < 0.6:
            canvas.rectangle((left + width * 0.62, top - 62, left + width * 0.62 + 30, top - 10), wall)
        _window_grid(canvas, (left, top, left + width), wall)
        left += width + rng.choice((0, 0, 10))


def _window_grid(canvas: Canvas, wall_box: tuple[float, float, float], wall: Colour) -> None:
    p, rng = canvas.palette, canvas.rng
    left, top, right = wall_box
    columns = round((right - left) / 52)
    lights = (p.light, mix(p.light, p.accent, 0.45), p.accent, mix(p.light, p.paper, 0.6))
    y = top + 42
    while y < HEIGHT:
        for column in range(columns):
            x = left + 13 + column * (right - left - 8) / columns
            lit = rng.random() < 0.24
            canvas.rectangle((x, y, x + 28, y + 42), rng.choice(lights) if lit else mix(wall, p.mid, 0.22))
            if lit and rng.random() < 0.35:
                canvas.rectangle((x, y + 20, x + 28, y + 42), mix(p.accent, wall, 0.45))
            canvas.line([(x + 14, y), (x + 14, y + 42)], wall, 2.5)
        y += 72


def draw_market(canvas: Canvas) -> None:
    """Draw three rows of striped awnings over heaps of fruit."""
    p, rng = canvas.palette, canvas.rng
    canvas.gradient([p.mist, p.paper], 0, HEIGHT)
    pairs = [(p.accent, p.paper), (p.deep, p.paper), (p.mid, p.paper), (mix(p.accent, p.ink, 0.3), p.light)]
    for row, top in enumerate((70, 345, 620)):
        canvas.rectangle((0, top + (70 if row == 0 else -14), WIDTH, top + 275), mix(p.deep, p.ink, 0.25 + 0.25 * row))
        left = -rng.uniform(0, 260)
        while left < WIDTH:
            width = rng.choice((340, 408, 476))
            _heap(canvas, left, top + 268, width)
            _awning(canvas, (left, top, left + width), rng.choice(pairs))
            left += width + 14
        canvas.rectangle((0, top + 262, WIDTH, top + 282), mix(p.light, p.deep, 0.45))


def _awning(canvas: Canvas, span: tuple[float, float, float], colours: tuple[Colour, Colour]) -> None:
    left, top, right = span
    count = round((right - left) / 68)
    width = (right - left) / count
    for index in range(count):
        x, colour = left + index * width, colours[index % 2]
        inset = 26 * (1 - 2 * index / count), 26 * (1 - 2 * (index + 1) / count)
        canvas.polygon([(x + inset[0], top), (x + width + inset[1], top), (x + width, top + 98), (x, top + 98)], colour)
        canvas.pie(x + width / 2, top + 97, width / 2, (0, 180), mix(colour, canvas.palette.ink, 0.13))


def _heap(canvas: Canvas, left: float, base: float, width: float) -> None:
    p, rng = canvas.palette, canvas.rng
    kinds = (p.accent, p.light, mix(p.accent, p.light, 0.5), p.pale, p.mist)
    for crate in range(3):
        start, colour = left + 14 + crate * width / 3, rng.choice(kinds)
        for level in range(3):
            for index in range(5 - level):
                x = start + 14 + level * 10 + index * (width / 3 - 24) / 5
                canvas.disc(x, base - 22 - level * 17, 15, mix(colour, p.ink, rng.uniform(0, 0.16)))


def draw_shelves(canvas: Canvas) -> None:
    """Draw book spines on four shelves, some leaning."""
    p, rng = canvas.palette, canvas.rng
    canvas.gradient([mix(p.ink, p.deep, 0.35), p.ink])
    shades = (p.accent, p.pale, p.mid, p.paper, p.mist, mix(p.accent, p.ink, 0.4), p.light, mix(p.mid, p.deep, 0.6))
    for base in (216, 440, 664, 888):
        x = -rng.uniform(0, 40)
        while x < WIDTH:
            if rng.random() < 0.05:
                x += rng.uniform(50, 130)
                continue
            width, height = rng.choice((18, 24, 30, 38, 52)), rng.uniform(128, 186)
            lean = rng.choice((0, 0, 0, 0, 0, 0, 0, 26))
            _spine(canvas, (x, base, width, height, lean), rng.choice(shades))
            x += width + lean + 3
        canvas.rectangle((0, base, WIDTH, base + 15), mix(p.deep, p.light, 0.25))
        canvas.rectangle((0, base + 15, WIDTH, base + 24), mix(p.ink, (0, 0, 0), 0.4))


def _spine(canvas: Canvas, book: tuple[float, float, float, float, float], colour: Colour) -> None:
    x, base, width, height, lean = book

    def at(dx: float, share: float) -> tuple[float, float]:
        return x + dx + lean * (1 - share), base - height * share

    canvas.polygon([(x + lean, base), (x + width + lean, base), at(width, 1), at(0, 1)], colour)
    band = mix(colour, canvas.palette.ink, 0.4)
    for low, high in ((0.8, 0.84), (0.16, 0.2)):
        canvas.polygon([at(0, low), at(width, low), at(width, high), at(0, high)], band)


def draw_collage(canvas: Canvas) -> None:
    """Draw cut paper on a grid: quarters, halves, rings, stripes."""
    p, rng = canvas.palette, canvas.rng
    shades = (p.paper, p.mist, p.pale, p.mid, p.deep, p.ink, p.accent, p.light)
    tile = HEIGHT / 4
    tiles: tuple[Callable[..., None], ...] = (_quarter, _quarter, _half, _rings, _stripes)
    for row in range(4):
        for column in range(8):
            ground, figure = rng.sample(shades, 2)
            left, top = column * tile - 100, row * tile
            canvas.rectangle((left, top, left + tile, top + tile), ground)
            rng.choice(tiles)(canvas, left, top, tile, figure)
            if rng.random() < 0.12:
                canvas.disc(left + tile / 2, top + tile / 2, tile * 0.14, rng.choice((p.accent, p.paper, p.ink)))


def _quarter(canvas: Canvas, left: float, top: float, tile: float, colour: Colour) -> None:
    corner = canvas.rng.randrange(4)
    x, y = left + (tile if corner in (1, 2) else 0), top + (tile if corner > 1 else 0)
    start = (0, 90, 180, 270)[corner]
    canvas.pie(x, y, tile, (start, start + 90), colour)


def _half(canvas: Canvas, left: float, top: float, tile: float, colour: Colour) -> None:
    start, dx, dy = canvas.rng.choice(((0, 0.5, 0), (180, 0.5, 1), (270, 0, 0.5), (90, 1, 0.5)))
    canvas.pie(left + dx * tile, top + dy * tile, tile / 2, (start, start + 180), colour)


def _rings(canvas: Canvas, left: float, top: float, tile: float, colour: Colour) -> None:
    for share in (0.44, 0.3, 0.16):
        shade = colour if share != 0.3 else canvas.palette.paper
        canvas.disc(left + tile / 2, top + tile / 2, tile * share, shade)


def _stripes(canvas: Canvas, left: float, top: float, tile: float, colour: Colour) -> None:
    for index in range(0, 6, 2):
        canvas.rectangle((left, top + index * tile / 6, left + tile, top + (index + 1) * tile / 6), colour)


def draw_roofs(canvas: Canvas) -> None:
    """Draw old-town gables on a slope above the water."""
    p, rng = canvas.palette, canvas.rng
    canvas.gradient([p.mist, p.paper, mix(p.paper, p.accent, 0.25)], 0, 520)
    canvas.gradient([p.pale, p.mid], 300, 420)
    far_shore = wave(290, 16, 260, rng.uniform(0, 6))
    canvas.polygon(down_to(far_shore, 345), mix(p.pale, p.mid, 0.4))
    for row in range(5):
        base, left = 470 + row * 118, -rng.uniform(0, 160)
        while left < WIDTH:
            width = rng.uniform(120, 190) * (1 + row * 0.14)
            _gable(canvas, (left, base + rng.uniform(-26, 16), width), row)
            left += width * rng.uniform(0.82, 1.0)


def _gable(canvas: Canvas, house: tuple[float, float, float], row: int) -> None:
    p, rng = canvas.palette, canvas.rng
    left, base, width = house
    wall = mix(rng.choice((p.paper, p.mist, p.light)), p.deep, 0.06 + 0.1 * row + rng.uniform(0, 0.1))
    roof = mix(rng.choice((p.accent, p.deep, mix(p.accent, p.ink, 0.3))), p.ink, 0.06 * row)
    canvas.rectangle((left, base - 64, left + width, HEIGHT), wall)
    eaves, top = base - 60, (left + width * 0.5, base - 60 - width * 0.42)
    canvas.polygon([(left - 12, eaves), top, (left + width + 12, eaves)], roof)
    canvas.polygon([top, (left + width + 12, eaves), (left + width * 0.72, eaves)], mix(roof, p.ink, 0.25))
    for index in range(3):
        x = left + width * (0.18 + 0.26 * index)
        pane = mix(p.deep, p.ink, 0.4) if rng.random() < 0.7 else p.light
        canvas.rectangle((x, base - 38, x + width * 0.13, base + 4), pane)
