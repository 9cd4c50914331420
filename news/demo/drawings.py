"""The demo's pictures: one motif and one hue per name, drawn alike on every run."""

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from PIL import Image

from news.demo import scenes_town as town
from news.demo import scenes_water as water
from news.demo.canvas import Canvas, Palette


class Plan(NamedTuple):
    """What a name looks like; hues are OKLCH degrees."""

    scene: Callable[[Canvas], None]
    hue: float
    accent_hue: float


PLANS = {
    "harbour-dawn": Plan(water.draw_horizon, 235, 45),
    "harbour-slack-water": Plan(water.draw_horizon, 200, 60),
    "breakwater-evening": Plan(water.draw_horizon, 290, 35),
    "breakwater-sunday": Plan(water.draw_horizon, 170, 30),
    "islet-from-the-ferry": Plan(water.draw_horizon, 175, 30),
    "estuary-1904": Plan(water.draw_horizon, 75, 40),
    "lighthouse-beam": Plan(water.draw_lighthouse, 255, 30),
    "foghorn-rock": Plan(water.draw_lighthouse, 215, 65),
    "market-sails": Plan(water.draw_sails, 260, 55),
    "ferry-regatta": Plan(water.draw_sails, 165, 50),
    "chart-of-the-roads": Plan(water.draw_contours, 225, 40),
    "dredged-channel": Plan(water.draw_contours, 185, 55),
    "sea-wall-survey": Plan(water.draw_contours, 265, 60),
    "tide-gauge-night": Plan(water.draw_tide_bars, 245, 45),
    "sensor-gap": Plan(water.draw_tide_bars, 300, 75),
    "open-tide-data": Plan(water.draw_tide_bars, 190, 60),
    "tea-terraces": Plan(water.draw_terraces, 150, 55),
    "ridge-mist": Plan(water.draw_terraces, 120, 40),
    "quay-cranes": Plan(town.draw_cranes, 240, 45),
    "quiet-terminal": Plan(town.draw_cranes, 205, 60),
    "crane-dispatch": Plan(town.draw_cranes, 285, 50),
    "night-tram": Plan(town.draw_tram, 265, 40),
    "tram-depot": Plan(town.draw_tram, 215, 65),
    "bus-stop-dusk": Plan(town.draw_tram, 320, 75),
    "windows-at-two": Plan(town.draw_windows, 260, 50),
    "market-before-dawn": Plan(town.draw_windows, 295, 60),
    "city-hall-lights": Plan(town.draw_windows, 220, 70),
    "market-awnings": Plan(town.draw_market, 200, 40),
    "market-citrus": Plan(town.draw_market, 150, 55),
    "market-scales": Plan(town.draw_market, 20, 25),
    "fish-auction": Plan(town.draw_market, 245, 30),
    "reading-room": Plan(town.draw_shelves, 240, 45),
    "post-office-pigeonholes": Plan(town.draw_shelves, 160, 35),
    "clock-parts": Plan(town.draw_collage, 235, 55),
    "swing-bridge-plan": Plan(town.draw_collage, 200, 35),
    "pool-tiles": Plan(town.draw_collage, 210, 50),
    "stair-lanes": Plan(town.draw_roofs, 230, 40),
    "market-roofs": Plan(town.draw_roofs, 60, 35),
    "old-harbour-roofs": Plan(town.draw_roofs, 205, 30),
}
SCENES = tuple(dict.fromkeys(plan.scene for plan in PLANS.values()))


def draw_picture(name: str, size: tuple[int, int] = (1600, 900)) -> Image.Image:
    """An RGB picture for any name; names without a plan get one from their digest."""
    plan = PLANS.get(name) or _choose_plan(name)
    canvas = Canvas(name, Palette.from_hue(plan.hue, plan.accent_hue), size)
    plan.scene(canvas)
    return canvas.finish()


def _choose_plan(name: str) -> Plan:
    digest = hashlib.sha256(name.encode()).digest()
    return Plan(SCENES[digest[8] % len(SCENES)], digest[9] * 360 / 256, 30 + digest[10] % 50)
