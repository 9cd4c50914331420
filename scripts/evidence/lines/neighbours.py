"""Lines about where a reader can go after a post."""

from urllib.parse import urlsplit

from scripts.evidence import scene
from scripts.evidence.measured import Measured, line
from scripts.evidence.stage import Stage

RELATED_COUNT = 4
RELATED = "//*[contains(concat(' ', @class, ' '), ' more ') or contains(@class, 'related')]//article//h3//a/@href"
TERMS = "//main//a[@rel='tag']/@href | (//nav[contains(@class,'breadcrumb')]//a)[last()]/@href"


@line(28, "four related posts, the post itself not among them; the first shares a tag or the category")
def measure_related(stage: Stage) -> Measured:
    found = list(dict.fromkeys(stage.links(scene.PATH, RELATED)))
    shared = set(stage.links(scene.PATH, TERMS)) & set(stage.links(found[0], TERMS)) if found else set()
    value = f"{len(found)} posts, the first shares {len(shared)} tag(s) or categories"
    return Measured(value, len(found) == RELATED_COUNT and scene.PATH not in found and bool(shared))


def neighbour(stage: Stage, path: str, rel: str) -> str:
    found = stage.links(path, f"//main//a[@rel='{rel}']/@href")
    return urlsplit(found[0]).path if found else ""


@line(29, "previous and next post lead to each other")
def measure_neighbours(stage: Stage) -> Measured:
    before, after = neighbour(stage, scene.PATH, "prev"), neighbour(stage, scene.PATH, "next")
    is_mutual = bool(before and after) and all(
        (neighbour(stage, before, "next") == scene.PATH, neighbour(stage, after, "prev") == scene.PATH)
    )
    names = f"previous {before or 'missing'}, next {after or 'missing'}"
    return Measured(f"{names}{', reciprocal' if is_mutual else ''}", is_mutual)
