"""Draw the demo's pictures: one motif and one hue per name, identical on every run."""

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from PIL import Image

from news.demo import scenes_town as town
from news.demo import scenes_water as water
from news.demo.canvas import Canvas, Palette


class DrawingPlan(NamedTuple):
    """How to draw the picture of a name; hues are OKLCH degrees."""

    scene: Callable[[Canvas], None]
    hue: float
    accent_hue: float


PLANS = {
    "harbour-dawn": DrawingPlan(water.draw_horizon, 235, 45),
    "harbour-slack-water": DrawingPlan(water.draw_horizon, 200, 60),
    "breakwater-evening": DrawingPlan(water.draw_horizon, 290, 35),
    "breakwater-sunday": DrawingPlan(water.draw_horizon, 170, 30),
    "islet-from-the-ferry": DrawingPlan(water.draw_horizon, 175, 30),
    "estuary-1904": DrawingPlan(water.draw_horizon, 75, 40),
    "lighthouse-beam": DrawingPlan(water.draw_lighthouse, 255, 30),
    "foghorn-rock": DrawingPlan(water.draw_lighthouse, 215, 65),
    "market-sails": DrawingPlan(water.draw_sails, 260, 55),
    "ferry-regatta": DrawingPlan(water.draw_sails, 165, 50),
    "chart-of-the-roads": DrawingPlan(water.draw_contours, 225, 40),
    "dredged-channel": DrawingPlan(water.draw_contours, 185, 55),
    "sea-wall-survey": DrawingPlan(water.draw_contours, 265, 60),
    "tide-gauge-night": DrawingPlan(water.draw_tide_bars, 245, 45),
    "sensor-gap": DrawingPlan(water.draw_tide_bars, 300, 75),
    "open-tide-data": DrawingPlan(water.draw_tide_bars, 190, 60),
    "tea-terraces": DrawingPlan(water.draw_terraces, 150, 55),
    "ridge-mist": DrawingPlan(water.draw_terraces, 120, 40),
    "quay-cranes": DrawingPlan(town.draw_cranes, 240, 45),
    "quiet-terminal": DrawingPlan(town.draw_cranes, 205, 60),
    "crane-dispatch": DrawingPlan(town.draw_cranes, 285, 50),
    "night-tram": DrawingPlan(town.draw_tram, 265, 40),
    "tram-depot": DrawingPlan(town.draw_tram, 215, 65),
    "bus-stop-dusk": DrawingPlan(town.draw_tram, 320, 75),
    "windows-at-two": DrawingPlan(town.draw_windows, 260, 50),
    "market-before-dawn": DrawingPlan(town.draw_windows, 295, 60),
    "city-hall-lights": DrawingPlan(town.draw_windows, 220, 70),
    "market-awnings": DrawingPlan(town.draw_market, 200, 40),
    "market-citrus": DrawingPlan(town.draw_market, 150, 55),
    "market-scales": DrawingPlan(town.draw_market, 20, 25),
    "fish-auction": DrawingPlan(town.draw_market, 245, 30),
    "reading-room": DrawingPlan(town.draw_shelves, 240, 45),
    "post-office-pigeonholes": DrawingPlan(town.draw_shelves, 160, 35),
    "clock-parts": DrawingPlan(town.draw_collage, 235, 55),
    "swing-bridge-plan": DrawingPlan(town.draw_collage, 200, 35),
    "pool-tiles": DrawingPlan(town.draw_collage, 210, 50),
    "stair-lanes": DrawingPlan(town.draw_roofs, 230, 40),
    "market-roofs": DrawingPlan(town.draw_roofs, 60, 35),
    "old-harbour-roofs": DrawingPlan(town.draw_roofs, 205, 30),
}
SCENES = tuple(dict.fromkeys(plan.scene for plan in PLANS.values()))


def draw_picture(name: str, size: tuple[int, int] = (1600, 900)) -> Image.Image:
    """Draw an RGB picture for any name; a name without a plan gets one from its digest."""
    plan = PLANS.get(name) or _choose_plan(name)
    canvas = Canvas(name, Palette.from_hue(plan.hue, plan.accent_hue), size)
    plan.scene(canvas)
    return canvas.finish()


def _choose_plan(name: str) -> DrawingPlan:
    digest = hashlib.sha256(name.encode()).digest()
    return DrawingPlan(SCENES[digest[8] % len(SCENES)], digest[9] * 360 / 256, 30 + digest[10] % 50)
