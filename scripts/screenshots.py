"""Takes the screenshots of docs/evidence from a fresh demo site, so that they never show an older state.

Needs Chromium on the path or in CMS_CHROMIUM. Run by `make evidence`.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "evidence"
WIDTHS = {390: 844, 1280: 900}
POST = "seven-kilometres-of-wall"


def main() -> int:
    chromium = os.environ.get("CMS_CHROMIUM") or shutil.which("chromium")
    if not chromium:
        print("Chromium is missing: install it, or set CMS_CHROMIUM to its path.", file=sys.stderr)
        return 1
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data_dir, sync_playwright() as playwright:
        password = prepare_site(data_dir)
        with served(data_dir) as base:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for width, height in WIDTHS.items():
                for scheme in ("light", "dark"):
                    take_all(browser, base, password, width=width, height=height, scheme=scheme)
            browser.close()
    return 0


def prepare_site(data_dir: str) -> str:
    """Fills a fresh site with the demo; gives the password of the login admin."""
    manage(data_dir, "migrate", "-v0")
    logins = json.loads(manage(data_dir, "create_logins", "--json"))
    manage(data_dir, "demo")
    return str(logins["created"]["admin"])


def environment(data_dir: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CMS_")}
    return clean | {"CMS_DEBUG": "1", "CMS_DATA_DIR": data_dir}


def manage(data_dir: str, *words: str) -> str:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(
        command, cwd=ROOT, env=environment(data_dir), check=True, capture_output=True, text=True
    ).stdout


@contextmanager
def served(data_dir: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"]
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment(data_dir), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    base = f"http://127.0.0.1:{port}"
    try:
        wait_for(base + "/healthz")
        yield base
    finally:
        server.terminate()
        server.wait()


def wait_for(url: str, patience_s: float = 30) -> None:
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(f"{url} does not answer")


def take_all(browser: Browser, base: str, password: str, *, width: int, height: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="zh-CN",
    )
    page = context.new_page()

    def take(name: str, url: str) -> None:
        page.goto(base + url)
        page.wait_for_load_state("networkidle")
        save_small(page.screenshot(), OUT / f"{name}-{width}-{scheme}.png")

    take("home", "/")
    take("post", find_link(page, base, "/", POST))
    take("category", find_link(page, base, "/", "/category/"))
    take("home-en", "/en/")
    sign_in(page, base, password)
    take("admin-list", "/admin/news/post/")
    take("admin-form", find_link(page, base, "/admin/news/post/", "/change/"))
    take("admin-images", "/admin/news/image/")
    take("admin-image", find_link(page, base, "/admin/news/image/", "/change/"))
    take("admin-import", find_link(page, base, "/admin/news/importbatch/", "/change/"))
    context.close()


def save_small(png: bytes, path: Path) -> None:
    """With a palette of 256 colours: a third of the size, and nobody sees the difference on a README."""
    Image.open(BytesIO(png)).convert("RGB").quantize(256).save(path, optimize=True)


def find_link(page: Page, base: str, url: str, part: str) -> str:
    page.goto(base + url)
    href = page.locator(f"a[href*='{part}']").first.get_attribute("href")
    if href is None:
        raise LookupError(f"{url} links to nothing with {part}")
    return href.partition("?")[0]


def sign_in(page: Page, base: str, password: str) -> None:
    page.goto(base + "/admin/login/?next=/admin/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", password)
    page.click("[type=submit]")
    page.wait_for_url(base + "/admin/")


if __name__ == "__main__":
    sys.exit(main())
