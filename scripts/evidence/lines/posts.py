"""Lines about what a post's page says about the post."""

import json
import re
from collections.abc import Iterator

from scripts.evidence import scene
from scripts.evidence.measured import Measured, line, no_faults
from scripts.evidence.stage import Stage

MINUTES = re.compile(r"(\d+)\s*分钟")
LISTED_PAGES = 3


def squeeze(text: str) -> str:
    return "".join(text.split())


@line(14, "the imported title is whole again: its quotation marks are back")
def measure_title(stage: Stage) -> Measured:
    title = stage.visit("post", 390).locator("h1").first.inner_text()
    return Measured(title, title == scene.TITLE)


@line(15, "a header picture that is also the text's first picture shows once, with its caption")
def measure_hero(stage: Stage) -> Measured:
    page = stage.visit("post", 390)
    shown = page.locator("article img").evaluate_all(
        "(images) => images.filter((image) => image.checkVisibility()).map((image) => image.getAttribute('alt'))"
    )
    caption = page.locator("article figcaption").first
    told = caption.inner_text() if caption.count() else "no caption"
    count = sum(alt == scene.TITLE for alt in shown)
    return Measured(f"{count} time(s); {told}", count == 1 and scene.CAPTION in told)


@line(16, "the way to the post leads through the whole category path; every step answers 200")
def measure_breadcrumb(stage: Stage) -> Measured:
    page = stage.visit("post", 390)
    steps = page.locator("nav.breadcrumb a").evaluate_all("(all) => all.map((a) => [a.textContent.trim(), a.pathname])")
    names = [name for name, _path in steps]
    broken = [path for _name, path in steps if stage.fetch(path).status != 200]  # noqa: PLR2004
    value = " › ".join(names) + (f"; broken: {', '.join(broken)}" if broken else "")
    return Measured(value, names == ["首页", *scene.CATEGORIES] and not broken)


@line(17, "the date is written in the site's zone and form, with its offset for machines")
def measure_date(stage: Stage) -> Measured:
    time = stage.visit("post", 390).locator("article time").first
    text, stamp = time.inner_text(), str(time.get_attribute("datetime"))
    return Measured(f"{text} ({stamp})", text.startswith("2023年3月14日 13:58") and stamp.endswith("+08:00"))


@line(18, "bold paragraphs that were headings are headings; no other word of the text is lost or changed")
def measure_text(stage: Stage) -> Measured:
    page = stage.visit("post", 390)
    headings = [each.strip() for each in page.locator(".prose h2").all_inner_texts()]
    paragraphs = page.locator(".prose > p").count()
    shown = squeeze("".join(page.locator(".prose > :is(p, h2)").all_inner_texts()))
    is_whole = sorted(shown) == sorted(squeeze("".join((*scene.PARAGRAPHS, *scene.HEADINGS))))
    value = f"{len(headings)} h2, {paragraphs} p, text {'equal' if is_whole else 'changed'}"
    return Measured(value, headings == list(scene.HEADINGS) and paragraphs == len(scene.PARAGRAPHS) and is_whole)


@line(23, "the reading time is the same on the post, on its card and in its structured data")
def measure_reading_time(stage: Stage) -> Measured:
    meta = MINUTES.search(squeeze(stage.fetch(scene.PATH).tree.text_content()))
    duration = next((str(each["timeRequired"]) for each in structured(stage, scene.PATH) if "timeRequired" in each), "")
    found = {
        "post": meta[1] if meta else "none",
        "card": card_minutes(stage),
        "structured data": duration.removeprefix("PT").removesuffix("M") or "none",
    }
    return Measured(", ".join(f"{name}: {value}" for name, value in found.items()), len(set(found.values())) == 1)


def card_minutes(stage: Stage) -> str:
    """Return the minutes on the main post's card, wherever in its category it is listed."""
    for number in range(1, LISTED_PAGES + 1):
        tree = stage.fetch(f"{stage.paths['category']}?page={number}").tree
        for card in tree.xpath(f"//article[.//a[@href='{scene.PATH}']]"):
            found = MINUTES.search(squeeze(card.text_content()))
            return found[1] if found else "none"
    return "no card"


def structured(stage: Stage, path: str) -> Iterator[dict[str, object]]:
    """Yield every object of a page's JSON-LD, including those inside graphs."""
    for text in stage.fetch(path).tree.xpath("//script[@type='application/ld+json']/text()"):
        data = json.loads(str(text))
        yield from data if isinstance(data, list) else data.get("@graph", [data])


@line(24, "an old post says how old it is; today's does not")
def measure_age(stage: Stage) -> Measured:
    old, new = (AGE.search(stage.visit(kind, 390).locator("main").inner_text()) for kind in ("post", "today"))
    value = f"old: {old[0] if old else 'nothing'}; today's: {new[0] if new else 'nothing'}"
    return Measured(value, bool(old) and not new and stage.paths["today"] != "/")


AGE = re.compile(r"[^\n]*年[^\n]*(过时|过期|不再)[^\n]*")


@line(25, "the source is named, with a link to the original that gives nothing away")
def measure_source(stage: Stage) -> Measured:
    page = stage.visit("post", 390)
    original = page.locator(f"main a[href='{scene.SOURCE_URL}']").first
    rel = str(original.get_attribute("rel")) if original.count() else "no link"
    names = page.locator("main a[href*='/source/']").all_inner_texts()
    return Measured(
        f"{', '.join(dict.fromkeys(names)) or 'no name'}; rel {rel}", scene.SOURCE in names and "noopener" in rel
    )


@line(
    30, "structured data: an article with headline, three pictures, zoned dates, author, publisher; the way to the page"
)
def measure_structured(stage: Stage) -> Measured:
    objects = list(structured(stage, scene.PATH))
    article = next((each for each in objects if each.get("@type") == "NewsArticle"), {})
    crumbs = next((each for each in objects if each.get("@type") == "BreadcrumbList"), {})
    return no_faults([*article_faults(article), *crumb_faults(crumbs)], "all of it")


def article_faults(article: dict[str, object]) -> Iterator[str]:
    if article.get("headline") != scene.TITLE:
        yield f"headline {article.get('headline')}"
    images = article.get("image") or []
    if not isinstance(images, list) or len(images) != 3:  # noqa: PLR2004
        yield f"{len(images) if isinstance(images, list) else 1} pictures"
    for name in ("datePublished", "dateModified"):
        if not re.search(r"([+-]\d\d:\d\d|Z)$", str(article.get(name, ""))):
            yield f"{name} without zone: {article.get(name)}"
    authors = article.get("author") or []
    first = authors[0] if isinstance(authors, list) and authors else authors
    if not isinstance(first, dict) or not first.get("url"):
        yield "no author.url"
    publisher = article.get("publisher")
    if not isinstance(publisher, dict) or not publisher.get("logo"):
        yield "no publisher.logo"


def crumb_faults(crumbs: dict[str, object]) -> Iterator[str]:
    items = crumbs.get("itemListElement") or []
    names = [str(each.get("name")) for each in items]  # type: ignore[attr-defined]
    wanted = list(scene.CATEGORIES)
    if [name for name in names if name in wanted] != wanted:
        yield f"breadcrumb {' › '.join(names) or 'missing'}"
