"""Lines about lists of posts: feeds, numbered pages, the home page."""

import json
from collections import Counter
from urllib.parse import urljoin, urlsplit

import feedparser
from lxml import etree

from scripts.evidence import scene
from scripts.evidence.measured import Measured, line, no_faults
from scripts.evidence.stage import Stage

FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
LISTS = ("category", "tag", "author", "source")
MAX_HEADER_PX = 112
MAX_PAGES = 20


def feeds_of(stage: Stage, path: str) -> dict[str, list[str]]:
    """Return the paths of a page's alternate feeds, by type."""
    found: dict[str, list[str]] = {}
    for each in stage.fetch(path).tree.xpath("//link[@rel='alternate'][@type]"):
        found.setdefault(str(each.get("type")), []).append(urlsplit(urljoin(path, str(each.get("href")))).path)
    return found


@line(38, "feeds are well-formed, complete and absolute; each list names its own")
def measure_feeds(stage: Stage) -> Measured:
    faults, own = [], set()
    for kind in LISTS:
        feeds = feeds_of(stage, stage.paths[kind])
        mine = [path for paths in feeds.values() for path in paths if path.startswith(stage.paths[kind])]
        faults += [f"{kind}: no feed of its own"] if not mine else []
        own |= set(mine)
    every = own | {path for paths in feeds_of(stage, "/").values() for path in paths}
    faults += [f"{path}: {fault}" for path in sorted(every) for fault in feed_faults(stage, path)]
    kinds = feeds_of(stage, "/")
    faults += [f"home names no {name}" for name in FEED_TYPES if name not in kinds]
    return no_faults(faults, f"{len(every)} feeds read strictly")


def feed_faults(stage: Stage, path: str) -> list[str]:
    answer = stage.fetch(path)
    if answer.status != 200:  # noqa: PLR2004
        return [f"answers {answer.status}"]
    if "json" in answer.headers.get("content-type", ""):
        return json_faults(answer.body)
    try:
        etree.fromstring(answer.body, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return [f"not well-formed: {error}"]
    read = feedparser.parse(answer.body)
    faults = [str(read.bozo_exception)] if read.bozo else []
    faults += [f"link {entry.get('link')}" for entry in read.entries if not str(entry.get("link")).startswith("http")]
    main = [entry for entry in read.entries if str(entry.get("link")).endswith(scene.PATH)]
    bodies = [content.value for entry in main for content in entry.get("content", [])] or [
        e.get("summary", "") for e in main
    ]
    faults += ["the text is cut"] if main and not any(scene.PARAGRAPHS[-1][-20:] in body for body in bodies) else []
    return faults + (["relative addresses in the text"] if any('src="/' in b or 'href="/' in b for b in bodies) else [])


def json_faults(body: bytes) -> list[str]:
    items = json.loads(body).get("items", [])
    return [f"url {each.get('url')}" for each in items if not str(each.get("url")).startswith("http")]


@line(39, "numbered pages: own title, own canonical address, no post twice; a page that is not there is a 404")
def measure_pages(stage: Stage) -> Measured:
    titles, posts, faults = Counter[str](), Counter[str](), []
    path: str = stage.paths["category"]
    number, address = 0, path
    while address and number < MAX_PAGES:
        number += 1
        tree = stage.fetch(address).tree
        titles[str(tree.findtext(".//title"))] += 1
        posts.update(
            str(href) for href in tree.xpath("//main//div[contains(@class,'rows')]//article//a[@class='cover']/@href")
        )
        own = next(iter(map(str, tree.xpath("//link[@rel='canonical']/@href"))), "")
        faults += [f"page {number} is canonically {own}"] if not own.endswith(address) else []
        following = tree.xpath("//main//a[@rel='next']/@href")
        address = str(following[0]).replace(stage.base, "") if following else ""
    faults += [f"title twice: {title}" for title, count in titles.items() if count > 1]
    faults += [f"post twice: {href}" for href, count in posts.items() if count > 1]
    faults += [f"page 999 answers {status}" for status in [stage.fetch(f"{path}?page=999").status] if status != 404]  # noqa: PLR2004
    faults += ["only one page"] if number < 2 else []  # noqa: PLR2004
    return no_faults(faults, f"{number} pages, {len(posts)} posts once each, page 999 is a 404")


_HOME = """
() => {
  const box = (selector) => document.querySelector(selector)?.getBoundingClientRect();
  const links = [...document.querySelectorAll('main :is(h2, h3, h4, li) > a[href]')].map((a) => a.pathname)
    .filter((path) => /^(\\/en)?\\/\\d{4}\\/\\d\\d\\/\\d\\d\\//.test(path));
  const title = box('main .lead :is(h1, h2) a, main .lead :is(h1, h2)');
  return {
    twice: links.filter((path, index) => links.indexOf(path) !== index), count: links.length,
    hasPicture: Boolean(document.querySelector('main .lead :is(picture, img)')),
    header: box('header').height, isInSight: Boolean(title) && title.bottom <= window.innerHeight,
  };
}
"""


@line(
    40, "home: no post twice, the lead has a picture, the header is at most 112 px high, the lead's title is in sight"
)
def measure_home(stage: Stage) -> Measured:
    home = stage.visit("home", 390).evaluate(_HOME)
    faults = [f"twice: {path}" for path in home["twice"]]
    faults += [] if home["hasPicture"] else ["the lead has no picture"]
    faults += [] if home["header"] <= MAX_HEADER_PX else [f"header {home['header']:.0f} px high"]
    faults += [] if home["isInSight"] else ["the lead's title is below the window"]
    return no_faults(faults, f"{home['count']} posts once each, header {home['header']:.0f} px, title in sight")
