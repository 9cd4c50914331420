"""Lines about unsaved text: a tab that crashes, a network that fails, two people on one post."""

import re

from playwright.sync_api import Page

from news.models import Draft, Post
from news.publishing.posts.saving import save_post
from scripts.evidence.desk.stage import READY, Desk, body_of, open_form, save, write_body
from scripts.evidence.measured import Measured, desk_line, no_faults
from tests.browser.waiting import wait_until
from tests.people import make_person

KEPT_AFTER_S = 3


def written(desk: Desk, title: str = "潮汐") -> Post:
    return save_post(Post(title=title, body="<p>开头</p>", language="zh-hans"), desk.person("editor"))


def wait_for_state(page: Page, name: str) -> None:
    page.wait_for_selector(f'#save-status[data-state="{name}"]')


def kept_text(post: Post) -> str:
    return "".join(draft.values["body"][0] for draft in Draft.objects.filter(post=post))


def kept_here(page: Page) -> str:
    return str(page.evaluate("Object.values(localStorage).join()"))


@desk_line(
    45, "type, wait three seconds, kill the tab, open it again: the bar offers the text and brings it back whole"
)
def measure_killed_tab(desk: Desk) -> Measured:
    post, person = written(desk), desk.person("editor")
    page = open_form(desk.window(person), post)
    page.fill("#id_title", "潮汐之后")
    write_body(page, "没保存的一段，“引号”和AIoT")
    wait_until(page, lambda: "AIoT" in kept_text(post), KEPT_AFTER_S * desk.slack)
    typed = (page.input_value("#id_title"), body_of(page))
    page.close(run_before_unload=False)
    page = open_form(desk.window(person), post)
    page.locator(".unsaved a.button").first.click()
    page.wait_for_selector(READY, state="attached")
    found = (page.input_value("#id_title"), body_of(page))
    return Measured("title and text identical" if found == typed else f"{typed} became {found}", found == typed)


@desk_line(46, "without a network what is typed stays; with it again the form says «saved» and nothing is missing")
def measure_offline(desk: Desk) -> Measured:
    post = written(desk)
    page = open_form(desk.window(desk.person("editor")), post)
    page.context.set_offline(True)
    page.fill("#id_title", "离线写的")
    wait_for_state(page, "offline")
    write_body(page, "离线也在")
    wait_until(page, lambda: "离线也在" in kept_here(page))
    kept = kept_here(page)
    page.context.set_offline(False)
    wait_for_state(page, "saved")
    said = page.inner_text("#save-status")
    values = Draft.objects.get(post=post).values
    faults = ["not kept in the browser"] if "离线写的" not in kept or "离线也在" not in kept else []
    faults += [] if values["title"] == ["离线写的"] and "离线也在" in values["body"][0] else ["not kept on the server"]
    faults += [] if re.search("已保存|自动保存|保存", said) else [f"the form says «{said}»"]
    return no_faults(faults, f"both texts kept; the form says «{said}»")


@desk_line(
    47, "two people on one post see each other; a stale save is refused with a comparison, nothing is overwritten"
)
def measure_two_people(desk: Desk) -> Measured:
    post = written(desk)
    other = make_person("editor", first_name="李雷")
    first, second = desk.window(desk.person("editor")), desk.window(other)
    open_form(second, post)
    open_form(first, post)
    first.locator("#company", has_text="李雷").wait_for()
    second.fill("#id_title", "李雷的标题")
    save(second)
    first.fill("#id_title", "我的标题")
    save(first)
    faults = []
    if Post.objects.get(pk=post.pk).title != "李雷的标题":
        faults.append("overwritten")
    if not first.locator(".differences ins").count():
        faults.append("no comparison")
    if first.input_value("#id_title") != "我的标题":
        faults.append("what was typed is gone")
    return no_faults(faults, "李雷 named; refused with a comparison, both texts still there")
