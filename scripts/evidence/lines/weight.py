"""The line about how small a page is."""

from scripts.evidence.measured import Measured, line, no_faults
from scripts.evidence.stage import Stage
from scripts.evidence.weights import Weight, weigh

# In kB, compressed; requests before scrolling. One for the page of a post, one for the home page.
POST_LIMITS = {"HTML": 15, "CSS": 8, "JS": 5, "fonts": 0, "images": 60, "total": 90, "requests": 7}
HOME_LIMITS = {"HTML": 25, "CSS": 8, "JS": 5, "fonts": 0, "images": 150, "total": 200, "requests": 15}


@line(5, "a post: HTML ≤ 15 kB, CSS ≤ 8, JS ≤ 5, no fonts, 7 requests, 90 kB in all; home ≤ 200 kB")
def measure_weights(stage: Stage) -> Measured:
    post, home = weigh(stage, "post", 390), weigh(stage, "home", 390)
    faults = [f"post {fault}" for fault in over(post, POST_LIMITS)] + [
        f"home {fault}" for fault in over(home, HOME_LIMITS)
    ]
    return no_faults(faults, f"post: {tell(post)}; home: {tell(home)}")


def over(weight: Weight, limits: dict[str, int]) -> list[str]:
    found = {sort: weight.kb(sort) for sort in limits} | {"total": weight.total / 1000, "requests": weight.requests}
    return [f"{sort} {found[sort]:.1f} of {limit}" for sort, limit in limits.items() if found[sort] > limit]


def tell(weight: Weight) -> str:
    sorts = ", ".join(f"{sort} {weight.kb(sort):.1f}" for sort in ("HTML", "CSS", "JS", "fonts", "images"))
    return f"{sorts} kB, {weight.requests} requests, {weight.total / 1000:.0f} kB"
