"""Measures what a reader downloads before scrolling, compressed as by a web server."""

import gzip
from dataclasses import dataclass, field

from playwright.sync_api import Response

from scripts.evidence.stage import HEIGHTS, Stage

GZIP_LEVEL = 6
SETTLED_MS = 300
TEXTS = ("text/", "javascript", "json", "xml", "svg")
SORTS = {"document": "HTML", "stylesheet": "CSS", "script": "JS", "font": "fonts", "image": "images"}


@dataclass
class Weight:
    """Bytes by type; text is compressed with gzip, pictures and fonts are counted unchanged."""

    requests: int = 0
    bytes_of: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.bytes_of.values())

    def kb(self, sort: str) -> float:
        return self.bytes_of.get(sort, 0) / 1000

    def add(self, sort: str, size: int) -> None:
        self.requests += 1
        self.bytes_of[sort] = self.bytes_of.get(sort, 0) + size


def weigh(stage: Stage, kind: str, width: int) -> Weight:
    """Load a page with a cold cache and add up its size; a phone's screen has a pixel ratio of two."""
    context = stage.browser.new_context(
        base_url=stage.base,
        viewport={"width": width, "height": HEIGHTS[width]},
        device_scale_factor=2 if width < 768 else 1,  # noqa: PLR2004
        locale="zh-CN",
    )
    try:
        page = context.new_page()
        responses: list[Response] = []
        page.on("response", lambda response: responses.append(response))  # noqa: PLW0108 (Playwright refuses built-ins)
        page.goto(stage.paths[kind], wait_until="networkidle")
        page.wait_for_timeout(SETTLED_MS)
        weight = Weight()
        for response in responses:
            weight.add(SORTS.get(response.request.resource_type, "other"), size_of(response))
        return weight
    finally:
        context.close()


def size_of(response: Response) -> int:
    if response.status in (204, 301, 302, 304):
        return 0
    body = response.body()
    is_text = any(word in response.headers.get("content-type", "") for word in TEXTS)
    return len(gzip.compress(body, GZIP_LEVEL)) if is_text else len(body)
