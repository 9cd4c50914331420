"""Takes the screenshots of docs/evidence, so that they never become outdated."""

from io import BytesIO
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, Page

from scripts.evidence.site import ROOT
from scripts.evidence.stage import HEIGHTS, windows

OUT = ROOT / "docs" / "evidence"
POST = "seven-kilometres-of-wall"
SOUGHT = "潮"


def take_screenshots(browser: Browser, base: str, password: str) -> None:
    """Take them from the demo site at `base`; `password` is that of the login admin."""
    OUT.mkdir(parents=True, exist_ok=True)
    for width, is_dark in windows():
        context = browser.new_context(
            base_url=base,
            viewport={"width": width, "height": HEIGHTS[width]},
            color_scheme="dark" if is_dark else "light",
            locale="zh-CN",
        )
        page = context.new_page()
        for name, path in readers_pages(page).items():
            take(page, path, f"{name}-{width}-{'dark' if is_dark else 'light'}")
        sign_in(page, password)
        for name, path in editors_pages(page).items():
            take(page, path, f"admin-{name}-{width}-{'dark' if is_dark else 'light'}")
        context.close()


def readers_pages(page: Page) -> dict[str, str]:
    return {
        "home": "/",
        "post": find_link(page, "/", POST),
        "category": find_link(page, "/", "/category/"),
        "search": f"/search/?q={quote(SOUGHT)}",
        "tag-index": "/tag/",
        "home-en": "/en/",
    }


def editors_pages(page: Page) -> dict[str, str]:
    return {
        "today": "/admin/",
        "calendar": "/admin/news/post/calendar/",
        "front-page": "/admin/front-page/",
        "list": "/admin/news/post/",
        "form": find_link(page, "/admin/news/post/", "/change/"),
        "images": "/admin/news/image/",
        "image": find_link(page, "/admin/news/image/", "/change/"),
        "import": find_link(page, "/admin/news/importbatch/", "/change/"),
    }


def take(page: Page, path: str, name: str) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    # A palette of 256 colours gives a third of the size without a visible difference in a README.
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(256)
    picture.save(OUT / f"{name}.png", optimize=True)


def find_link(page: Page, path: str, part: str) -> str:
    page.goto(path)
    href = page.locator(f"a[href*='{part}']").first.get_attribute("href")
    if href is None:
        raise LookupError(f"{path} links to nothing with {part}")
    return href.partition("?")[0]


def sign_in(page: Page, password: str) -> None:
    page.goto("/admin/login/?next=/admin/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", password)
    page.press("#id_password", "Enter")  # a click could hit one of the page's other buttons
    page.wait_for_selector("#desk-nav", state="attached")  # it is hidden on a phone
