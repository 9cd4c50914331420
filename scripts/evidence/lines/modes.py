"""Lines about how a page adapts: to dark mode, to reduced motion, to print."""

import re

from playwright.sync_api import Error

from scripts.evidence import scene
from scripts.evidence.lines.frame import first_line
from scripts.evidence.measured import Measured, line, no_faults
from scripts.evidence.stage import Stage

DARK_LUMINANCE, TEXT_CONTRAST = 0.05, 7.0

_LIGHT = """
() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const luminance = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const part = (value) => value / 255 <= .04045 ? value / 255 / 12.92 : ((value / 255 + .055) / 1.055) ** 2.4;
    const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map(part);
    return .2126 * red + .7152 * green + .0722 * blue;
  };
  const style = getComputedStyle(document.body);
  const ground = luminance(style.backgroundColor), text = luminance(style.color);
  return [ground, (Math.max(ground, text) + .05) / (Math.min(ground, text) + .05)];
}
"""
_FIRST_FRAME = """
requestAnimationFrame(() => {
  window.firstFrame = [document.documentElement.dataset.theme, getComputedStyle(document.documentElement).colorScheme,
    document.body ? getComputedStyle(document.body).backgroundColor : ''];
});
"""


@line(33, "dark: ground below 0.05 luminance, text at least 7 : 1; the choice survives a reload without a flash")
def measure_dark(stage: Stage) -> Measured:
    dark = stage.visit("post", 390, is_dark=True)
    ground, contrast = dark.evaluate(_LIGHT)
    kept = choose_dark(stage)
    value = f"luminance {ground:.3f}, contrast {contrast:.1f}; {kept or 'kept from the first frame on'}"
    return Measured(value, ground < DARK_LUMINANCE and contrast >= TEXT_CONTRAST and not kept)


def choose_dark(stage: Stage) -> str:
    """Return what is wrong with the colour switch on a system in light mode, "" if nothing is."""
    context = stage.browser.new_context(
        base_url=stage.base, color_scheme="light", viewport={"width": 1280, "height": 900}
    )
    try:
        page = context.new_page()
        page.goto(scene.PATH)
        light = page.evaluate("getComputedStyle(document.body).backgroundColor")
        dark = page.locator("[data-theme-switch] input[name=theme][value=dark]").first
        if not dark.count():
            return "no switch"
        dark.check(force=True)
        page.add_init_script(_FIRST_FRAME)
        page.reload()
        page.wait_for_function("window.firstFrame")
        theme, _scheme, first = page.evaluate("window.firstFrame")
        now = page.evaluate("getComputedStyle(document.body).backgroundColor")
        if now == light or page.evaluate("document.documentElement.dataset.theme") != "dark":
            return "forgotten by the reload"
        return "" if theme == "dark" and first in ("", now) else f"a flash: first frame {theme} {first}"
    except Error as error:
        return first_line(error)
    finally:
        context.close()


_MOVING = """
() => [...document.querySelectorAll('*')].filter((element) => ['', '::before', '::after'].some((part) => {
  const style = getComputedStyle(element, part || null);
  const isLong = (value) => value.split(',').some((each) => parseFloat(each) > 0);
  return isLong(style.transitionDuration) || (style.animationName !== 'none' && isLong(style.animationDuration));
})).length + document.getAnimations().length
"""


@line(34, "who asks for less motion gets none")
def measure_motion(stage: Stage) -> Measured:
    counts = {
        kind: stage.visit(kind, 390, reduced_motion="reduce").evaluate(_MOVING) for kind in ("home", "post", "search")
    }
    return no_faults(
        [f"{kind}: {count} moving" for kind, count in counts.items() if count], "0 animations, 0 transitions"
    )


_LOAD_PICTURES = """() => Promise.all([...document.images].map((image) => {
  image.loading = 'eager';
  return image.decode().catch(() => null);
}))"""
# Every visible text, including what the stylesheet adds.
_PRINTED = """
() => [...document.querySelectorAll('body *')].filter((element) => element.checkVisibility()).map((element) =>
  element.textContent + ['::before', '::after'].map((part) => getComputedStyle(element, part).content)).join(' ')
"""


@line(35, "the post prints on three pages at most, without navigation, with its address")
def measure_print(stage: Stage) -> Measured:
    page = stage.visit("post", 1280)
    page.evaluate(_LOAD_PICTURES)
    pdf = page.pdf(prefer_css_page_size=True)
    count = len(re.findall(rb"/Type\s*/Page\b", pdf))
    page.emulate_media(media="print")
    navigation = page.evaluate(
        "[...document.querySelectorAll('nav')].filter((nav) => nav.checkVisibility() && nav.innerText.trim())"
        ".map((nav) => nav.ariaLabel)"
    )
    texts = page.evaluate(_PRINTED)
    page.emulate_media(media="screen")
    has_address = scene.PATH in texts or scene.SOURCE_URL in texts
    address = "address printed" if has_address else "address missing"
    value = f"{count} pages, navigation: {', '.join(navigation) or 'none'}, {address}"
    return Measured(value, count <= 3 and not navigation and has_address)  # noqa: PLR2004
