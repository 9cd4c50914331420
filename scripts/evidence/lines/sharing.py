"""Lines about sharing a post: the copied link, the QR code, what other sites show."""

from io import BytesIO
from urllib.parse import urlsplit

import zxingcpp
from PIL import Image
from playwright.sync_api import Error

from scripts.evidence import scene
from scripts.evidence.lines.frame import first_line
from scripts.evidence.measured import Measured, line, no_faults
from scripts.evidence.stage import Stage


def canonical(stage: Stage, path: str) -> str:
    return next(iter(map(str, stage.fetch(path).tree.xpath("//link[@rel='canonical']/@href"))), "")


@line(26, "copying the link puts the canonical address on the clipboard and says so aloud")
def measure_copying(stage: Stage) -> Measured:
    page = stage.visit(scene.PATH + "?from=elsewhere", 1280, permissions=("clipboard-read", "clipboard-write"))
    try:
        button = page.locator("main button[data-copy]").first
        button.click()
        status = page.locator("main [role=status]:not(:empty)").first
        status.wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
    except Error as error:
        return Measured(first_line(error), holds=False)
    said = status.inner_text()
    holds = copied == canonical(stage, scene.PATH) and "已复制" in said
    return Measured(f"{urlsplit(copied).path}; «{said}»", holds)


@line(27, "the code to scan holds the canonical address and opens without JavaScript")
def measure_code(stage: Stage) -> Measured:
    page = stage.visit("post", 1280, has_js=False)
    found = []
    for details in page.locator("main details:has(svg)").all():
        details.locator("summary").click()
        picture = Image.open(BytesIO(details.locator("svg").last.screenshot())).convert("L")
        framed = Image.new("L", (picture.width + 80, picture.height + 80), 255)  # the quiet zone that the page leaves
        framed.paste(picture, (40, 40))
        found += [code.text for code in zxingcpp.read_barcodes(framed)]
    wanted = canonical(stage, scene.PATH)
    return Measured(", ".join(urlsplit(text).path for text in found) or "no code", found == [wanted] and bool(wanted))


@line(31, "other sites get an absolute JPEG of 1200 × 630; the canonical address has no query")
def measure_share_picture(stage: Stage) -> Measured:
    tree = stage.fetch(scene.PATH + "?from=elsewhere").tree
    meta = {str(each.get("property")): str(each.get("content")) for each in tree.xpath("//meta[@property]")}
    return no_faults(share_faults(stage, meta), "1200 × 630 JPEG, zh_CN")


def share_faults(stage: Stage, meta: dict[str, str]) -> list[str]:
    url = meta.get("og:image", "")
    if not url.startswith("http"):
        return [f"og:image is {url or 'missing'}"]
    answer = stage.fetch(urlsplit(url).path)
    faults = [] if meta.get("og:locale") == "zh_CN" else [f"og:locale {meta.get('og:locale')}"]
    faults += [] if canonical(stage, scene.PATH + "?from=elsewhere").endswith(scene.PATH) else ["canonical has a query"]
    if answer.status != 200:  # noqa: PLR2004
        return [*faults, f"og:image answers {answer.status}"]
    picture = Image.open(BytesIO(answer.body))
    if (picture.format, picture.size) != ("JPEG", (1200, 630)):
        faults.append(f"og:image is a {picture.format} of {picture.width} × {picture.height}")
    return faults
