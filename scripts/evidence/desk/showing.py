"""Lines about what readers will see: the crops of a picture, and the preview beside the form."""

import statistics

from django.core.files.storage import default_storage
from PIL import Image as Pixels
from playwright.sync_api import Page

from news.models import Image, Post
from scripts.evidence.desk.stage import Desk, draw, editor_body, open_form, publish
from scripts.evidence.measured import Measured, desk_line, no_faults
from tests.browser.pictures import give
from tests.factories import ReadyPostFactory

CROPS = ("hero", "card", "square", "share")
SLOWEST_PREVIEW_MS, ROUNDS, PHONE = 1500, 5, 390
PLACES = "images => images.map((image) => getComputedStyle(image).objectPosition)"


@desk_line(
    51,
    "a dropped header image shows four crops; arrow keys move the focal point, and with it all four and readers' card",
)
def measure_crops(desk: Desk) -> Measured:
    post = ReadyPostFactory(title="题图与裁切", status="draft", published_at=None, path_on=None)
    page = open_form(desk.window(desk.person("editor")), post)
    newest = Image.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    give(page.locator(".picture-zone"), "drop", [("题图.jpg", "image/jpeg", draw())])
    page.locator(".focal-picture img[src*='/media/']").wait_for()
    crops = page.locator(".focal-crops img")
    before = crops.evaluate_all(PLACES)
    image = Image.objects.get(pk__gt=newest)
    colours = {name: colour_of(image, name) for name in CROPS}
    for _step in range(4):
        page.locator(".focal-point").press("Shift+ArrowDown")
    moved = sum(old != new for old, new in zip(before, crops.evaluate_all(PLACES), strict=True))
    page.fill("#id_header_alt", "红与蓝")
    publish(page)
    image.refresh_from_db()
    changed = [name for name in CROPS if colour_of(image, name) != colours[name] and colour_of(image, name) == "blue"]
    is_on_card = card_shows(desk, image, Post.objects.get(pk=post.pk))
    value = f"{len(before)} crops shown, {moved} moved with the keys, cut anew: {', '.join(changed)}"
    holds = len(before) == moved == len(changed) == len(CROPS) and is_on_card
    return Measured(f"{value}; readers' card {'follows' if is_on_card else 'does not follow'}", holds)


def colour_of(image: Image, name: str) -> str:
    with Pixels.open(default_storage.path(image.renditions[name]["file"])) as crop:
        top, bottom = (crop.convert("RGB").getpixel((crop.width // 2, y)) for y in (2, crop.height - 3))
    names = ["red" if pixel[0] > pixel[2] else "blue" for pixel in (top, bottom)]  # type: ignore[index]
    return names[0] if names[0] == names[1] else "half and half"


def card_shows(desk: Desk, image: Image, post: Post) -> bool:
    """Tell whether the category page shows the picture, on the card of its newest post."""
    category = post.ordered_categories()[0]
    page = desk.window()
    page.goto(category.get_absolute_url())
    files = [image.renditions[name]["file"] for name in ("card", "hero")]
    return any(page.locator(f"img[src*='{name}'], source[srcset*='{name}']").count() for name in files)


# Waits until the preview shows the word; resolves to milliseconds.
_FOLLOWS = """
(word) => new Promise((resolve, reject) => {
  const began = performance.now();
  const look = () => {
    const shown = document.querySelector('#preview-panel iframe').contentDocument?.querySelector('main')?.textContent;
    if (shown?.includes(word)) {
      resolve(performance.now() - began);
    } else if (performance.now() - began > 15_000) {
      reject(new Error(`the preview does not show ${word}`));
    } else {
      requestAnimationFrame(look);
    }
  };
  look();
})
"""
# The served HTML before any script of the page has changed it (the preview runs none), without times, because
# publishing changes the time of the last change.
_SAID = "main.outerHTML.replace(/<time[^>]*>[^<]*/g, '<time>').replace(/\\s+/g, ' ').replace(/> </g, '><').trim()"
_SERVED = f"""
(html) => {{
  const main = new DOMParser().parseFromString(html, 'text/html').querySelector('main');
  return {_SAID};
}}
"""
_PREVIEWED = f"(root) => {{ const main = root.querySelector('main'); return {_SAID}; }}"


@desk_line(52, "the preview follows typing within 1.5 s at 390 and 1280 px, and is what readers get after publication")
def measure_preview(desk: Desk) -> Measured:
    times, faults = {}, []
    for width in (PHONE, 1280):
        post = ReadyPostFactory(title="预览", status="draft", tags=["海港"])  # it has a time, which stays
        page = open_form(desk.window(desk.person("editor"), width), post)
        # On a phone the panel covers the form, so the text is typed first and the panel opened afterwards.
        times[width] = statistics.median(follow(page, f"四个字{n}", is_covered=width == PHONE) for n in range(ROUNDS))
        previewed = page.frame_locator("#preview-panel iframe").locator("html").evaluate(_PREVIEWED)
        page.click("#preview-panel [data-close]")
        publish(page)
        public = page.request.get(Post.objects.get(pk=post.pk).get_absolute_url()).text()
        faults += differences(previewed, page.evaluate(_SERVED, public), width)
    slow = [f"{width} px: {ms:.0f} ms" for width, ms in times.items() if ms > SLOWEST_PREVIEW_MS * desk.slack]
    told = ", ".join(f"{ms:.0f} ms at {width} px" for width, ms in times.items())
    return no_faults([*slow, *faults], f"{told} (median of {ROUNDS}); equal to the public page")


def follow(page: Page, word: str, *, is_covered: bool) -> float:
    """Return the milliseconds from the last key press until the preview shows the word."""
    panel = page.locator("#preview-panel")
    if is_covered and panel.is_visible():
        page.click("#preview-panel [data-close]")
    editor_body(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(word)
    if not panel.is_visible():
        page.keyboard.press("Control+Shift+P")
    return float(page.evaluate(_FOLLOWS, word))


def differences(previewed: str, public: str, width: int) -> list[str]:
    """Return the place where the two begin to differ, or an empty list if they are equal."""
    if previewed == public:
        return []
    at = next(
        (n for n, (a, b) in enumerate(zip(previewed, public, strict=False)) if a != b), min(len(previewed), len(public))
    )
    start = max(0, at - 40)
    return [f"{width} px: preview «{previewed[start : at + 60]}», public «{public[start : at + 60]}»"]
