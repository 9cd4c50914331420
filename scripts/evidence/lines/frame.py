"""Lines about the page frame: using it without scripts and by keyboard."""

from urllib.parse import urlsplit

from playwright.sync_api import Error, Page

from scripts.evidence import scene
from scripts.evidence.measured import Measured, line, no_faults
from scripts.evidence.stage import Stage

MAX_STOPS = 150


@line(7, "without JavaScript: home, category, post, tag, search and a second page")
def measure_without_scripts(stage: Stage) -> Measured:
    page = stage.visit("home", 390, has_js=False)
    try:
        return Measured(walk(stage, page), holds=True)
    except (Error, LookupError) as error:
        return Measured(f"stops at {urlsplit(page.url).path}: {first_line(error)}", holds=False)


def walk(stage: Stage, page: Page) -> str:
    branch = stage.paths["category"].split("/")[2]
    follow(page, f"header nav a[href^='/category/{branch}']")
    follow(page, f"main a[href='{scene.PATH}'], main .rows a.cover")
    page.goto(scene.PATH)
    follow(page, "a[rel=tag]")
    page.goto("/search/")
    page.fill("main input[name=q]", scene.SEARCHES[0])
    page.press("main input[name=q]", "Enter")
    page.wait_for_url("**/search/?*q=*")
    if not page.locator(f"main a[href='{scene.PATH}']").count():
        raise LookupError("the search does not find the post")
    page.goto(stage.paths["category"])
    follow(page, ".pagination a[rel=next]")
    return "every step answered 200"


def follow(page: Page, selector: str) -> None:
    href = page.locator(selector).first.get_attribute("href")
    with page.expect_response(lambda response: response.request.is_navigation_request()) as told:
        page.locator(selector).first.click()
    if told.value.status >= 400:  # noqa: PLR2004
        raise LookupError(f"{href} answers {told.value.status}")


def first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:160]


@line(8, "the first Tab shows the link to the text; Enter moves the focus there")
def measure_skip_link(stage: Stage) -> Measured:
    page = stage.visit("post", 390)
    page.keyboard.press("Tab")
    seen = page.evaluate("""() => {
      const link = document.activeElement, box = link.getBoundingClientRect();
      return [link.getAttribute('href'), box.left >= 0 && box.top >= 0 && box.width > 20 && box.height > 20];
    }""")
    page.keyboard.press("Enter")
    landed = page.evaluate("document.activeElement.id || document.activeElement.localName")
    return Measured(
        f"{seen[0]}, {'visible' if seen[1] else 'hidden'}; focus in #{landed}",
        seen == ["#main", True] and landed == "main",
    )


_STOP = """
() => {
  const element = document.activeElement;
  if (element === document.body) {
    return null;
  }
  const shown = element.matches('input[type=radio], input[type=checkbox]') && element.closest('label') || element;
  const boxes = [...shown.getClientRects()].filter((box) => box.width && box.height);
  // A card's link is ringed by its cover.
  const styles = [getComputedStyle(element), getComputedStyle(element, '::after'), getComputedStyle(shown)];
  const isRinged = styles.some((each) => each.outlineStyle !== 'none' && parseFloat(each.outlineWidth) >= 2);
  const isMet = (box) => {
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return top && (shown.contains(top) || top.contains(shown));
  };
  const name = `${element.localName} «${(element.textContent || element.name || '').trim().slice(0, 20)}»`;
  return { name, isRinged, isMet: boxes.some(isMet) };
}
"""


@line(9, "every stop of the Tab key on a post has a ring and is not covered")
def measure_rings(stage: Stage) -> Measured:
    page = stage.visit("post", 1280)
    faults, count = [], 0
    for _ in range(MAX_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            break
        count += 1
        faults += [f"no ring: {stop['name']}"] if not stop["isRinged"] else []
        faults += [f"covered: {stop['name']}"] if not stop["isMet"] else []
    return no_faults(faults, f"{count} stops, all ringed and in sight")
